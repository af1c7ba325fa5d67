import { useEffect, useRef } from 'react';
import type { FileView } from '../../worker/protocol.ts';
import { type CodeEditor, createCodeEditor, type Emphasis } from './code-editor.ts';
import styles from './viewer.module.css';

interface CodeViewProps {
  readonly view: FileView;
  readonly emphasis: Emphasis;
  readonly wrap: boolean;
  readonly onLine: (line: number, extend: boolean) => void;
  readonly onTopLine: (line: number) => void;
  readonly onSelect: (text: string) => void;
  readonly onReady: (editor: CodeEditor | null) => void;
}

/** The code of one file; loaded lazily with CodeMirror. */
export function CodeView(props: CodeViewProps) {
  const { view, emphasis, wrap, onReady } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const shown = useRef<FileView | null>(null);
  const anchored = useRef<number | null>(null);
  const showing = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (!host.current) return;
    const made = createCodeEditor(host.current, {
      onLine: (line, extend) => latest.current.onLine(line, extend),
      onTopLine: (line) => latest.current.onTopLine(line),
      onSelect: (text) => latest.current.onSelect(text),
    });
    editor.current = made;
    onReady(made);
    return () => {
      clearTimeout(showing.current);
      made.destroy();
      editor.current = null;
      shown.current = null;
      onReady(null);
    };
  }, [onReady]);

  useEffect(() => editor.current?.wrap(wrap), [wrap]);

  useEffect(() => {
    const line = emphasis.anchor?.start ?? null;
    if (shown.current !== view) {
      shown.current = view;
      // In a task of its own: what led here is painted first, and no task gets long.
      clearTimeout(showing.current);
      showing.current = setTimeout(() => {
        const { view: wanted, emphasis: now } = latest.current;
        editor.current?.show(wanted.text, wanted.path, wanted.language, now);
      });
    } else {
      editor.current?.emphasize(emphasis);
      if (line !== null && line !== anchored.current) editor.current?.reveal(line);
    }
    anchored.current = line;
  }, [view, emphasis]);

  return <div ref={host} className={styles.code} />;
}
