import type { CompletionItem } from '../../domain/api.ts';

/** Ways to go on that are offered at once. */
export const MAX_ITEMS = 10;

/** An item with how well it fits: less is better. */
export interface RankedItem {
  readonly item: CompletionItem;
  readonly rank: number;
}

interface Entry<Value> {
  readonly rank: number;
  readonly label: string;
  readonly value: Value;
}

/** The first `MAX_ITEMS` in the order of `sorted`, each label once, without the others being kept. */
export class BestLabels<Value> {
  /** In order. */
  readonly entries: Entry<Value>[] = [];

  get(label: string): Value | undefined {
    return this.entries.find((entry) => entry.label === label)?.value;
  }

  /** False when it would not be among them. */
  takes(rank: number, label: string): boolean {
    const worst = this.#worst();
    return worst === null || compareLabels(rank, label, worst.rank, worst.label) <= 0;
  }

  /** The same of any label so long. */
  takesLength(rank: number, length: number): boolean {
    const worst = this.#worst();
    return (
      worst === null || rank < worst.rank || (rank === worst.rank && length <= worst.label.length)
    );
  }

  #worst(): Entry<Value> | null {
    return this.entries.length < MAX_ITEMS ? null : (this.entries.at(-1) as Entry<Value>);
  }

  /** In place of the entry with the same label, if there is one. */
  add(rank: number, label: string, value: Value): void {
    const same = this.entries.findIndex((entry) => entry.label === label);
    if (same !== -1) this.entries.splice(same, 1);
    let at = this.entries.length;
    for (; at > 0; at--) {
      const before = this.entries[at - 1] as Entry<Value>;
      if (compareLabels(before.rank, before.label, rank, label) <= 0) break;
    }
    this.entries.splice(at, 0, { rank, label, value });
    if (this.entries.length > MAX_ITEMS) this.entries.pop();
  }
}

/** Better ranks first, then shorter labels. */
export function compareLabels(
  rank: number,
  label: string,
  otherRank: number,
  otherLabel: string,
): number {
  if (rank !== otherRank) return rank - otherRank;
  if (label.length !== otherLabel.length) return label.length - otherLabel.length;
  return label === otherLabel ? 0 : label < otherLabel ? -1 : 1;
}
