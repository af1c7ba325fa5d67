import { FolderInput as FolderIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toFailure } from '../app/error-text.ts';
import { useStores } from '../stores/stores.ts';
import styles from './drop-area.module.css';
import { sourcesOfDrop } from './sources.ts';
import { openSource } from './use-intake.ts';

/** The whole window takes drops; while something hangs over it, it says so. */
export function DropArea() {
  const stores = useStores();
  const [over, setOver] = useState(false);

  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer || !holdsFiles(event)) return;
      event.preventDefault();
      sourcesOfDrop(event.dataTransfer).then(
        (sources) => {
          for (const source of sources) void openSource(stores, source);
        },
        (error: unknown) =>
          stores.intake.fail('Drop', toFailure(error), () => stores.intake.dismiss()),
      );
    };
    addEventListener('dragenter', enter);
    addEventListener('dragover', enter);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragover', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [stores]);

  if (!over) return null;
  return (
    <div className={styles.overlay}>
      <div className={styles.frame} />
      <div className={styles.message}>
        <FolderIcon size={32} strokeWidth={1.5} />
        <p className={styles.title}>Drop to index</p>
        <p className={styles.hint}>
          A folder, a .zip or .tgz, several files, or an index as .vgpack
        </p>
      </div>
    </div>
  );
}
