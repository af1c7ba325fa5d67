import { CircleSlash, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VectorGitError } from '../../domain/api.ts';
import { errorText } from '../app/error-text.ts';
import { useStores } from '../stores/stores.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './failure.module.css';

interface FailureProps {
  readonly failure: VectorGitError;
  /** What it was about, before the text: a repository, a file. */
  readonly subject?: string;
  readonly onRetry?: (() => void) | undefined;
  /** Further ways on, beside the one that the code asks for. */
  readonly children?: ReactNode;
}

/** A failure in the page's words, with what the person can do about it. */
export function Failure({ failure, subject, onRetry, children }: FailureProps) {
  const { title, advice, remedy } = errorText(failure.code);
  const { surface } = useStores();
  const calm = failure.code === 'cancelled';
  return (
    <div role="alert" className={classNames(styles.failure, calm && styles.calm)}>
      {calm ? <CircleSlash size={16} /> : <TriangleAlert size={16} />}
      <div className={styles.text}>
        <p className={styles.title}>{subject === undefined ? title : `${subject}: ${title}`}</p>
        <p className={styles.advice}>{advice}</p>
        <div className={styles.actions}>
          {remedy === 'reload' && <Button onClick={() => location.reload()}>Reload</Button>}
          {remedy === 'storage' && (
            <Button onClick={() => surface.setState({ surface: 'storage' })}>Open storage</Button>
          )}
          {remedy !== 'reload' && onRetry && (
            <Button onClick={onRetry}>{calm ? 'Go on' : 'Try again'}</Button>
          )}
          {children}
        </div>
      </div>
    </div>
  );
}
