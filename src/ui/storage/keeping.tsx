import { useState } from 'react';
import type { StorageReport } from '../../domain/api.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { useStores } from '../stores/stores.ts';
import styles from './keeping.module.css';

/** Where the index lies, and whether the browser may throw it away. */
export function Keeping({ report }: { readonly report: StorageReport }) {
  const { client, storage } = useStores();
  const [refused, setRefused] = useState(false);
  if (report.home === 'memory') {
    return (
      <p className={classNames(styles.keeping, styles.warning)} role="status">
        <b>Not kept.</b> This browser lets the page store nothing, as in a private window. The index
        lives in memory and ends with this tab. Allow storage for this site and reload to keep it.
      </p>
    );
  }
  const ask = async () => {
    setRefused(!(await client.persist()));
    await storage.load(null);
  };
  return (
    <div className={styles.keeping}>
      {report.persisted ? (
        <p>
          <b>Kept for good.</b> The browser has promised not to delete it by itself, even when the
          disk is full.
        </p>
      ) : (
        <p>
          <b>Kept, but not for good.</b> When the disk runs full, the browser may delete what this
          page stores. It would then be indexed again from the folder.
        </p>
      )}
      {!report.persisted && <Button onClick={() => void ask()}>Ask to keep it for good</Button>}
      {refused && !report.persisted && (
        <p role="status" className={styles.answer}>
          The browser did not promise. It decides by how often a site is used; a bookmark or an
          installed page helps.
        </p>
      )}
      {report.home === 'bucket' && (
        <p className={styles.answer}>
          It lies in a storage bucket of its own, because the usual database could not be opened.
        </p>
      )}
    </div>
  );
}
