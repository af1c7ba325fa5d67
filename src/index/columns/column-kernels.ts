import { I32, op, V128, type WasmFunction, whileLoop } from '../vector/wasm-assembler.ts';
import { compileWasm, PAGE_BYTES, type WasmInstance } from '../vector/wasm-module.ts';

/*
 * Passes over columns of float64, two values an instruction. Each does to a value what TypeScript does to it, operation by
 * operation, so that the bits are the same (`column-passes.test.ts`). All arguments are byte offsets and counts; numbers that
 * are no whole ones stand at the start of the memory.
 */

/** So many values are a block: columns are filled up with 0 to whole ones. */
export const BLOCK_VALUES = 32;
const VALUES = 2;
const BYTES = 16;

/** A loop over `count` values: advances `moving`, the first of which decides on the end. */
function overColumns(
  moving: readonly number[],
  count: number,
  end: number,
  body: readonly (readonly number[])[],
): number[] {
  const [first = 0] = moving;
  return [
    ...[...op.get(first), ...op.get(count), ...op.i32(3), ...op.shl, ...op.add, ...op.set(end)],
    ...whileLoop(
      [...op.get(first), ...op.get(end), ...op.lessUnsigned],
      [
        ...body.flat(),
        ...moving.flatMap((at) => [...op.get(at), ...op.i32(BYTES), ...op.add, ...op.set(at)]),
      ],
    ),
  ];
}

const load = (at: number): number[] => [...op.get(at), ...op.v128Load(0)];

/** `largest(values, constants, count)`: the larger of the two numbers at `constants` then is the largest value, at least 0. */
function largest(): WasmFunction {
  const [values, constants, count, end, found] = [0, 1, 2, 3, 4] as const;
  return {
    name: 'largest',
    parameters: 3,
    locals: [I32, V128],
    body: [
      ...[...op.v128Zero, ...op.set(found)],
      ...overColumns([values], count, end, [
        [...op.get(found), ...load(values), ...op.maxF64, ...op.set(found)],
      ]),
      ...[...op.get(constants), ...op.get(found), ...op.v128Store(0)],
    ],
  };
}

/** `divide(values, out, constants, count)`: what is above 0 over the number at `constants`, else 0. */
function divide(): WasmFunction {
  const [values, out, constants, count, end, divisor] = [0, 1, 2, 3, 4, 5] as const;
  return {
    name: 'divide',
    parameters: 4,
    locals: [I32, V128],
    body: [
      ...[...op.get(constants), ...op.load64Splat(0), ...op.set(divisor)],
      ...overColumns([values, out], count, end, [
        [...op.get(out), ...load(values), ...op.v128Zero, ...op.maxF64],
        [...op.get(divisor), ...op.divF64, ...op.v128Store(0)],
      ]),
    ],
  };
}

/** `mix(values, others, out, constants, count)`: the sum of both, each times its number at `constants`. */
function mix(): WasmFunction {
  const [values, others, out, constants, count, end, own, other] = [
    0, 1, 2, 3, 4, 5, 6, 7,
  ] as const;
  return {
    name: 'mix',
    parameters: 5,
    locals: [I32, V128, V128],
    body: [
      ...[...op.get(constants), ...op.load64Splat(0), ...op.set(own)],
      ...[...op.get(constants), ...op.load64Splat(8), ...op.set(other)],
      ...overColumns([values, others, out], count, end, [
        [...op.get(out), ...op.get(own), ...load(values), ...op.mulF64],
        [...op.get(other), ...load(others), ...op.mulF64, ...op.addF64, ...op.v128Store(0)],
      ]),
    ],
  };
}

/**
 * `centre(values, shares, lengths, out, constants, count)`: each value less its share, with the number at `constants` added,
 * over its length; 0 stays 0.
 */
function centre(): WasmFunction {
  const [values, shares, lengths, out, constants, count] = [0, 1, 2, 3, 4, 5] as const;
  const [end, offset, value] = [6, 7, 8] as const;
  return {
    name: 'centre',
    parameters: 6,
    locals: [I32, V128, V128],
    body: [
      ...[...op.get(constants), ...op.load64Splat(0), ...op.set(offset)],
      ...overColumns([values, shares, lengths, out], count, end, [
        [...load(values), ...op.set(value)],
        [...op.get(out), ...op.get(value), ...load(shares), ...op.subF64],
        [...op.get(offset), ...op.addF64, ...load(lengths), ...op.divF64],
        [...op.get(value), ...op.v128Zero, ...op.notEqualF64, ...op.v128And, ...op.v128Store(0)],
      ]),
    ],
  };
}

