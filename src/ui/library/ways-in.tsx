import { FileArchive, FolderOpen, Sparkles } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { ARCHIVE_TYPES, hasFolderPicker, sourceOfFiles } from './sources.ts';
import { useIntake } from './use-intake.ts';
import styles from './ways-in.module.css';

/** Id of the folder input that the page always keeps (app/folder-input.tsx). */
export const FOLDER_INPUT_ID = 'folder-input';

interface WaysInProps {
  readonly large?: boolean;
  readonly sample?: boolean;
  readonly start?: boolean;
}

/** The buttons that bring a repository in, wherever one is missing. */
export function WaysIn({ large = false, sample = true, start = false }: WaysInProps) {
  const { open, chooseFolder, openSample } = useIntake();
  const archive = useRef<HTMLInputElement>(null);
  const choose = () => {
    if (hasFolderPicker()) void chooseFolder();
    else document.getElementById(FOLDER_INPUT_ID)?.click();
  };
  return (
    <div className={classNames(styles.buttons, start && styles.start)}>
      <Button look="primary" large={large} onClick={choose}>
        <FolderOpen size={16} />
        Choose folder
      </Button>
      <Button large={large} onClick={() => archive.current?.click()}>
        <FileArchive size={16} />
        Open a .zip, .tgz or pack
      </Button>
      {sample && (
        <Button large={large} onClick={() => void openSample()}>
          <Sparkles size={16} />
          Try the sample
        </Button>
      )}
      <input
        ref={archive}
        type="file"
        accept={ARCHIVE_TYPES}
        aria-label="Archive file"
        tabIndex={-1}
        hidden
        onChange={(event) => {
          const source = sourceOfFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
          if (source) void open(source);
        }}
      />
    </div>
  );
}
