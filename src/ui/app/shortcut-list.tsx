import styles from './shortcut-list.module.css';

const SHORTCUTS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/', 'Ctrl K'], 'Search'],
  [['Ctrl Space', 'Alt ↓'], 'Complete what is typed: filters, paths, symbols'],
  [['t'], 'Find a file'],
  [['j', 'k'], 'Next and previous result; arrows too'],
  [['Enter'], 'Open the result'],
  [['←', '→'], 'Close and open a file’s results, a folder'],
  [['Esc'], 'One step back: file, list, query'],
  [['e', 'Ctrl Enter'], 'Explain: answer the query from the code'],
  [['Ctrl F'], 'Find within the open file'],
  [['w'], 'Why the result is here'],
  [['+', '−'], 'Mark the result as relevant, or not'],
  [['m'], 'More like the result'],
  [['c'], 'Copy the result as Markdown'],
  [['y'], 'Copy a permalink to the open place'],
  [['h'], 'History of the repository'],
  [['s'], 'Storage and health'],
  [['b'], 'Show or hide the files'],
  [['?'], 'These shortcuts'],
];

/** The shortcuts as a list. */
export function ShortcutList() {
  return (
    <dl className={styles.list}>
      {SHORTCUTS.map(([keys, what]) => (
        <div key={what} className={styles.row}>
          <dt className={styles.keys}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
