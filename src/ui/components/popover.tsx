import { type ReactNode, useEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './popover.module.css';
import { useHeldFocus } from './use-held-focus.ts';

interface PopoverProps {
  readonly label: string;
  /** The element that it belongs to: the panel opens below its edge, focus returns there. */
  readonly anchor: HTMLElement;
  readonly align?: 'start' | 'end';
  readonly className?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const GAP_PX = 6;
const MARGIN_PX = 8;

/** A small panel in the top layer; the browser closes it on Escape and on a click elsewhere. */
export function Popover(props: PopoverProps) {
  const { label, anchor, align = 'start', className, onClose, children } = props;
  const panel = useRef<HTMLDivElement>(null);
  useHeldFocus(panel);

  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    const closed = (event: ToggleEvent) => {
      if (event.newState === 'closed') onClose();
    };
    element.addEventListener('toggle', closed);
    if (!element.matches(':popover-open')) element.showPopover();
    position(element, anchor, align);
    const observer = new ResizeObserver(() => position(element, anchor, align));
    observer.observe(element);
    element.focus();
    return () => {
      observer.disconnect();
      element.removeEventListener('toggle', closed);
      const { activeElement } = document;
      // The element that had the focus may be gone, removed by its own action.
      if (activeElement === document.body || element.contains(activeElement)) anchor.focus();
    };
  }, [anchor, align, onClose]);

  return (
    <div
      ref={panel}
      popover="auto"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={classNames(styles.popover, className)}
    >
      {children}
    </div>
  );
}

/** Open state of a popover and the element it hangs on. */
export function usePopover() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  // Light dismiss closes on pointerdown; the click that follows must not open it again.
  const closedAt = useRef(0);
  const close = useRef(() => {
    closedAt.current = performance.now();
    setAnchor(null);
  }).current;
  const toggle = (element: HTMLElement) => {
    if (performance.now() - closedAt.current < 250) return;
    setAnchor((present) => (present === null ? element : null));
  };
  return { anchor, open: anchor !== null, toggle, close };
}

function position(panel: HTMLElement, anchor: HTMLElement, align: 'start' | 'end'): void {
  const from = anchor.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const left = align === 'start' ? from.left : from.right - width;
  const below = from.bottom + GAP_PX;
  const above = from.top - GAP_PX - height;
  const top = below + height > innerHeight - MARGIN_PX && above > MARGIN_PX ? above : below;
  panel.style.left = `${clamp(left, MARGIN_PX, innerWidth - width - MARGIN_PX)}px`;
  panel.style.top = `${clamp(top, MARGIN_PX, innerHeight - height - MARGIN_PX)}px`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
