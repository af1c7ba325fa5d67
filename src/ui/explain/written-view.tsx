import { Bookmark, Copy, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { printable } from '../app/printable.ts';
import { plural } from '../app/quantity.ts';
import { Button, IconButton } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { AnswerView } from './answer-view.tsx';
import styles from './explain-pane.module.css';
import type { ExplainSession } from './explain-session.ts';
import { FailureNote } from './failure-note.tsx';
import type { WrittenAnswer } from './written-answer.ts';

interface WrittenViewProps {
  readonly written: WrittenAnswer;
  readonly session: ExplainSession;
}

/** An answer in a model's words, with what the checker says of it. */
export function WrittenView({ written, session }: WrittenViewProps) {
  const [kept, setKept] = useState<string | null>(null);
  const busy = written.phase === 'writing' || written.phase === 'repairing';
  const section = useRef<HTMLElement>(null);
  // Who asks from the form below would not see that the answer begins above.
  useEffect(() => {
    if (busy) section.current?.scrollIntoView({ block: 'nearest' });
  }, [busy]);
  return (
    <section ref={section} className={styles.part} aria-label="Written answer">
      <div className={styles.line}>
        <h2 className={styles.verdict}>
          {written.writer === 'pasted'
            ? 'Pasted answer'
            : `Written by ${printable(written.writer)}`}
        </h2>
        {busy ? (
          <Button onClick={() => session.stop()}>
            <Square size={12} aria-hidden /> Stop
          </Button>
        ) : (
          <>
            <IconButton
              label={kept === written.text ? 'Kept' : 'Keep this answer'}
              aria-pressed={kept === written.text}
              onClick={() => setKept(session.keep() ? written.text : null)}
            >
              <Bookmark size={16} />
            </IconButton>
            <CopyButton label="Copy as Markdown" text={() => written.text}>
              <Copy size={16} />
            </CopyButton>
          </>
        )}
      </div>
      <p className={styles.facts} role="status">
        {statusText(written)}
      </p>
      {!busy && <Share written={written} />}
      {written.failure !== null && (
        <FailureNote failure={written.failure} origin={written.origin} />
      )}
      <AnswerView answer={written.checked} label="Written answer" busy={busy} />
    </section>
  );
}

function statusText({ phase, cut, repaired, checked, text }: WrittenAnswer): string {
  switch (phase) {
    case 'writing':
      return text === '' ? 'Waiting for the first words …' : 'Writing …';
    case 'repairing':
      return `The checker found ${plural(checked.findings.length, 'fault')}; the model is asked once to mend them …`;
    case 'stopped':
      return 'Stopped; what had come is below';
    case 'failed':
      return text === '' ? 'No answer came' : 'Broken off; what had come is below';
    case 'done':
      return `${cut ? 'Cut at the length limit. ' : ''}${repaired ? 'Mended once after the check. ' : ''}Each claim was compared with the code it cites`;
  }
}

function Share({ written: { checked } }: { readonly written: WrittenAnswer }) {
  const { claims, verified } = checked;
  if (claims === 0) return null;
  const percent = Math.round((verified / claims) * 100);
  return (
    <div className={styles.share} data-testid="valid-share">
      <meter min={0} max={claims} value={verified} aria-label="Verified claims" />
      <span>
        {verified} of {plural(claims, 'claim')} verified ({percent} %)
      </span>
    </div>
  );
}
