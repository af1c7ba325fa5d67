import type { DefinitionKind } from '../../domain/api.ts';
import type { Snapshot } from '../../index/api.ts';
import { BestLabels, type RankedItem } from './best-labels.ts';
import { definitionsOf, lettersOf, type SegmentDefinitions } from './definitions.ts';
import { nameMatch } from './name-match.ts';

/** Definitions by their own names, without the class around them; of several with one name the first. */
export function symbolItems(
  snapshot: Snapshot,
  typed: string,
  written: (value: string) => string,
): RankedItem[] {
  if (typed === '') return [];
  const wanted = typed.toLowerCase();
  const letters = lettersOf(wanted);
  const best = new BestLabels<{ readonly ordinal: number; readonly kind: DefinitionKind }>();
  for (const { reader, base } of snapshot.segments) {
    const definitions = definitionsOf(reader);
    for (let number = 0; number < definitions.count; number++) {
      if (((definitions.letters[number] as number) & letters) !== letters) continue;
      if (definitions.isAscii(number) && !mayEnter(best, definitions, number, wanted)) continue;
      const qualified = definitions.name(number);
      const name = qualified.slice(qualified.lastIndexOf('.') + 1);
      const rank = nameMatch(typed, name);
      if (rank === null || !best.takes(rank, name)) continue;
      const { start, end } = definitions.definitions(number);
      for (let at = start; at < end; at++) {
        const ordinal = base + (definitions.chunks[at] as number);
        if (snapshot.live[ordinal] === 0) continue;
        const before = best.get(name);
        if (before === undefined || ordinal < before.ordinal) {
          best.add(rank, name, { ordinal, kind: definitions.kind(at) });
        }
        break;
      }
    }
  }
  return best.entries.map(({ rank, label: name, value: { ordinal, kind } }) => {
    const detail = `${kind} in ${snapshot.fileOf(ordinal).path}`;
    return { item: { kind: 'symbol', label: name, insert: written(name), detail }, rank };
  });
}

/** Whether a name of ASCII letters may fit and be among the best: what costs little, before it is matched. */
function mayEnter<Value>(
  best: BestLabels<Value>,
  { text, starts, ownStarts }: SegmentDefinitions,
  number: number,
  wanted: string,
): boolean {
  const start = ownStarts[number] as number;
  const end = (starts[number + 1] as number) - 1;
  const isPrefix = start + wanted.length <= end && text.startsWith(wanted, start);
  if (isPrefix) return best.takesLength(start + wanted.length === end ? 0 : 1, end - start);
  if (wanted.length < 2 || !best.takesLength(3, end - start)) return false;
  let at = start;
  for (let index = 0; index < wanted.length; index++, at++) {
    const code = wanted.charCodeAt(index);
    while (at < end && text.charCodeAt(at) !== code) at++;
    if (at >= end) return false;
  }
  return true;
}
