/** A folder of real source on disk that is edited between ingests, as a person's is. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from './random.ts';

export type EditKind = 'add' | 'change' | 'delete' | 'rename';

const EDIT_KINDS: readonly EditKind[] = ['add', 'change', 'change', 'change', 'delete', 'rename'];

export class WorkingCopy {
  readonly root: string;
  readonly #random: Random;
  /** Files that are not in the folder at first and come in by `add`: absolute paths. */
  readonly #reserve: string[];
  #edits = 0;

  /** Copies `folders` (absolute) into `root`, each under its own name; every eighth file is held back for `add`. */
  constructor(root: string, folders: readonly string[], random: Random) {
    this.root = root;
    this.#random = random;
    for (const folder of folders) {
      cpSync(folder, join(root, folder.split('/').slice(-2).join('-')), { recursive: true });
    }
    const reserve = `${root}-reserve`;
    this.#reserve = this.paths().flatMap((path, index) => {
      if (index % 8 !== 0) return [];
      const away = join(reserve, path);
      mkdirSync(dirname(away), { recursive: true });
      renameSync(join(root, path), away);
      return [away];
    });
  }

  /** Relative, with slashes, sorted. */
  paths(): string[] {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1))
      .sort();
  }

  /** SHA-256 of each file's text as an index holds it: line ends are `\n`. */
  hashes(): Map<string, string> {
    return new Map(
      this.paths().map((path) => [path, hashOf(readFileSync(join(this.root, path), 'utf8'))]),
    );
  }

  /** Makes `count` edits; returns them in words. */
  edit(count: number): string[] {
    return Array.from({ length: count }, () => this.#edit(this.#random.pick(EDIT_KINDS)));
  }

  /** Changes about every `nth` file. */
  rework(nth: number): void {
    for (const path of this.paths()) if (this.#random.below(nth) === 0) this.#change(path);
  }

  #edit(kind: EditKind): string {
    const paths = this.paths();
    const path = this.#random.pick(paths);
    if (kind === 'change' || paths.length < 5) {
      this.#change(path);
      return `change ${path}`;
    }
    if (kind === 'delete') {
      rmSync(join(this.root, path));
      return `delete ${path}`;
    }
    this.#edits++;
    if (kind === 'add') {
      const from = this.#random.pick(this.#reserve);
      const to = `added-${this.#edits}${from.slice(from.lastIndexOf('.'))}`;
      writeFileSync(join(this.root, to), readFileSync(from));
      return `add ${to}`;
    }
    const to = `renamed-${this.#edits}${path.slice(path.lastIndexOf('.'))}`;
    renameSync(join(this.root, path), join(this.root, to));
    return `rename ${path} ${to}`;
  }

  #change(path: string): void {
    const file = join(this.root, path);
    const lines = readFileSync(file, 'utf8').split('\n');
    this.#edits++;
    const at = this.#random.below(lines.length);
    // Inside a block comment or a string this is text; it is indexed all the same.
    const added = [
      `function edited${this.#edits}(vector, index) {`,
      '  return vector[index];',
      '}',
    ];
    lines.splice(at, this.#random.below(3), ...added);
    writeFileSync(file, lines.join('\n'));
  }
}

export function hashOf(text: string): string {
  return createHash('sha256')
    .update(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'))
    .digest('hex');
}
