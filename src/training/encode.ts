import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StaticTokenizer, TermBag } from '../embedding/api.ts';
import type { CorpusPackage } from './corpus-list.ts';
import { readPairs } from './extract.ts';
import { PAIR_KINDS } from './pairs.ts';

/** Columns of the training set, each a file of little-endian numbers that train.py maps. */
export interface EncodedSet {
  readonly pairs: number;
  readonly packages: number;
}

const MAX_COUNT = 255;
/** On the field of an entry that is of the context after the code. */
export const CONTEXT_FLAG = 8;

/**
 * Encodes the pairs with the product's tokenizer and fields, in order of package:
 * kind u8, package u16, query offsets u32 (pairs + 1), query tokens u16, query counts u8, and the same
 * of the document with the field u8 of each entry, plus 8 for the context after the code.
 */
export function encodePairs(
  packages: readonly CorpusPackage[],
  workFolder: string,
  vocabulary: readonly string[],
): EncodedSet {
  const bag = new TermBag(new StaticTokenizer(vocabulary), vocabulary.length);
  const kinds = new Column(Uint8Array);
  const owners = new Column(Uint16Array);
  const query = {
    offsets: new Column(Uint32Array),
    tokens: new Column(Uint16Array),
    counts: new Column(Uint8Array),
  };
  const document = {
    offsets: new Column(Uint32Array),
    tokens: new Column(Uint16Array),
    counts: new Column(Uint8Array),
    fields: new Column(Uint8Array),
  };
  const pushDocument = (flag: number) => {
    for (let at = 0; at < bag.size; at++) {
      document.tokens.push(bag.tokens[at] as number);
      document.counts.push(Math.min(MAX_COUNT, bag.counts[at] as number));
      document.fields.push((bag.fields[at] as number) | flag);
    }
  };
  packages.forEach((pack, owner) => {
    for (const pair of readPairs(workFolder, pack)) {
      bag.countQuery(pair.query);
      if (bag.size === 0) continue;
      query.offsets.push(query.tokens.length);
      for (let at = 0; at < bag.size; at++) {
        query.tokens.push(bag.tokens[at] as number);
        query.counts.push(Math.min(MAX_COUNT, bag.counts[at] as number));
      }
      bag.countDocument(pair.document);
      document.offsets.push(document.tokens.length);
      pushDocument(0);
      if (pair.context !== '') {
        bag.countDocument(pair.context);
        pushDocument(CONTEXT_FLAG);
      }
      kinds.push(PAIR_KINDS.indexOf(pair.kind));
      owners.push(owner);
    }
  });
  query.offsets.push(query.tokens.length);
  document.offsets.push(document.tokens.length);
  const folder = path.join(workFolder, 'encoded');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, column: Column) =>
    writeFileSync(path.join(folder, name), column.bytes());
  write('kinds.u8', kinds);
  write('owners.u16', owners);
  write('query-offsets.u32', query.offsets);
  write('query-tokens.u16', query.tokens);
  write('query-counts.u8', query.counts);
  write('document-offsets.u32', document.offsets);
  write('document-tokens.u16', document.tokens);
  write('document-counts.u8', document.counts);
  write('document-fields.u8', document.fields);
  const set = { pairs: kinds.length, packages: packages.length };
  writeFileSync(
    path.join(folder, 'set.json'),
    JSON.stringify({ ...set, vocabulary: vocabulary.length, kinds: PAIR_KINDS }),
  );
  return set;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** A growing column of numbers. */
class Column {
  length = 0;
  #values: Numbers;
  readonly #type: new (
    length: number,
  ) => Numbers;

  constructor(type: new (length: number) => Numbers) {
    this.#type = type;
    this.#values = new type(1 << 16);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const values = new this.#type(2 * this.length);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[this.length++] = value;
  }

  bytes(): Uint8Array {
    const { buffer, BYTES_PER_ELEMENT } = this.#values;
    return new Uint8Array(buffer, 0, this.length * BYTES_PER_ELEMENT);
  }
}
