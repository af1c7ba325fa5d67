import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { giveFolder, untilIdle } from '../support/engine-page.ts';
import { BACKEND_NAMES, diskTest, expect, expectSound, type Lab, NAME } from './lab.ts';

/** How a person gets from the damaged profile back to a whole index. */
type Way =
  /** Without doing anything. */
  | 'by itself'
  /** By giving the folder again, which the page asks for. */
  | 'by the folder';

interface DiskFault {
  readonly row: number;
  readonly what: string;
  readonly backend: Lab['backend'];
  /** Damages the closed profile. */
  readonly damage: (indexedDb: string) => void;
  readonly way: Way;
}

const FAULTS: readonly DiskFault[] = [
  ...eachBlob('flipped in the middle', 15, (file) => xor(file, statSync(file).size >> 1, 1)),
  ...eachBlob('truncated', 17, (file) => truncateSync(file, statSync(file).size >> 1)),
  ...eachBlob('deleted', 17, (file) => rmSync(file)),
  {
    row: 15,
    what: 'a byte flipped in each of ten places of the text, the vectors and the rest',
    backend: 'sqlite',
    damage: (folder) => {
      const file = largestIn(folder);
      const bytes = statSync(file).size;
      // The first pages are the database's own tables: row 22.
      for (let part = 3; part < 13; part++) xor(file, Math.floor((bytes * part) / 13), 1);
    },
    way: 'by the folder',
  },
  {
    row: 18,
    what: 'the log cut to half',
    backend: 'leveldb',
    damage: (folder) => {
      for (const file of filesIn(folder, /\.log$/)) truncateSync(file, statSync(file).size >> 1);
    },
    way: 'by the folder',
  },
  {
    row: 19,
    what: '64 bytes of the log changed',
    backend: 'leveldb',
    damage: (folder) => {
      for (const file of filesIn(folder, /\.log$/)) xor(file, statSync(file).size >> 1, 64);
    },
    way: 'by the folder',
  },
  {
    row: 19,
    what: '64 bytes of the tables changed',
    backend: 'leveldb',
    damage: (folder) => {
      for (const file of filesIn(folder, /\.ldb$/)) xor(file, statSync(file).size >> 1, 64);
    },
    way: 'by the folder',
  },
  {
    row: 19,
    what: '16 bytes of the manifest changed',
    backend: 'leveldb',
    damage: (folder) => {
      for (const file of filesIn(folder, /MANIFEST/)) xor(file, 8, 16);
    },
    way: 'by the folder',
  },
  {
    row: 20,
    what: 'the tables deleted',
    backend: 'leveldb',
    damage: (folder) => {
      for (const file of filesIn(folder, /\.ldb$/)) rmSync(file);
    },
    way: 'by the folder',
  },
  {
    row: 20,
    what: 'the tables cut to half',
    backend: 'leveldb',
    damage: (folder) => {
      for (const file of filesIn(folder, /\.ldb$/)) truncateSync(file, statSync(file).size >> 1);
    },
    way: 'by the folder',
  },
  {
    row: 21,
    what: 'garbage in CURRENT',
    backend: 'leveldb',
    damage: (folder) => {
      for (const file of filesIn(folder, /CURRENT$/)) writeFileSync(file, 'garbage');
    },
    way: 'by the folder',
  },
  {
    row: 21,
    what: 'the manifest deleted',
    backend: 'leveldb',
    damage: (folder) => {
      for (const file of filesIn(folder, /MANIFEST/)) rmSync(file);
    },
    way: 'by the folder',
  },
  {
    row: 22,
    what: 'the header changed',
    backend: 'sqlite',
    damage: (folder) => xor(largestIn(folder), 0, 100),
    way: 'by the folder',
  },
  {
    row: 22,
    what: 'the second page overwritten',
    backend: 'sqlite',
    damage: (folder) => xor(largestIn(folder), 4096, 4096),
    way: 'by the folder',
  },
  {
    row: 22,
    what: 'the file cut to half',
    backend: 'sqlite',
    damage: (folder) => {
      const file = largestIn(folder);
      truncateSync(file, statSync(file).size >> 1);
    },
    way: 'by the folder',
  },
];

for (const fault of FAULTS) {
  diskTest.describe(`${fault.backend}`, () => {
    diskTest.use({ backend: fault.backend });

    diskTest(
      `row ${fault.row}: ${fault.what}: found, told, and mended ${fault.way} (${BACKEND_NAMES[fault.backend]})`,
      async ({ lab, folder, expected }) => {
        fault.damage(join(lab.profile, 'Default/IndexedDB'));
        const { page } = await lab.open();
        if (fault.way === 'by the folder' && !(await isServed(page, lab))) {
          await expectTold(page);
          await giveFolder(page, folder, NAME);
          await expectSound(page, { atLeast: 1, expected });
          return;
        }
        await expectSound(page, { atLeast: lab.generation, expected });
      },
    );
  });
}

/** One fault for each value that LevelDB keeps in a file of its own: those above 64 KB. */
function eachBlob(what: string, row: number, hurt: (file: string) => void): DiskFault[] {
  return [
    {
      row,
      what: `each file of a large value ${what}`,
      backend: 'leveldb',
      damage: (folder) => {
        const files = filesIn(folder, /\.indexeddb\.blob\/.*\/[0-9a-f]+$/);
        expect(files.length, 'files of large values').toBeGreaterThan(0);
        for (const file of files) hurt(file);
      },
      way: 'by the folder',
    },
  ];
}

/** Whether the repository is there whole: with the acknowledged generation, answering, nothing told as lost. */
async function isServed(page: Page, { id, generation }: Lab): Promise<boolean> {
  // Damage to a text is found at its first use, and what cannot be mended is left out then.
  await page.evaluate((id) => window.vectorgit.verify(id as never), id).catch(() => null);
  await untilIdle(page);
  return page.evaluate(
    async ({ id, generation }) => {
      const found = (await window.vectorgit.repositories()).find((one) => one.id === id);
      const health = await window.vectorgit.health();
      return (
        found !== undefined &&
        found.generation >= generation &&
        !health.some(({ severity }) => severity === 'loss')
      );
    },
    { id, generation },
  );
}

/** The health log says what happened. */
async function expectTold(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(async () => (await window.vectorgit.health()).length))
    .toBeGreaterThan(0);
}

function filesIn(folder: string, rule: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => rule.test(path))
    .sort();
}

/** The repository's own database: the catalogue is small. */
function largestIn(folder: string): string {
  const files = filesIn(folder, /\/[A-Z0-9]{20,}$/);
  const [largest] = files.sort((a, b) => statSync(b).size - statSync(a).size);
  if (largest === undefined) throw new Error('There is no database file');
  return largest;
}

function xor(file: string, offset: number, length: number): void {
  const handle = openSync(file, 'r+');
  try {
    const bytes = new Uint8Array(length);
    const read = readSync(handle, bytes, 0, length, offset);
    writeSync(
      handle,
      bytes.map((byte) => byte ^ 0x5a),
      0,
      read,
      offset,
    );
  } finally {
    closeSync(handle);
  }
}
