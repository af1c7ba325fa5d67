/**
 * As much of an assembler for WebAssembly as the kernels need: functions over one imported memory. What a
 * kernel does stands in TypeScript beside it, byte for byte as it runs; nothing is built or downloaded.
 * Encoding: WebAssembly core specification 2.0, chapter 5; SIMD opcodes as in its appendix.
 */

export const I32 = 0x7f;
export const V128 = 0x7b;

/** A function: its parameters are `i32`, it returns nothing. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  /** Types of the locals that follow the parameters. */
  readonly locals: readonly number[];
  readonly body: readonly number[];
}

/** Unsigned LEB128. */
export function u32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** Signed LEB128. */
function s32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) {
      return [...bytes, byte];
    }
    bytes.push(byte | 0x80);
  }
}

const simd = (opcode: number): number[] => [0xfd, ...u32(opcode)];
const memory = (opcode: readonly number[], align: number, offset: number): number[] => [
  ...opcode,
  align,
  ...u32(offset),
];

/** Instructions by their names in the text format. */
export const op = {
  get: (local: number) => [0x20, ...u32(local)],
  set: (local: number) => [0x21, ...u32(local)],
  i32: (value: number) => [0x41, ...s32(value)],
  add: [0x6a],
  sub: [0x6b],
  mul: [0x6c],
  shl: [0x74],
  lessUnsigned: [0x49],
  i32Store: (offset: number) => memory([0x36], 2, offset),
  i32Store16: (offset: number) => memory([0x3b], 1, offset),
  i32Load: (offset: number) => memory([0x28], 2, offset),
  v128Load: (offset: number) => memory(simd(0x00), 0, offset),
  v128Store: (offset: number) => memory(simd(0x0b), 0, offset),
  /** One number of eight bytes, in both lanes. */
  load64Splat: (offset: number) => memory(simd(0x0a), 0, offset),
  /** Eight bytes, the others 0. */
  load64: (offset: number) => memory(simd(0x5d), 0, offset),
  /** Eight bytes, each widened to sixteen bits with its sign. */
  load8x8s: (offset: number) => memory(simd(0x01), 0, offset),
  v128Zero: [...simd(0x0c), ...new Array<number>(16).fill(0)],
  v128Xor: simd(0x51),
  popcount8: simd(0x62),
  /** Products of signed sixteen bits, neighbours summed to 32. */
  dot16: simd(0xba),
  add32: simd(0xae),
  addPairs8Unsigned: simd(0x7d),
  addPairs16Unsigned: simd(0x7f),
  lane32: (lane: number) => [...simd(0x1b), lane],
  v128And: simd(0x4e),
  addF64: simd(0xf0),
  subF64: simd(0xf1),
  mulF64: simd(0xf2),
  divF64: simd(0xf3),
  maxF64: simd(0xf5),
  notEqualF64: simd(0x48),
  /** The lower two of four whole numbers with their sign, or of four float32, as float64. */
  wholeToF64: simd(0xfe),
  f32ToF64: simd(0x5f),
} as const;

/** Repeats `body` while `condition` leaves a number that is not zero; looked at before each turn. */
export function whileLoop(condition: readonly number[], body: readonly number[]): number[] {
  const [block, loop, end, branch, branchIf, isZero, empty] = [2, 3, 0x0b, 0x0c, 0x0d, 0x45, 0x40];
  return [
    ...[block, empty, loop, empty],
    ...condition,
    ...[isZero, branchIf, 1],
    ...body,
    ...[branch, 0, end, end],
  ];
}

/** A module that imports `kernel.memory` and exports the functions. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const text = (value: string): number[] => [
    ...u32(value.length),
    ...[...value].map((char) => char.charCodeAt(0)),
  ];
  const vector = (items: readonly (readonly number[])[]): number[] => [
    ...u32(items.length),
    ...items.flat(),
  ];
  const section = (id: number, content: readonly number[]): number[] => [
    id,
    ...u32(content.length),
    ...content,
  ];
  const types = functions.map(({ parameters }) => [
    0x60,
    ...vector(new Array<number[]>(parameters).fill([I32])),
    0,
  ]);
  const bodies = functions.map(({ locals, body }) => {
    const code = [...vector(locals.map((type) => [1, type])), ...body, 0x0b];
    return [...u32(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(2, vector([[...text('kernel'), ...text('memory'), 0x02, 0x00, 0x01]])),
    ...section(3, vector(functions.map((_, index) => u32(index)))),
    ...section(7, vector(functions.map(({ name }, index) => [...text(name), 0x00, ...u32(index)]))),
    ...section(10, vector(bodies)),
  ]);
}
