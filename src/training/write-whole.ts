import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that it is there whole or not at all, wherever the program is ended. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
