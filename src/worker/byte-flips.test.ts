/** One byte is changed at 500 places spread over all stored blobs: each is noticed, and mended to the very byte. */
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { flipped, loadChunker, loadEmbedder, StoreRig, sourceOf } from './fixtures/store-rig.ts';

const FLIPS = 500;
const TREE = Object.fromEntries(
  ['login', 'walk', 'parse', 'größe'].flatMap((name, index) => [
    [
      `src/${name}.ts`,
      `/** ${name} */\nexport function ${name}(input: number): number {\n  return input * ${index};\n}\n`,
    ],
    [`docs/${name}.md`, `# ${name}\n\nWhat ${name} does with its ${index} inputs.\n`],
  ]),
);

it('every changed byte is noticed and mended without the person, where the text is there', async () => {
  const rig = new StoreRig({
    id: 'flips',
    chunker: await loadChunker(),
    embedder: await loadEmbedder(),
  });
  await rig.ingest(TREE);
  const connection = await openDB((await rig.store()).name);
  const keys = (await connection.getAllKeys('blobs')).map(String);
  const blobs = new Map<string, Uint8Array>();
  for (const key of keys) blobs.set(key, await connection.get('blobs', key));
  const total = [...blobs.values()].reduce((sum, { length }) => sum + length, 0);
  const kinds = new Set<string>();

  for (let flip = 0; flip < FLIPS; flip++) {
    // Evenly spread, so that each kind of blob gets its share.
    let offset = Math.floor((flip * total) / FLIPS);
    const key = keys.find((candidate) => {
      const { length } = blobs.get(candidate) as Uint8Array;
      if (offset < length) return true;
      offset -= length;
      return false;
    }) as string;
    const whole = blobs.get(key) as Uint8Array;
    const kind = key.split('/')[0] as string;
    kinds.add(kind);
    // What all else is derived from can come from the source only.
    rig.atHand = kind === 'text' ? sourceOf(TREE) : null;
    await connection.put('blobs', flipped(whole, offset), key);
    const what = `${kind}, byte ${offset} of ${whole.length}`;
    const report = await rig.health.verify(rig.id);
    expect(report.problems, what).toMatchObject([{ part: kind }]);
    expect(report.problems[0]?.mended, what).not.toBeNull();
    expect(await connection.get('blobs', key), what).toEqual(whole);
  }
  expect([...kinds].sort()).toEqual(['chunks', 'files', 'grams', 'postings', 'text', 'vectors']);
  expect(rig.events.filter(({ severity }) => severity !== 'info')).toEqual([]);
  connection.close();
});
