import { formatBytes } from '../app/quantity.ts';
import styles from './byte-bar.module.css';
import { byteShares } from './storage-text.ts';

/** What a repository's bytes are for: a quiet bar and its legend. */
export function ByteBar({ byKind }: { readonly byKind: Readonly<Record<string, number>> }) {
  const shares = byteShares(byKind);
  return (
    <div className={styles.bytes}>
      <div className={styles.bar} aria-hidden="true">
        {shares.map(({ kind, bytes }) => (
          <span key={kind} data-kind={kind} style={{ flexGrow: bytes }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {shares.map(({ kind, name, bytes }) => (
          <li key={kind}>
            <i data-kind={kind} />
            {name} {formatBytes(bytes)}
          </li>
        ))}
      </ul>
    </div>
  );
}
