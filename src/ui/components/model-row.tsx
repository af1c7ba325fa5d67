import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import styles from './model-row.module.css';

interface ModelRowProps {
  /** As it may be shown. */
  readonly name: string;
  /** Where it comes from, how large it is. */
  readonly detail: string;
  readonly inUse: boolean;
  /** It is being loaded. */
  readonly loading: boolean;
  /** Something is done with one of the models: nothing else can be begun. */
  readonly disabled: boolean;
  /** Missing: it cannot be used yet. */
  readonly onUse?: (() => void) | undefined;
  /** Missing: it is not kept on this device. */
  readonly onRemove?: (() => void) | undefined;
  /** Further ways to go on with it. */
  readonly children?: ReactNode;
}

/** A model in a list of those that are here: which is in use, another in its place, one taken away. */
export function ModelRow(props: ModelRowProps) {
  const { name, detail, inUse, loading, disabled, onUse, onRemove, children } = props;
  return (
    <li className={styles.row} aria-current={inUse || undefined}>
      <span className={styles.name}>
        {name}
        <small>{detail}</small>
      </span>
      {inUse && <b className={styles.use}>in use</b>}
      {!inUse && onUse && (
        <Button aria-label={`Use ${name}`} disabled={disabled} onClick={onUse}>
          {loading ? 'Loading …' : 'Use'}
        </Button>
      )}
      {children}
      {onRemove && (
        <Button look="quiet" aria-label={`Remove ${name}`} disabled={disabled} onClick={onRemove}>
          Remove
        </Button>
      )}
    </li>
  );
}
