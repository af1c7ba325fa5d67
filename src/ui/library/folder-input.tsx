import { sourceOfFiles } from './sources.ts';
import { useIntake } from './use-intake.ts';
import { FOLDER_INPUT_ID } from './ways-in.tsx';

/** Always there, for browsers without a folder picker and for scripts. */
export function FolderInput() {
  const { open } = useIntake();
  return (
    <input
      id={FOLDER_INPUT_ID}
      type="file"
      multiple
      className="visually-hidden"
      aria-label="Folder to index"
      tabIndex={-1}
      // React's types know the attribute only as a string.
      {...{ webkitdirectory: '' }}
      onChange={(event) => {
        const source = sourceOfFiles([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = '';
        if (source) void open(source);
      }}
    />
  );
}
