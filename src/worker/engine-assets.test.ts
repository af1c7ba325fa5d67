import { expect, test } from 'vitest';
import { GRAMMAR_NAMES } from '../chunking/api.ts';
import { builtGrammars } from './engine-assets.ts';

test('every grammar that the chunker may ask for is in the build', async () => {
  // There is no server here: an asset of the build fails at the network, an unknown one before it.
  const failures = await Promise.all(
    GRAMMAR_NAMES.map((name) =>
      builtGrammars.load(name).then(String, (error: Error) => error.message),
    ),
  );
  expect(GRAMMAR_NAMES.length).toBeGreaterThan(10);
  expect(failures.filter((message) => message.startsWith('The build has no'))).toEqual([]);
  await expect(builtGrammars.load('tree-sitter-cobol')).rejects.toThrow('The build has no');
});
