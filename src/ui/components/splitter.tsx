import { useRef } from 'react';
import styles from './splitter.module.css';

interface SplitterProps {
  readonly label: string;
  /** Width of the pane before it, in CSS pixels. */
  readonly width: number;
  readonly least: number;
  readonly most: number;
  readonly onResize: (width: number) => void;
}

const STEP_PX = 16;

/** The border between two panes: drag it, or move it by the arrow keys. */
export function Splitter({ label, width, least, most, onResize }: SplitterProps) {
  const from = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const resize = (next: number) => onResize(Math.round(Math.max(least, Math.min(next, most))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className={styles.splitter}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.dataset.dragging = '';
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (from.current) resize(from.current.width + event.clientX - from.current.x);
      }}
      onLostPointerCapture={(event) => {
        delete event.currentTarget.dataset.dragging;
        from.current = null;
      }}
      onKeyDown={(event) => {
        const steps: Record<string, number> = {
          ArrowLeft: width - STEP_PX,
          ArrowRight: width + STEP_PX,
          Home: least,
          End: most,
        };
        const next = steps[event.key];
        if (next === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        resize(next);
      }}
    />
  );
}
