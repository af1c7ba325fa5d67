import path from 'node:path';
import { build } from 'vite';

const OUT = '.cache/bench/dist';

/**
 * Folder of the production build that is measured: the given one, else made now, apart from dist/, which a person may
 * be using and which may be of older code. `from`: the folder that a given one is relative to.
 */
export async function builtDist(given: string | undefined, from: string): Promise<string> {
  if (given !== undefined) return path.resolve(from, given);
  await build({ logLevel: 'error', build: { outDir: OUT, emptyOutDir: true } });
  return path.resolve(OUT);
}
