/**
 * Damaged and forged packs. Damage: bytes flipped, cut, moved. Forgery: the same to the payloads and to the table
 * of contents, with every checksum made right again, so that only the deep checks stand between it and the store.
 * None may be accepted and then fail: an accepted one answers every query, shows every file and verifies clean.
 */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasCode, type SearchMode } from '../domain/api.ts';
import { verifyStore } from '../ingest/api.ts';
import { type CheckedPack, checkPack, openPack, packFile, storePack } from '../pack/api.ts';
import { RepositoryStore } from '../storage/api.ts';
import { FIRST, QUESTIONS } from './fixtures/golden-source.ts';
import { type Ground, loadGround, textsOf } from './fixtures/ground.ts';
import { type LoosePack, putTogether, takeApart } from './fixtures/pack-forge.ts';

const DAMAGED = 700;
/** A seed. */
const FORGED = 440;
const READY = { breathe: () => Promise.resolve(), onSegment: () => undefined };

let ground: Ground;
let pack: Uint8Array<ArrayBuffer>;
let loose: LoosePack;

beforeAll(async () => {
  ground = await loadGround();
  const store = await RepositoryStore.open('vg-fuzz-source');
  const { 'docs/größe.md': _, ...ascii } = FIRST;
  await ground.run(store, ascii);
  await ground.run(store, FIRST);
  const manifest = await store.head();
  if (manifest === null) throw new Error('nothing is committed');
  expect(manifest.segments).toHaveLength(2);
  const readBlob = store.readBlob.bind(store);
  const { file } = await packFile({ name: 'fuzz', manifest, readBlob, ...READY });
  pack = new Uint8Array(await file.arrayBuffer());
  loose = await takeApart(file);
});

/** Numbers from 0 to below `below`, the same in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof randomFrom>;

/** One of: bytes flipped, cut off, cut out, doubled, overwritten by others, a number made extreme. */
function mutated(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const at = random(bytes.length);
  const length = 1 + random(Math.min(64, bytes.length - at));
  const copy = Uint8Array.from(bytes);
  switch (random(6)) {
    case 0:
      for (let flips = 1 + random(4); flips > 0; flips--) {
        const offset = random(copy.length);
        copy[offset] = (copy[offset] as number) ^ (1 << random(8));
      }
      return copy;
    case 1:
      return copy.slice(0, at);
    case 2:
      return joined(copy.subarray(0, at), copy.subarray(at + length));
    case 3:
      return joined(copy.subarray(0, at + length), copy.subarray(at));
    case 4: {
      const from = random(bytes.length - length + 1);
      copy.copyWithin(at, from, from + length);
      return copy;
    }
    default: {
      const extremes = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
      const offset = Math.max(0, Math.min(at - (at % 4), copy.length - 4));
      if (copy.length >= 4) {
        new DataView(copy.buffer).setUint32(offset, extremes[random(extremes.length)] ?? 0, true);
      }
      return copy;
    }
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts));
}

function forged(random: Random): Uint8Array<ArrayBuffer> {
  const copy: LoosePack = {
    contents: structuredClone(loose.contents),
    payloads: loose.payloads.map((segment) => [...segment]),
  };
  const segment = random(copy.payloads.length);
  const payloads = copy.payloads[segment] ?? [];
  const section = random(payloads.length);
  // Most without compression, which takes most of the time and is tried by the others.
  const compressed = random(4) === 0;
  for (const { sections } of copy.contents.segments) {
    for (const part of sections) part.compressed &&= compressed;
  }
  switch (random(8)) {
    case 0: {
      // A section of the other segment, or of another kind.
      const other = copy.payloads[random(copy.payloads.length)] ?? [];
      payloads[section] = other[random(other.length)] ?? new Uint8Array();
      return putTogether(copy, pack);
    }
    case 1:
      copy.payloads.reverse();
      return putTogether(copy, pack);
    case 2: {
      // The same segment twice: every path comes twice.
      copy.contents.segments.push(
        structuredClone(copy.contents.segments[segment] ?? { sections: [] }),
      );
      copy.payloads.push([...payloads]);
      return putTogether(copy, pack, addCounts);
    }
    case 3:
    case 4:
      return putTogether(copy, pack, (contents) => falsify(contents, random));
    default:
      payloads[section] = mutated(payloads[section] ?? new Uint8Array(), random);
      return putTogether(copy, pack);
  }
}

