import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WindowReader } from './window-reader.ts';

const CONTENT = Uint8Array.from({ length: 100 }, (_, index) => index);

test('whatever is read in whatever order, the bytes are those of the blob', async () => {
  const place = fc.record({ index: fc.nat(110), length: fc.nat(40) });
  await fc.assert(
    fc.asyncProperty(fc.array(place, { maxLength: 12 }), fc.boolean(), async (places, atOnce) => {
      const reader = new WindowReader(new Blob([CONTENT]), 16);
      const read = ({ index, length }: { index: number; length: number }) =>
        reader.readUint8Array(index, length);
      const found: Uint8Array[] = [];
      if (atOnce) found.push(...(await Promise.all(places.map(read))));
      else for (const one of places) found.push(await read(one));
      expect(found).toEqual(
        places.map(({ index, length }) => CONTENT.slice(index, index + length)),
      );
    }),
    { seed: 5 },
  );
});

test('reads of neighbours are one read of the blob', async () => {
  const blob = new Blob([CONTENT]);
  let reads = 0;
  const counted = {
    size: blob.size,
    slice: (start: number, end: number) => {
      reads++;
      return blob.slice(start, end);
    },
  };
  const reader = new WindowReader(counted as Blob, 64);
  for (let index = 0; index < 64; index += 8) await reader.readUint8Array(index, 8);
  expect(reads).toBe(1);
});
