import { I32, op, V128, type WasmFunction, whileLoop } from './wasm-assembler.ts';
import { compileWasm, PAGE_BYTES } from './wasm-module.ts';

/** Rows of one turn: the query's loads are shared among them. Two and eight, or 64 codes a turn in place of 16, are up to a third slower. */
const ROWS = 4;

/**
 * `dots(query, rows, count, dimension, out)`: product of the query with each of `count` rows, as u32 at `out`.
 * `query`: int16 × dimension; `rows`: int8, row-major; the dimension is a multiple of 16. Eight products and their
 * pairwise sums are one instruction (`i32x4.dot_i16x8_s`); sums of int8 products are exact, so the order is free.
 */
function dots(rowsAtOnce: number, name: string): WasmFunction {
  const [query, rows, count, dimension, out, at, end] = [0, 1, 2, 3, 4, 5, 6] as const;
  const low = 7;
  const high = 8;
  const row = (index: number): number => 9 + index;
  const sum = (index: number): number => 9 + rowsAtOnce + index;
  const each = (code: (index: number) => readonly number[]): number[] =>
    Array.from({ length: rowsAtOnce }, (_, index) => code(index)).flat();
  const product = (index: number, offset: number, factor: number): number[] => [
    ...[...op.get(row(index)), ...op.get(at), ...op.add, ...op.load8x8s(offset)],
    ...[...op.get(factor), ...op.dot16, ...op.get(sum(index)), ...op.add32, ...op.set(sum(index))],
  ];
  const queryPart = (offset: number): number[] => [
    ...[...op.get(query), ...op.get(at), ...op.i32(1), ...op.shl, ...op.add],
    ...op.v128Load(offset),
  ];
  const lanes = (index: number): number[] => [
    ...[0, 1, 2, 3].flatMap((lane) => [
      ...[...op.get(sum(index)), ...op.lane32(lane)],
      ...(lane === 0 ? [] : op.add),
    ]),
  ];
  return {
    name,
    parameters: 5,
    locals: [
      ...[I32, I32, V128, V128],
      ...new Array<number>(rowsAtOnce).fill(I32),
      ...new Array<number>(rowsAtOnce).fill(V128),
    ],
    body: [
      // end = out + 4 × count
      ...[...op.get(out), ...op.get(count), ...op.i32(2), ...op.shl, ...op.add, ...op.set(end)],
      ...whileLoop(
        [...op.get(out), ...op.get(end), ...op.lessUnsigned],
        [
          ...each((index) => [
            ...[...op.get(rows), ...op.get(dimension), ...op.i32(index), ...op.mul, ...op.add],
            ...[...op.set(row(index)), ...op.v128Zero, ...op.set(sum(index))],
          ]),
          ...[...op.i32(0), ...op.set(at)],
          ...whileLoop(
            [...op.get(at), ...op.get(dimension), ...op.lessUnsigned],
            [
              ...[...queryPart(0), ...op.set(low), ...queryPart(16), ...op.set(high)],
              ...each((index) => [...product(index, 0, low), ...product(index, 8, high)]),
              ...[...op.get(at), ...op.i32(16), ...op.add, ...op.set(at)],
            ],
          ),
          ...each((index) => [...op.get(out), ...lanes(index), ...op.i32Store(4 * index)]),
          ...[...op.get(out), ...op.i32(4 * rowsAtOnce), ...op.add, ...op.set(out)],
          ...[...op.get(rows), ...op.get(dimension), ...op.i32(rowsAtOnce), ...op.mul],
          ...[...op.add, ...op.set(rows)],
        ],
      ),
    ],
  };
}

/**
 * `distances(query, rows, count, bytes, out)`: in how many bits each row of `bytes` bytes differs from the query, as
 * u16 at `out`. `bytes` is a multiple of 16.
 */
