import type { ChunkType } from '../domain/api.ts';
import type { LineTable } from './line-table.ts';
import { lineWindows } from './line-windows.ts';
import type { Label, Outline, Region } from './outline.ts';

/**
 * Packs an outline into pieces that hold every row exactly once, in order.
 *
 * A labelled region that fits stays whole; small neighbours are joined up to the target; a labelled region
 * that does not fit is packed by itself (a class into its header and its methods), an unlabelled one only
 * lends its inner borders. Between neighbours the text is cut at the outermost border available.
 */

/** UTF-16 units that neighbours are joined up to; from RANKING measurements the size for the reader. */
export const TARGET_UNITS = 1_500;
/** A definition up to this size is left whole: two lopsided halves read worse than one longer chunk. */
export const WHOLE_UNITS = 2_000;
/** Smaller pieces join a neighbour across the borders of classes and functions. */
export const SMALLEST_UNITS = 160;
/** What is more than this share of a chunk gives it its name. */
const MAIN_SHARE = 0.5;
/** What is alone in a chunk gives it its name from this share on. */
const ONLY_SHARE = 0.25;
/** Deeper nesting is cut by lines; it bounds the recursion for hostile input. */
export const MAX_DEPTH = 48;

/** What becomes one chunk. Rows are 0-based, inclusive. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly label: Label | null;
  /** True when the piece is a later part of what its label names. */
  readonly continued: boolean;
  /** Identity of the region it was packed in. */
  readonly group: number;
}

const TYPES: ReadonlySet<ChunkType> = new Set(['class', 'interface', 'enum']);

/** The smallest run the packer moves. */
interface Atom {
  readonly start: number;
  readonly end: number;
  readonly label: Label | null;
  /** Nesting of the border before it: a cut prefers the outermost. */
  readonly depth: number;
}

/** What most of a piece is, with its share of the text. */
interface Main {
  readonly label: Label;
  readonly share: number;
}

interface Segment {
  start: number;
  end: number;
  region: Region | null;
}

export function pack(outline: Outline, lines: LineTable): Piece[] {
  const packer = new Packer(lines);
  packer.packGroup(outline.regions, 0, lines.count - 1, null, 0);
  return joinSmallest(packer.pieces, lines);
}

class Packer {
  readonly pieces: Piece[] = [];
  readonly #lines: LineTable;
  #groups = 0;

  constructor(lines: LineTable) {
    this.#lines = lines;
  }

