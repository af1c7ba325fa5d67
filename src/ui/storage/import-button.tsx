import { FileButton } from '../components/file-button.tsx';
import { ARCHIVE_TYPES, sourceOfFiles } from '../library/sources.ts';
import { useIntake } from '../library/use-intake.ts';
import styles from './storage-sheet.module.css';

/** Takes in an index that was exported elsewhere, or an archive. */
export function ImportButton({ onStart }: { readonly onStart: () => void }) {
  const { open } = useIntake();
  return (
    <p className={styles.import}>
      <FileButton
        asks="Pack to import"
        accept={ARCHIVE_TYPES}
        onFiles={(files) => {
          const source = sourceOfFiles(files);
          if (!source) return;
          onStart();
          void open(source);
        }}
      >
        Import a pack
      </FileButton>
      <span className={styles.quiet}>
        or drop a .vgpack on the page. It is checked as a whole before anything is stored.
      </span>
    </p>
  );
}
