import type { SearchHit } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { useTokens } from '../code/use-tokens.ts';
import { hitKey } from './grouping.ts';
import styles from './snippet.module.css';
import { snippetLines } from './snippet-lines.ts';

/** The lines of a hit that are worth showing first: as few elements as can be, they are made anew at each keystroke. */
export function Snippet({ hit }: { readonly hit: SearchHit }) {
  const tokens = useTokens(hit.language, hitKey(hit), hit.text);
  return (
    <div className={styles.snippet}>
      {snippetLines(hit, tokens).map((line) => (
        <code key={line.number} className={styles.line} data-number={line.number}>
          {line.clipped && <span className={styles.clip}>… </span>}
          {line.pieces.map((piece, index) => {
            const text = printable(piece.text);
            if (piece.marked) {
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity.
                <mark key={index} className={piece.classes}>
                  {text}
                </mark>
              );
            }
            if (piece.classes === '') return text;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <span key={index} className={piece.classes}>
                {text}
              </span>
            );
          })}
        </code>
      ))}
    </div>
  );
}
