import type { SearchHit } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { useTokens } from '../code/use-tokens.ts';
import { hitKey } from './grouping.ts';
import styles from './snippet.module.css';
import { snippetLines } from './snippet-lines.ts';

/** The lines of a hit that are worth showing first. */
export function Snippet({ hit }: { readonly hit: SearchHit }) {
  const tokens = useTokens(hit.language, hitKey(hit), hit.text);
  return (
    <div className={styles.snippet}>
      {snippetLines(hit, tokens).map((line) => (
        <div key={line.number} className={styles.line}>
          <span className={styles.number} data-number={line.number} />
          <code className={styles.code}>
            {line.clipped && <span className={styles.clip}>… </span>}
            {line.pieces.map((piece, index) =>
              piece.marked ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity.
                <mark key={index} className={piece.classes}>
                  {printable(piece.text)}
                </mark>
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity.
                <span key={index} className={piece.classes}>
                  {printable(piece.text)}
                </span>
              ),
            )}
          </code>
        </div>
      ))}
    </div>
  );
}