  /** Packs the rows of one labelled region, or of the file. */
  packGroup(
    regions: readonly Region[],
    start: number,
    end: number,
    owner: Label | null,
    depth: number,
  ): void {
    const group = this.#groups++;
    const head = owner === null ? -1 : start;
    let atoms: Atom[] = [];
    const flush = (): void => {
      this.#joinAtoms(atoms, owner, head, group);
      atoms = [];
    };
    const visit = (inner: readonly Region[], from: number, to: number, level: number): void => {
      for (const segment of tile(inner, from, to, this.#lines)) {
        const { region } = segment;
        const fits = this.#lines.size(segment.start, segment.end) <= WHOLE_UNITS;
        if (fits || segment.start === segment.end) {
          atoms.push({ ...segment, label: this.#labelOf(region), depth: level });
        } else if (region === null || region.children.length === 0 || level >= MAX_DEPTH) {
          if (region?.label) {
            flush();
            this.packGroup([], segment.start, segment.end, region.label, MAX_DEPTH);
          } else {
            let windowLevel = level;
            for (const rows of lineWindows(this.#lines, segment.start, segment.end, TARGET_UNITS)) {
              atoms.push({ ...rows, label: null, depth: windowLevel });
              windowLevel = level + 1;
            }
          }
        } else if (region.label !== null) {
          flush();
          this.packGroup(region.children, segment.start, segment.end, region.label, level + 1);
        } else {
          visit(region.children, segment.start, segment.end, level + 1);
        }
      }
    };
    visit(regions, start, end, depth);
    flush();
  }

  /** What a region that stays whole is called: a module that holds little else is called by that. */
  #labelOf(region: Region | null): Label | null {
    let main = region;
    for (let step = 0; step < MAX_DEPTH && main?.label?.type === 'module'; step++) {
      const outer: Region = main;
      const inner = outer.children.find(
        (child) => child.label !== null && this.#share(child, outer) > MAIN_SHARE,
      );
      if (inner === undefined) break;
      main = inner;
    }
    return main?.label ?? null;
  }

  #share(inner: Pick<Region, 'start' | 'end'>, outer: Pick<Region, 'start' | 'end'>): number {
    const total = Math.max(1, this.#lines.size(outer.start, outer.end));
    return this.#lines.size(inner.start, inner.end) / total;
  }

  /** Joins neighbouring atoms up to the target and names what comes out. */
  #joinAtoms(atoms: readonly Atom[], owner: Label | null, head: number, group: number): void {
    let from = 0;
    while (from < atoms.length) {
      let to = from;
      while (to + 1 < atoms.length && this.#span(atoms, from, to + 1) <= TARGET_UNITS) to++;
      if (to + 1 < atoms.length) to = this.#outermostCut(atoms, from, to);
      if (from === 0 && owner !== null) to = this.#endOfHead(atoms, to, owner, head);
      const members = atoms.slice(from, to + 1);
      const first = members[0];
      const last = members.at(-1);
      if (first !== undefined && last !== undefined) {
        const { label, continued } = this.#nameOf(members, owner, first.start === head);
        this.pieces.push({ start: first.start, end: last.end, label, continued, group });
      }
      from = to + 1;
    }
  }

  /** A type's own lines and its fields stand apart from its methods, when they are not too little. */
  #endOfHead(atoms: readonly Atom[], to: number, owner: Label, head: number): number {
    if (atoms[0]?.start !== head || !TYPES.has(owner.type)) return to;
    const member = atoms.findIndex(({ label }) => label !== null && label.type !== 'variable');
    if (member < 1 || member > to) return to;
    return this.#span(atoms, 0, member - 1) < SMALLEST_UNITS ? to : member - 1;
  }

  #span(atoms: readonly Atom[], from: number, to: number): number {
    return this.#lines.size(atoms[from]?.start ?? 0, atoms[to]?.end ?? 0);
  }

  /** The last atom to take so that the cut behind it is the outermost one of the second half. */
  #outermostCut(atoms: readonly Atom[], from: number, to: number): number {
    let best = to;
    let bestDepth = atoms[to + 1]?.depth ?? 0;
    for (let at = to - 1; at >= from; at--) {
      if (this.#span(atoms, from, at) < TARGET_UNITS / 2) break;
      const depth = atoms[at + 1]?.depth ?? 0;
      if (depth < bestDepth) {
        best = at;
        bestDepth = depth;
      }
    }
    return best;
  }

  #nameOf(
    atoms: readonly Atom[],
    owner: Label | null,
    hasHead: boolean,
  ): Pick<Piece, 'label' | 'continued'> {
    const main = this.#mainOf(atoms);
    const label = main?.label ?? null;
    if (owner === null) return { label, continued: false };
    // A module says little about what is in it: it names only a piece that nothing else names.
    if (owner.type === 'module')
      return { label: label ?? (hasHead ? owner : null), continued: false };
    if (hasHead) {
      const isMost = main !== null && main.share > MAIN_SHARE && main.label.type !== 'variable';
      return { label: isMost ? label : owner, continued: false };
    }
    return label === null ? { label: owner, continued: true } : { label, continued: false };
  }

  /** The name that most of the atoms' text has, or the only one that counts for something. */
  #mainOf(atoms: readonly Atom[]): Main | null {
    const units = new Map<string, { label: Label; size: number }>();
    for (const atom of atoms) {
      if (atom.label === null) continue;
      const entry = units.get(atom.label.name) ?? { label: atom.label, size: 0 };
      entry.size += this.#lines.size(atom.start, atom.end);
      units.set(atom.label.name, entry);
    }
    const total = Math.max(1, this.#span(atoms, 0, atoms.length - 1));
    for (const { label, size } of units.values()) {
      // A constant that stands alone among imports does not make them its own.
      const isOnly = units.size === 1 && label.type !== 'variable';
      const share = size / total;
      if (share > (isOnly ? ONLY_SHARE : MAIN_SHARE)) return { label, share };
    }
    // Sections follow each other in a document: the first one tells where the reader is.
    const first = atoms[0]?.label ?? null;
    return first?.type === 'section' ? { label: first, share: 0 } : null;
  }
}

