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
import type { CorpusPackage } from './corpus-list.ts';
import { run } from './run-command.ts';
import { writeWhole } from './write-whole.ts';

/** Folder with a package's unpacked files. */
export function unpackedFolder(workFolder: string, pack: CorpusPackage): string {
  return path.join(workFolder, 'packages', pack.name.replaceAll('/', '+'));
}

/**
 * Downloads, verifies and unpacks what is not there yet. Of a package without checksums the version and the checksums
 * found are put into the answer instead of being compared. Answers the list as it is afterwards; calls after each
 * package that was not there.
 */
export async function acquireCorpus(
  packages: readonly CorpusPackage[],
  workFolder: string,
  onPackage: (pack: CorpusPackage) => void,
): Promise<CorpusPackage[]> {
  const result: CorpusPackage[] = [];
  for (const pack of packages) {
    const target = unpackedFolder(workFolder, pack);
    const present = unpackedPackage(pack, target);
    if (present !== null) {
      result.push(present);
      continue;
    }
    const downloads = `${target}.download`;
    for (const folder of [downloads, target]) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    }
    try {
      download(pack, downloads, workFolder);
      const found = await verify(pack, downloads);
      for (const { file } of found.archives) unpack(pack, path.join(downloads, file), target);
      const { version, archives } = found;
      writeWhole(path.join(target, '.complete'), JSON.stringify({ version, archives }));
      result.push(found);
      console.log(`corpus: ${found.name} ${found.version}`);
      onPackage(found);
    } finally {
      rmSync(downloads, { recursive: true, force: true });
    }
  }
  return result;
}

/** The package as it was unpacked before; null when that was not done, or with other archives than the list has now. */
function unpackedPackage(pack: CorpusPackage, target: string): CorpusPackage | null {
  const mark = path.join(target, '.complete');
  if (!existsSync(mark)) return null;
  const found = JSON.parse(readFileSync(mark, 'utf8')) as Pick<
    CorpusPackage,
    'version' | 'archives'
  >;
  const isListed = JSON.stringify(found.archives) === JSON.stringify(pack.archives);
  return isListed || pack.archives.length === 0 ? { ...pack, ...found } : null;
}
function download(pack: CorpusPackage, folder: string, workFolder: string): void {
  const versioned = (mark: string) =>
    pack.version ? `${pack.name}${mark}${pack.version}` : pack.name;
  try {
    if (pack.registry === 'npm') run('npm', ['pack', '--silent', versioned('@')], { cwd: folder });
    else if (pack.registry === 'debian')
      run('apt-get', ['download', versioned('=')], { cwd: folder });
    else {
      run('apt-get', ['source', '--download-only', '--only-source', versioned('=')], {
        cwd: folder,
        env: { APT_CONFIG: sourceIndex(workFolder) },
      });
    }
  } catch (cause) {
    const way = 'if that version is gone, take the present one with';
    const what = `${versioned(' ')} could not be fetched`;
    throw new Error(`${what}: ${way} npm run train -- --replace ${pack.name}`, { cause });
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

async function verify(pack: CorpusPackage, folder: string): Promise<CorpusPackage> {
  const isSource = (name: string) =>
    pack.registry !== 'debian-source' || (/\.tar\.\w+$/.test(name) && !/\.debian\.tar/.test(name));
  const archives: { file: string; sha256: string }[] = [];
  for (const file of readdirSync(folder).filter(isSource).sort()) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path.join(folder, file)), hash);
    archives.push({ file, sha256: hash.digest('hex') });
  }
  if (archives.length === 0) throw new Error(`nothing was downloaded for ${pack.name}`);
  if (pack.archives.length === 0) {
    return { ...pack, version: pack.version || versionOf(pack, folder), archives };
  }
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