/** Counts that fit to what the segments say. */
function addCounts(contents: LoosePack['contents']): void {
  for (const count of ['files', 'chunks']) {
    contents[count] = contents.segments.reduce((sum, { [count]: of }) => sum + Number(of), 0);
  }
}

const STRANGE: readonly unknown[] = [
  -1,
  0,
  1,
  0.5,
  7,
  2 ** 31,
  2 ** 53,
  Number.NaN,
  null,
  true,
  false,
  '',
  '../../etc/passwd',
  '\u0000',
  'vectors',
  'files',
  [],
  {},
  { __proto__: null, constructor: 1 },
];

/** Changes one member somewhere in the contents. */
function falsify(contents: LoosePack['contents'], random: Random): void {
  let at: Record<string, unknown> = contents;
  for (;;) {
    const keys = Object.keys(at);
    const key = keys[random(keys.length)] ?? 'none';
    const value = at[key];
    if (typeof value === 'object' && value !== null && random(4) > 0) {
      at = value as Record<string, unknown>;
      continue;
    }
    if (random(5) === 0) delete at[key];
    else if (typeof value === 'number' && random(2) === 0) at[key] = value + random(5) - 2;
    else at[key] = STRANGE[random(STRANGE.length)];
    return;
  }
}

let imports = 0;
const known = new Set<string>();

/** True when the very same segments were stored and asked before. */
async function isKnown(checked: CheckedPack): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const { sealed, vectors } of checked.segments()) {
    for (const part of [sealed.files, sealed.chunks, sealed.postings, ...sealed.texts]) {
      hash.update(part);
    }
    hash.update(JSON.stringify(vectors?.identity ?? null)).update(vectors?.payload ?? '');
  }
  const digest = hash.digest('hex');
  return known.has(digest) || !known.add(digest);
}

/** Null when it was refused as it should be; otherwise the store, all of whose answers were asked for. */
async function attempt(bytes: Uint8Array<ArrayBuffer>, what: string): Promise<'refused' | 'sound'> {
  const databases = (await indexedDB.databases()).length;
  let checked: Awaited<ReturnType<typeof checkPack>>;
  try {
    checked = await checkPack(await openPack(new Blob([bytes])), READY);
  } catch (error) {
    if (!hasCode(error, 'pack/invalid') && !hasCode(error, 'pack/too-new')) {
      throw new Error(`${what}: refused by accident`, { cause: error });
    }
    expect((await indexedDB.databases()).length, what).toBe(databases);
    return 'refused';
  }
  if (await isKnown(checked)) return 'sound';
  const store = await RepositoryStore.open(`vg-fuzz-${++imports}`);
  await storePack(checked, store, () => 0);
  for (const { query } of QUESTIONS.slice(0, 3)) {
    for (const mode of ['keyword', 'hybrid'] satisfies SearchMode[]) {
      const { hits } = await ground.find(store, query, { mode });
      for (const { text, startLine, endLine, score } of hits) {
        expect(text.split('\n'), what).toHaveLength(endLine - startLine + 1);
        expect(Number.isFinite(score), what).toBe(true);
      }
    }
  }
  const expected = (await store.head())?.counts.files ?? -1;
  expect(Object.keys(await textsOf(store)), what).toHaveLength(expected);
  expect((await verifyStore(store, () => Promise.resolve())).findings.problems, what).toEqual([]);
  await store.destroy();
  return 'sound';
}

describe('of packs made by chance', () => {
  it('the untouched one is accepted, put together again or not', async () => {
    expect(await attempt(pack, 'original')).toBe('sound');
    expect(await attempt(putTogether(loose, pack), 'put together')).toBe('sound');
  });

  it(`none of ${DAMAGED} damaged ones is accepted`, async () => {
    const random = randomFrom(1);
    for (let round = 0; round < DAMAGED; round++) {
      const bytes = mutated(pack, random);
      if (Buffer.compare(bytes, pack) === 0) continue;
      expect(await attempt(bytes, `damaged ${round}`), `damaged ${round}`).toBe('refused');
    }
  });

  it.each([2, 3, 4])(
    `none of ${FORGED} forged ones is accepted and broken, seed %i`,
    async (seed) => {
      const random = randomFrom(seed);
      let refused = 0;
      for (let round = 0; round < FORGED; round++) {
        if ((await attempt(forged(random), `forged ${round}`)) === 'refused') refused++;
      }
      // Changes of names, times and the like are no harm; most others must be seen.
      expect(refused).toBeGreaterThan(FORGED * 0.75);
      expect(refused).toBeLessThan(FORGED);
    },
  );
});
