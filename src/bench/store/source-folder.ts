import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from '../speed/corpus.ts';

export interface SourceFolder {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

const LONGEST_LINE = 2_000;

/** Copies source files of `from`, in a fixed order, until there are so many bytes. */
export function copySources(from: string, to: string, bytes: number): SourceFolder {
  rmSync(to, { recursive: true, force: true });
  let copied = 0;
  let files = 0;
  for (const file of sourceFiles(from).sort()) {
    if (copied >= bytes) break;
    const text = readFileSync(path.join(from, file), 'utf8');
    if (text.split('\n').some((line) => line.length > LONGEST_LINE)) continue;
    // A folder of that name is left out by the rules.
    const target = path.join(to, file.replaceAll('node_modules', 'modules'));
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(from, file), target);
    copied += Buffer.byteLength(text);
    files++;
  }
  return { folder: to, files, bytes: copied };
}
