/** Writes `THIRD-PARTY-NOTICES.txt`: the licence texts of every package that the build took something from. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { packageOf } from './chunk-names.ts';

const FILE = 'THIRD-PARTY-NOTICES.txt';
const RULE = '='.repeat(80);
/** Licence texts, and the list of grammars that @vscode/tree-sitter-wasm is made of. */
const LEGAL_FILE = /^(?:licen[cs]e|copying|notice|third-?party.*|cgmanifest)(?:[-.].*)?$/i;

interface BundledPackage {
  readonly name: string;
  readonly folder: string;
}

/**
 * Two plugins that share what they saw: `collect` goes to the page's build and to that of the workers, `write` to
 * the page's only. Counts modules that were read, also where tree-shaking left nothing of them.
 */
export function thirdPartyNotices(): { collect: () => Plugin; write: () => Plugin } {
  const packages = new Map<string, BundledPackage>();
  const see = (moduleId: string): void => {
    const name = packageOf(moduleId);
    if (name === null) return;
    const end = moduleId.lastIndexOf(`node_modules/${name}`) + `node_modules/${name}`.length;
    // Assets are named relative to the project, modules in full.
    const folder = realpathSync(moduleId.slice(0, end));
    packages.set(folder, { name, folder });
  };
  const collect = (): Plugin => ({
    name: 'vectorgit:collect-notices',
    apply: 'build',
    moduleParsed: ({ id }) => see(id),
    generateBundle(_, bundle) {
      // Fonts and wasm are assets, not modules.
      for (const output of Object.values(bundle)) {
        if (output.type === 'asset') for (const file of output.originalFileNames) see(file);
      }
    },
  });
  const write = (): Plugin => ({
    name: 'vectorgit:write-notices',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler() {
        const sorted = [...packages.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
        this.emitFile({ type: 'asset', fileName: FILE, source: noticesOf(sorted) });
      },
    },
  });
  return { collect, write };
}

function noticesOf(packages: readonly BundledPackage[]): string {
  const head =
    'VectorGit contains the following packages, each under the licence that follows its name.\n';
  return [head, ...packages.map(noticeOf)].join(`\n${RULE}\n`);
}

function noticeOf({ name, folder }: BundledPackage): string {
  const manifest: { version?: string; license?: string } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const texts = legalFiles(folder).map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [
    `${name} ${manifest.version ?? ''}\n${manifest.license ?? 'see below'}`,
    ...texts,
    '',
  ].join('\n\n');
}

function legalFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LEGAL_FILE.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}
