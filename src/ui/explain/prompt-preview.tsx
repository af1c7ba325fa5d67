import { useStore } from 'zustand';
import { printable } from '../app/printable.ts';
import styles from './explain-pane.module.css';
import type { ExplainSession } from './explain-session.ts';

interface PromptPreviewProps {
  readonly session: ExplainSession;
  /** Who will get it. */
  readonly to: string;
  readonly open?: boolean;
}

/** Exactly what will be sent, message by message. */
export function PromptPreview({ session, to, open = false }: PromptPreviewProps) {
  const prompt = useStore(session, (state) => state.prompt);
  if (prompt === null) return null;
  return (
    <details className={styles.preview} open={open}>
      <summary>What will be sent to {to}</summary>
      {prompt.messages.map((message) => (
        <section key={message.role} aria-label={`Message: ${message.role}`}>
          <h3 className={styles.role}>{message.role}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
          <pre className={styles.message} tabIndex={0} data-testid="prompt-message">
            {message.content.split('\n').map(printable).join('\n')}
          </pre>
        </section>
      ))}
    </details>
  );
}