function distances(): WasmFunction {
  const [query, rows, count, bytes, out, at, end, sum] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  return {
    name: 'distances',
    parameters: 5,
    locals: [I32, I32, V128],
    body: [
      ...[...op.get(out), ...op.get(count), ...op.i32(1), ...op.shl, ...op.add, ...op.set(end)],
      ...whileLoop(
        [...op.get(out), ...op.get(end), ...op.lessUnsigned],
        [
          ...[...op.v128Zero, ...op.set(sum), ...op.i32(0), ...op.set(at)],
          ...whileLoop(
            [...op.get(at), ...op.get(bytes), ...op.lessUnsigned],
            [
              ...[...op.get(query), ...op.get(at), ...op.add, ...op.v128Load(0)],
              ...[...op.get(rows), ...op.get(at), ...op.add, ...op.v128Load(0)],
              ...[...op.v128Xor, ...op.popcount8, ...op.addPairs8Unsigned],
              ...[...op.addPairs16Unsigned, ...op.get(sum), ...op.add32, ...op.set(sum)],
              ...[...op.get(at), ...op.i32(16), ...op.add, ...op.set(at)],
            ],
          ),
          ...op.get(out),
          ...[0, 1, 2, 3].flatMap((lane) => [
            ...[...op.get(sum), ...op.lane32(lane)],
            ...(lane === 0 ? [] : op.add),
          ]),
          ...op.i32Store16(0),
          ...[...op.get(out), ...op.i32(2), ...op.add, ...op.set(out)],
          ...[...op.get(rows), ...op.get(bytes), ...op.add, ...op.set(rows)],
        ],
      ),
    ],
  };
}

/**
 * `scaled(sums, scales, count, factor, out)`: each of the whole numbers at `sums` times its float32 of `scales` times the
 * float64 at `factor`, as float64 at `out`. Two at a time: an odd count takes one more, whatever stands there.
 */
function scaled(): WasmFunction {
  const [sums, scales, count, factor, out, end] = [0, 1, 2, 3, 4, 5] as const;
  return {
    name: 'scaled',
    parameters: 5,
    locals: [I32],
    body: [
      ...[...op.get(out), ...op.get(count), ...op.i32(3), ...op.shl, ...op.add, ...op.set(end)],
      ...whileLoop(
        [...op.get(out), ...op.get(end), ...op.lessUnsigned],
        [
          ...[...op.get(out), ...op.get(sums), ...op.load64(0), ...op.wholeToF64],
          ...[...op.get(scales), ...op.load64(0), ...op.f32ToF64, ...op.mulF64],
          ...[...op.get(factor), ...op.load64Splat(0), ...op.mulF64, ...op.v128Store(0)],
          ...[...op.get(sums), ...op.i32(8), ...op.add, ...op.set(sums)],
          ...[...op.get(scales), ...op.i32(8), ...op.add, ...op.set(scales)],
          ...[...op.get(out), ...op.i32(16), ...op.add, ...op.set(out)],
        ],
      ),
    ],
  };
}

type Kernel = (query: number, rows: number, count: number, width: number, out: number) => void;

/** The kernels over one memory. All arguments are byte offsets and counts. */
export interface SimdKernels {
  /** The memory now: growing it makes a new buffer, and the old one empty. */
  buffer(): ArrayBuffer;
  /** Makes room for so many more bytes; false when the machine has no more. */
  grow(bytes: number): boolean;
  readonly dots: Kernel;
  readonly distances: Kernel;
  readonly scaled: (
    sums: number,
    scales: number,
    count: number,
    factor: number,
    out: number,
  ) => void;
}

/** Null where WebAssembly or its SIMD is not there, or not allowed. */
export function loadSimdKernels(): SimdKernels | null {
  const make = compileWasm([dots(ROWS, 'dots4'), dots(1, 'dots1'), distances(), scaled()]);
  if (make === null) return null;
  try {
    const { memory, exports } = make(1);
    const { dots4, dots1, distances: bits, scaled: scale } = exports;
    return {
      buffer: () => memory.buffer,
      grow: (bytes) => {
        try {
          memory.grow(Math.ceil(bytes / PAGE_BYTES));
          return true;
        } catch {
          return false;
        }
      },
      dots: (query, rows, count, width, out) => {
        const even = count - (count % ROWS);
        dots4?.(query, rows, even, width, out);
        dots1?.(query, rows + even * width, count - even, width, out + even * 4);
      },
      distances: (query, rows, count, width, out) => bits?.(query, rows, count, width, out),
      scaled: (sums, scales, count, factor, out) => scale?.(sums, scales, count, factor, out),
    };
  } catch {
    return null;
  }
}
