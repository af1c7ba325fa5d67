import { printable } from '../app/printable.ts';
import { plural } from '../app/quantity.ts';
import styles from './left-out.module.css';

interface LeftOutProps {
  readonly files: readonly { readonly path: string; readonly why: string }[];
}

/** Indexed files that an exported pack does not hold, and why. */
export function LeftOut({ files }: LeftOutProps) {
  if (files.length === 0) return <p role="status">The pack holds every indexed file.</p>;
  return (
    <div role="status">
      <details className={styles.left} open={files.length <= 5}>
        <summary>
          {plural(files.length, 'indexed file is', 'indexed files are')} not in the pack
        </summary>
        <ul className={styles.files}>
          {files.map(({ path, why }) => (
            <li key={path}>
              <code>{printable(path)}</code> {printable(why)}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
