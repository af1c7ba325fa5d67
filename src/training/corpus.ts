import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from './run-command.ts';

/** Where a package comes from; each is reached by the machine's own registry client. */
export type Registry = 'debian' | 'debian-source' | 'npm';

/** One package of the corpus, as committed in corpus.json. */
export interface CorpusPackage {
  readonly name: string;
  readonly registry: Registry;
  readonly version: string;
  /** SPDX expression; permissive licences only. */
  readonly licence: string;
  /** Top folders to read; all when absent. */
  readonly only?: readonly string[];
  /** Kept out of training: judged by the document-to-code measure. */
  readonly heldOut?: boolean;
  /** SHA-256 of each archive that holds source. */
  readonly archives: readonly { readonly file: string; readonly sha256: string }[];
}

/** The committed list. */
export function readCorpusList(file: string): CorpusPackage[] {
  const list = JSON.parse(readFileSync(file, 'utf8')) as { packages: Partial<CorpusPackage>[] };
  return list.packages.map((entry) => ({ version: '', archives: [], ...entry }) as CorpusPackage);
}

/** Folder with a package's unpacked files. */
export function unpackedFolder(workFolder: string, pack: CorpusPackage): string {
  return path.join(workFolder, 'packages', pack.name.replaceAll('/', '+'));
}

/**
 * Downloads, verifies and unpacks what is not there yet. With `lock` the versions and checksums found
 * are written into the entries instead of being compared. Answers the list as it is afterwards; calls after each
 * package that was not there.
 */
export async function acquireCorpus(
  packages: readonly CorpusPackage[],
  workFolder: string,
  lock: boolean,
  onPackage: () => void,
): Promise<CorpusPackage[]> {
  const result: CorpusPackage[] = [];
  for (const pack of packages) {
    const target = unpackedFolder(workFolder, pack);
    if (existsSync(path.join(target, '.complete'))) {
      result.push(lock ? withLock(pack, target) : pack);
      continue;
    }
    const downloads = `${target}.download`;
    rmSync(downloads, { recursive: true, force: true });
    rmSync(target, { recursive: true, force: true });
    mkdirSync(downloads, { recursive: true });
    mkdirSync(target, { recursive: true });
    try {
      download(pack, downloads, workFolder);
      const locked = await verify(pack, downloads, lock);
      for (const { file } of locked.archives) unpack(pack, path.join(downloads, file), target);
      writeFileSync(
        path.join(target, '.complete'),
        JSON.stringify({ version: locked.version, archives: locked.archives }),
      );
      result.push(locked);
      console.log(`corpus: ${pack.name} ${locked.version}`);
      onPackage();
    } catch (error) {
      if (!lock) throw error;
      console.log(
        `corpus: ${pack.name} left out: ${error instanceof Error ? error.message : error}`,
      );
    } finally {
      rmSync(downloads, { recursive: true, force: true });
    }
  }
  return result;
}

function withLock(pack: CorpusPackage, target: string): CorpusPackage {
  const found = JSON.parse(readFileSync(path.join(target, '.complete'), 'utf8'));
  return { ...pack, ...(found as Pick<CorpusPackage, 'version' | 'archives'>) };
}

function download(pack: CorpusPackage, folder: string, workFolder: string): void {
  const versioned = (mark: string) =>
    pack.version ? `${pack.name}${mark}${pack.version}` : pack.name;
  if (pack.registry === 'npm') run('npm', ['pack', '--silent', versioned('@')], { cwd: folder });
  else if (pack.registry === 'debian')
    run('apt-get', ['download', versioned('=')], { cwd: folder });
  else {
    run('apt-get', ['source', '--download-only', '--only-source', versioned('=')], {
      cwd: folder,
      env: { APT_CONFIG: sourceIndex(workFolder) },
    });
  }
}

/** A private package index with source entries, made from the machine's own: nothing is configured. */
function sourceIndex(workFolder: string): string {
  const folder = path.resolve(workFolder, 'apt');
  const configuration = path.join(folder, 'apt.conf');
  if (existsSync(configuration)) return configuration;
  mkdirSync(path.join(folder, 'lists/partial'), { recursive: true });
  mkdirSync(path.join(folder, 'cache/archives/partial'), { recursive: true });
  const own = '/etc/apt/sources.list.d';
  const entries = readdirSync(own)
    .filter((name) => name.endsWith('.sources'))
    .map((name) => readFileSync(path.join(own, name), 'utf8'));
  const sources = entries.join('\n\n').replaceAll(/^Types:.*$/gm, 'Types: deb-src');
  writeFileSync(path.join(folder, 'source.sources'), sources);
  const draft = `${configuration}.draft`;
  const text = [
    `Dir::Etc::sourcelist "${folder}/source.sources";`,
    'Dir::Etc::sourceparts "/dev/null";',
    `Dir::State::lists "${folder}/lists";`,
    `Dir::Cache "${folder}/cache";`,
  ].join('\n');
  writeFileSync(draft, text);
  run('apt-get', ['update'], { env: { APT_CONFIG: draft } });
  writeFileSync(configuration, text);
  return configuration;
}

async function verify(pack: CorpusPackage, folder: string, lock: boolean): Promise<CorpusPackage> {
  const isSource = (name: string) =>
    pack.registry !== 'debian-source' || (/\.tar\.\w+$/.test(name) && !/\.debian\.tar/.test(name));
  const archives: { file: string; sha256: string }[] = [];
  for (const file of readdirSync(folder).filter(isSource).sort()) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path.join(folder, file)), hash);
    archives.push({ file, sha256: hash.digest('hex') });
  }
  if (archives.length === 0) throw new Error(`nothing was downloaded for ${pack.name}`);
  if (lock) return { ...pack, version: pack.version || versionOf(pack, folder), archives };
  if (JSON.stringify(archives) !== JSON.stringify(pack.archives)) {
    throw new Error(`${pack.name} ${pack.version} is not the package that corpus.json names`);
  }
  return pack;
}

function versionOf(pack: CorpusPackage, folder: string): string {
  if (pack.registry === 'npm') {
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    return /-(\d[^-]*(?:-[\w.]+)?)\.tgz$/.exec(archive)?.[1] ?? '';
  }
  const file = readdirSync(folder).find((name) => /\.(deb|dsc)$/.test(name));
  if (file === undefined) return '';
  const [, version = ''] = file.split(/_|\.dsc$/);
  if (pack.registry === 'debian') return decodeURIComponent(version);
  return /^Version: (.*)$/m.exec(readFileSync(path.join(folder, file), 'utf8'))?.[1] ?? '';
}

function unpack(pack: CorpusPackage, archive: string, target: string): void {
  if (pack.registry === 'debian') {
    run('dpkg', ['-x', archive, target]);
    return;
  }
  // A component archive (name.orig-part.tar.xz) belongs into the folder of that name.
  const component = /\.orig-([\w-]+)\.tar/.exec(path.basename(archive))?.[1];
  const folder = component === undefined ? target : path.join(target, component);
  mkdirSync(folder, { recursive: true });
  run('tar', ['-xf', archive, '--strip-components=1', '--no-same-owner', '-C', folder]);
}
