import { type ReadDiff, readDiff } from './diff.ts';
import { readTrace, type TracePlace } from './trace.ts';

/** What is asked of an index by a text that was copied from elsewhere. */
export interface PastedText {
  readonly kind: PastedKind;
  /** Of a trace or message; empty for the others. */
  readonly places: readonly TracePlace[];
  /** Of a diff, else null. */
  readonly diff: ReadDiff | null;
  /** What to look for by likeness. */
  readonly likeness: string;
  /** Longer than is read: the rest was left out. */
  readonly cut: boolean;
}

export type PastedKind = 'trace' | 'diff' | 'code' | 'message';

/** Longer texts say no more about what they are like; frames and files beyond are told less and less. */
const MAX_LENGTH = 100_000;

/** Tells what a text is, and what it names. Never throws; linear in the length. */
export function readPasted(text: string): PastedText {
  const cut = text.length > MAX_LENGTH;
  const read = text.slice(0, MAX_LENGTH).replaceAll('\r\n', '\n');
  const diff = readDiff(read);
  if (diff !== null) {
    const changed = `${diff.removed}\n${diff.added}`.trim();
    return { kind: 'diff', places: [], diff, likeness: changed === '' ? read : changed, cut };
  }
  const { places, message } = readTrace(read);
  if (places.length > 0) {
    const names = places.flatMap(({ name }) => name ?? []);
    const likeness = `${message}\n${[...new Set(names)].join(' ')}`.trim();
    return { kind: 'trace', places, diff, likeness: likeness === '' ? read : likeness, cut };
  }
  return { kind: looksLikeCode(read) ? 'code' : 'message', places, diff, likeness: read, cut };
}

/** Prose has few signs, and its lines do not end in them. */
function looksLikeCode(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) =>
    /[;{}()=:,>]\s*$|^\s*(?:[#@}\])]|\/\/|def |let |var |const |fn |func |import |return )/.test(
      line,
    ),
  );
  return lines.length > 0 && telling.length * 3 >= lines.length;
}