/** `maxima(values, out, blocks)`: of each block the largest of its even and of its odd values, at least 0. */
function maxima(): WasmFunction {
  const [values, out, blocks, end] = [0, 1, 2, 3] as const;
  const offsets = Array.from({ length: BLOCK_VALUES / VALUES }, (_, index) => index * BYTES);
  return {
    name: 'maxima',
    parameters: 3,
    locals: [I32],
    body: [
      ...[...op.get(out), ...op.get(blocks), ...op.i32(4), ...op.shl, ...op.add, ...op.set(end)],
      ...whileLoop(
        [...op.get(out), ...op.get(end), ...op.lessUnsigned],
        [
          ...[...op.get(out), ...op.v128Zero],
          ...offsets.flatMap((at) => [...op.get(values), ...op.v128Load(at), ...op.maxF64]),
          ...op.v128Store(0),
          ...[...op.get(values), ...op.i32(BLOCK_VALUES * 8), ...op.add, ...op.set(values)],
          ...[...op.get(out), ...op.i32(BYTES), ...op.add, ...op.set(out)],
        ],
      ),
    ],
  };
}

interface Passes {
  readonly largest: (values: number, constants: number, count: number) => void;
  readonly divide: (values: number, out: number, constants: number, count: number) => void;
  readonly mix: (
    values: number,
    others: number,
    out: number,
    constants: number,
    count: number,
  ) => void;
  readonly centre: (
    values: number,
    shares: number,
    lengths: number,
    out: number,
    constants: number,
    count: number,
  ) => void;
  readonly maxima: (values: number, out: number, blocks: number) => void;
}

/** Kernels over the columns of one memory, which never grows: what lies in it stays where it is. */
export interface ColumnKernels extends Passes {
  readonly buffer: ArrayBuffer;
  /** Two numbers that a kernel reads or answers, at offset 0. */
  readonly constants: Float64Array;
  /** Values a column has room for: whole blocks. */
  readonly capacity: number;
  /** Where the maxima of one column are put. */
  readonly maximaAt: number;
}

/** The constants. */
const HEADER_BYTES = 16;
const VALUE_BYTES = 8;

let compiled: ReturnType<typeof compileWasm> | undefined;
const byBuffer = new WeakMap<ArrayBufferLike, ColumnKernels>();

/** Kernels over a new memory of so many columns of `capacity` values; null where the machine has none, or no room. */
export function makeColumnKernels(columns: number, capacity: number): ColumnKernels | null {
  compiled ??= compileWasm([largest(), divide(), mix(), centre(), maxima()]);
  if (compiled === null) return null;
  const maximaAt = columnAt(capacity, columns);
  const bytes = maximaAt + (capacity / BLOCK_VALUES) * BYTES;
  let instance: WasmInstance;
  try {
    instance = compiled(Math.ceil(bytes / PAGE_BYTES));
  } catch {
    return null;
  }
  const { buffer } = instance.memory;
  const constants = new Float64Array(buffer, 0, HEADER_BYTES / VALUE_BYTES);
  const exports = instance.exports as unknown as Passes;
  const kernels = { ...exports, buffer, constants, capacity, maximaAt };
  byBuffer.set(buffer, kernels);
  return kernels;
}

/** Byte offset of a column of such a memory. */
export function columnAt(capacity: number, place: number): number {
  return HEADER_BYTES + place * capacity * VALUE_BYTES;
}

/** The kernels of the memory in which all of these columns lie; null when there is none. */
export function kernelsOf(first: Float64Array, ...others: Float64Array[]): ColumnKernels | null {
  const kernels = byBuffer.get(first.buffer);
  if (kernels === undefined) return null;
  return others.every(({ buffer }) => buffer === first.buffer) ? kernels : null;
}

/** As many values as the blocks that hold `count` have. */
export function wholeBlocks(count: number): number {
  return Math.ceil(count / BLOCK_VALUES) * BLOCK_VALUES;
}
