import type { EndpointFailure } from '../../explain/api.ts';
import { printable } from '../app/printable.ts';
import { endpointAdvice } from './endpoint-text.ts';
import styles from './explain-pane.module.css';

interface FailureNoteProps {
  readonly failure: EndpointFailure;
  /** Of the server that was asked; null for models that are asked otherwise. */
  readonly origin: string | null;
}

/** Why a model gave no answer, and what to do. */
export function FailureNote({ failure: { kind, said }, origin }: FailureNoteProps) {
  const { title, advice } = endpointAdvice(kind, origin ?? 'the server', location.origin);
  return (
    <div role="alert" className={styles.failure} data-kind={kind}>
      <p className={styles.failureTitle}>{title}</p>
      <p>{advice}</p>
      {said !== '' && <p className={styles.said}>It says: {printable(said)}</p>}
    </div>
  );
}