/** Covers the rows `from` to `to` with segments: regions clipped to be disjoint, gaps joined to a neighbour. */
function tile(regions: readonly Region[], from: number, to: number, lines: LineTable): Segment[] {
  const segments: Segment[] = [];
  let cursor = from;
  for (const region of regions) {
    const end = Math.min(region.end, to);
    let start = Math.max(region.start, from);
    const last = segments.at(-1);
    if (last !== undefined && start <= last.end) {
      const sharesRow = start === last.end && end > start;
      if (sharesRow && last.end > last.start) {
        // `} else {`: the shared row opens the later region.
        last.end--;
      } else if (sharesRow) {
        // `foo(); class A {`: the row of the one is the first row of the other.
        segments.pop();
        cursor = start;
      } else {
        start = last.end + 1;
      }
    }
    if (start > end) continue;
    const before = segments.at(-1);
    if (before !== undefined) before.end = start - 1;
    else if (start > cursor) {
      if (lines.isBlankRun(cursor, start - 1)) start = cursor;
      else segments.push({ start: cursor, end: start - 1, region: null });
    }
    segments.push({ start, end, region });
    cursor = end + 1;
  }
  const last = segments.at(-1);
  if (last === undefined) return from <= to ? [{ start: from, end: to, region: null }] : [];
  last.end = to;
  return segments;
}

/** A piece with its first and last row that is not blank, so that joining need not look again. */
interface Measured {
  readonly piece: Piece;
  /** Greater than `last` when all rows are blank. */
  readonly first: number;
  readonly last: number;
}

/** Joins pieces that are too small to stand alone with a neighbour, rather of the same region. */
function joinSmallest(pieces: readonly Piece[], lines: LineTable): Piece[] {
  const joined: Measured[] = [];
  const measured = pieces.map((piece) => measure(piece, lines));
  measured.forEach((current, index) => {
    const before = joined.at(-1);
    const next = measured[index + 1];
    const { group } = current.piece;
    const opensNext =
      next?.piece.group === group &&
      before?.piece.group !== group &&
      visibleSize(current, lines) < SMALLEST_UNITS &&
      mayJoin(current, next, lines);
    if (before !== undefined && !opensNext && mayJoin(before, current, lines)) {
      joined.pop();
      joined.push(join(before, current, lines));
    } else {
      joined.push(current);
    }
  });
  return joined.map(({ piece }) => piece);
}

/** The two as one, called as the larger was. */
function join(before: Measured, after: Measured, lines: LineTable): Measured {
  const main = visibleSize(before, lines) >= visibleSize(after, lines) ? before : after;
  return {
    piece: { ...main.piece, start: before.piece.start, end: after.piece.end },
    first: isBlank(before) ? after.first : before.first,
    last: isBlank(after) ? before.last : after.last,
  };
}

function mayJoin(before: Measured, after: Measured, lines: LineTable): boolean {
  if (isBlank(before) || isBlank(after)) return true;
  const smaller = Math.min(visibleSize(before, lines), visibleSize(after, lines));
  if (smaller >= SMALLEST_UNITS) return false;
  return lines.size(before.piece.start, after.piece.end) <= WHOLE_UNITS + SMALLEST_UNITS;
}

function measure(piece: Piece, lines: LineTable): Measured {
  let first = piece.start;
  let last = piece.end;
  while (first <= last && lines.isBlank(first)) first++;
  while (last > first && lines.isBlank(last)) last--;
  return { piece, first, last };
}

function isBlank({ first, last }: Measured): boolean {
  return first > last;
}

/** Units without the blank rows at both ends. */
function visibleSize({ first, last }: Measured, lines: LineTable): number {
  return first > last ? 0 : lines.size(first, last);
}
