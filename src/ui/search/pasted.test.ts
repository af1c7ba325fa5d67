import { expect, test } from 'vitest';
import { hasSeveralLines } from './paste-text.ts';
import { namedText, pastedTitle } from './pasted-chip.tsx';

test('only a paste of several lines that say something is a text of its own', () => {
  expect(hasSeveralLines('one line\n')).toBe(false);
  expect(hasSeveralLines('\n\n  one line  \r\n \n')).toBe(false);
  expect(hasSeveralLines('one\r\ntwo')).toBe(true);
});

test('the chip tells what the text is and what of it is here', () => {
  const summary = { kind: 'trace', places: 3, found: 0, cut: false } as const;
  expect(pastedTitle(summary, 'a\nb\n')).toBe('Stack trace, 2 lines');
  expect(namedText(summary, false)).toBe('None of the 3 places it names is in this repository.');
  expect(namedText(summary, true)).toBe('None of the 3 places it names is on this device.');
  expect(namedText({ ...summary, found: 1 }, false)).toBe(
    '3 places named, found in 1 chunk: they come first.',
  );
  expect(namedText({ ...summary, places: 1, found: 1 }, false)).toBe(
    'The place it names comes first.',
  );
  expect(namedText({ ...summary, kind: 'code', places: 0 }, false)).toBeNull();
});
