import type { NamedPlace } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import styles from './result-rows.module.css';

/** Why a hit stands before those that are only like the pasted text. */
export function NamedLabel({ named }: { readonly named: NamedPlace }) {
  return (
    <span className={styles.label} title={printable(named.written)}>
      <span className={styles.wordy}>
        {named.by === 'trace' ? 'named in the ' : 'changed by the '}
      </span>
      {named.by}
      {named.line !== null && `, line ${named.line}`}
    </span>
  );
}
