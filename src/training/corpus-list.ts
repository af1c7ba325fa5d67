import { readFileSync } from 'node:fs';
import { writeWhole } from './write-whole.ts';

/** Where a package comes from; each is reached by the machine's own registry client. */
export type Registry = 'debian' | 'debian-source' | 'npm';

/** One package of the corpus, as committed in corpus.json. */
export interface CorpusPackage {
  readonly name: string;
  readonly registry: Registry;
  /** Empty: the present one, which is to be written into the list. */
  readonly version: string;
  /** SPDX expression; permissive licences only. */
  readonly licence: string;
  /** Top folders to read; all when absent. */
  readonly only?: readonly string[];
  /** Kept out of training: judged by the document-to-code measure. */
  readonly heldOut?: boolean;
  /** SHA-256 of each archive that holds source; empty: to be written into the list. */
  readonly archives: readonly { readonly file: string; readonly sha256: string }[];
}

/** What the list says of itself, since registries do not keep every version. */
const REPLACING =
  'A version that its registry no longer has is replaced by the present one: npm run train -- --replace NAME writes the ' +
  'version and the checksums found into this list (look at the licence); all: --lock. Figures then are of other data.';

/** The committed list. */
export function readCorpusList(file: string): CorpusPackage[] {
  const list = JSON.parse(readFileSync(file, 'utf8')) as { packages: Partial<CorpusPackage>[] };
  return list.packages.map((entry) => ({ version: '', archives: [], ...entry }) as CorpusPackage);
}

/** Writes the list with what was found of its packages. */
export function writeCorpusList(file: string, packages: readonly CorpusPackage[]): void {
  writeWhole(file, `${JSON.stringify({ replacing: REPLACING, packages }, null, 2)}\n`);
}

/** The list with the named packages open to whatever version there is; throws for a name that it does not have. */
export function withReplaced(
  packages: readonly CorpusPackage[],
  names: readonly string[],
): CorpusPackage[] {
  const unknown = names.filter((name) => !packages.some((pack) => pack.name === name));
  if (unknown.length > 0) throw new Error(`not in the corpus: ${unknown.join(', ')}`);
  return packages.map((pack) =>
    names.includes(pack.name) ? { ...pack, version: '', archives: [] } : pack,
  );
}
