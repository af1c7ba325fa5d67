import { FileArchive, FolderOpen, Sparkles } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { FileButton } from '../components/file-button.tsx';
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
      <FileButton
        large={large}
        asks="Archive file"
        accept={ARCHIVE_TYPES}
        onFiles={(files) => {
          const source = sourceOfFiles(files);
          if (source) void open(source);
        }}
      >
        <FileArchive size={16} />
        Open a .zip, .tgz or pack
      </FileButton>
      {sample && (
        <Button large={large} onClick={() => void openSample()}>
          <Sparkles size={16} />
          Try the sample
        </Button>
      )}
    </div>
  );
}
