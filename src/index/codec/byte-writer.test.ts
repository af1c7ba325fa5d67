import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { encodeUtf8 } from './utf8.ts';

test('strings of any script are their length in bytes and their UTF-8, and come back', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'Z', ' ', 'é', '検', '🎉'), maxLength: 200 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
      const strings = new ByteWriter(1);
      const parts = new ByteWriter();
      for (const one of texts) {
        strings.string(one);
        const bytes = encodeUtf8(one);
        parts.varint(bytes.length);
        parts.raw(bytes);
      }
      expect(strings.finish()).toEqual(parts.finish());
      const reader = new ByteReader(strings.finish());
      expect(texts.map(() => reader.string())).toEqual(texts);
    }),
    { seed: 3 },
  );
});
