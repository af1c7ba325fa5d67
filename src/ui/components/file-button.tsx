import { type ComponentProps, useRef } from 'react';
import { Button } from './button.tsx';

interface FileButtonProps extends Omit<ComponentProps<typeof Button>, 'onClick'> {
  /** What is asked for: the name of the field behind the button. */
  readonly asks: string;
  /** Types of files, or `folder` for all files of one. */
  readonly accept: string;
  /** Never empty. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that asks for files, or for a folder. */
export function FileButton({ asks, accept, onFiles, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  // React's types know the attribute only as a string.
  const kind = accept === 'folder' ? { multiple: true, webkitdirectory: '' } : { accept };
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        aria-label={asks}
        {...kind}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same files can be chosen again.
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
