/*
 * The WebAssembly module behind row-sum.ts, assembled here by hand: no tool is needed to build it, and what
 * runs can be read. In the text format it would be
 *
 *   (func (export "sum") (param $half i32) (param $rows i32) (param $factors i32) (param $count i32) (param $out i32)
 *     for $at from 0 to $half by 16:                       ;; 16 bytes: 16 low halves, 16 high halves
 *       acc0…acc7 = 0
 *       for $i from 0 to $count:
 *         packed = v128.load(rows[$i] + $at)               ;; $rows: byte offsets of table rows, i32
 *         factor = v128.load32_splat(factors[$i])          ;; f32
 *         low    = (packed & 0x0f) - 8, high = (packed >> 4) - 8
 *         acc0…3 += factor × low, acc4…7 += factor × high  ;; as f32x4, multiplied and then added
 *       out[$at…] = acc0…3, out[$half + $at…] = acc4…7)
 *
 * $count must be at least 1, $half a multiple of 16. The accumulators stay in registers over all rows.
 * Opcodes: WebAssembly core specification 2.0, chapter 5.4.
 */

const I32 = 0x7f;
const V128 = 0x7b;

const HALF = 0;
const ROWS = 1;
const FACTORS = 2;
const COUNT = 3;
const OUT = 4;
const AT = 5;
const INDEX = 6;
const PACKED = 7;
const FACTOR = 8;
const BYTES = 9;
const SHORTS = 10;
const ACCUMULATOR = 11;
const ACCUMULATORS = 8;

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const i32 = (value: number) => [0x41, ...signed(value)];
const ADD = 0x6a;
const SHIFT_LEFT = 0x74;
const LESS = 0x49;
const simd = (opcode: number) => [0xfd, ...unsigned(opcode)];
const LOAD_I32 = [0x28, 2, 0];
const LOAD = [...simd(0x00), 0, 0];
const LOAD_SPLAT = [...simd(0x09), 2, 0];
const STORE = (offset: number) => [...simd(0x0b), 0, ...unsigned(offset)];
const SPLAT_I8 = simd(0x0f);
const AND = simd(0x4e);
const SHIFT_RIGHT_I8 = simd(0x6d);
const SUBTRACT_I8 = simd(0x71);
const LOW_I16 = simd(0x87);
const HIGH_I16 = simd(0x88);
const LOW_I32 = simd(0xa7);
const HIGH_I32 = simd(0xa8);
const TO_F32 = simd(0xfa);
const MULTIPLY_F32 = simd(0xe6);
const ADD_F32 = simd(0xe4);
const ZERO = [...simd(0x0c), ...new Array<number>(16).fill(0)];
const loop = (body: readonly number[]) => [0x03, 0x40, ...body, 0x0b];
const AGAIN_IF = [0x0d, 0];

/** Adds factor × the 16 steps in BYTES to four accumulators. */
function accumulate(first: number): number[] {
  const quarter = (accumulator: number, widen: readonly number[]) => [
    ...get(accumulator),
    ...get(FACTOR),
    ...get(SHORTS),
    ...widen,
    ...TO_F32,
    ...MULTIPLY_F32,
    ...ADD_F32,
    ...set(accumulator),
  ];
  return [
    ...get(BYTES),
    ...LOW_I16,
    ...set(SHORTS),
    ...quarter(first, LOW_I32),
    ...quarter(first + 1, HIGH_I32),
    ...get(BYTES),
    ...HIGH_I16,
    ...set(SHORTS),
    ...quarter(first + 2, LOW_I32),
    ...quarter(first + 3, HIGH_I32),
  ];
}

/** Address of entry INDEX of an array of four-byte numbers. */
const entry = (array: number) => [...get(array), ...get(INDEX), ...i32(2), SHIFT_LEFT, ADD];
const splat = (value: number) => [...i32(value), ...SPLAT_I8];

const rowsLoop = loop([
  ...entry(ROWS),
  ...LOAD_I32,
  ...get(AT),
  ADD,
  ...LOAD,
  ...set(PACKED),
  ...entry(FACTORS),
  ...LOAD_SPLAT,
  ...set(FACTOR),
  ...get(PACKED),
  ...splat(0x0f),
  ...AND,
  ...splat(8),
  ...SUBTRACT_I8,
  ...set(BYTES),
  ...accumulate(ACCUMULATOR),
  ...get(PACKED),
  ...i32(4),
  ...SHIFT_RIGHT_I8,
  ...splat(8),
  ...SUBTRACT_I8,
  ...set(BYTES),
  ...accumulate(ACCUMULATOR + 4),
  ...get(INDEX),
  ...i32(1),
  ADD,
  ...tee(INDEX),
  ...get(COUNT),
  LESS,
  ...AGAIN_IF,
]);

const accumulators = Array.from({ length: ACCUMULATORS }, (_, index) => ACCUMULATOR + index);
const address = (base: readonly number[]) => [...base, ...i32(2), SHIFT_LEFT, ...get(OUT), ADD];

const body = [
  ...loop([
    ...accumulators.flatMap((accumulator) => [...ZERO, ...set(accumulator)]),
    ...i32(0),
    ...set(INDEX),
    ...rowsLoop,
    ...accumulators.flatMap((accumulator, index) => [
      ...(index < 4 ? address(get(AT)) : address([...get(HALF), ...get(AT), ADD])),
      ...get(accumulator),
      ...STORE(16 * (index % 4)),
    ]),
    ...get(AT),
    ...i32(16),
    ADD,
    ...tee(AT),
    ...get(HALF),
    LESS,
    ...AGAIN_IF,
  ]),
  0x0b,
];

/** The bytes of the module: imports `env.memory`, exports `sum`. */
export function sumRowsModule(): Uint8Array<ArrayBuffer> {
  const locals = [2, ...[2, I32], ...[4 + ACCUMULATORS, V128]];
  const code = [...locals, ...body];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]),
    ...section(2, [1, ...name('env'), ...name('memory'), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('sum'), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...new TextEncoder().encode(text)];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const low = value & 127;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 128, ...unsigned(rest)];
}

function signed(value: number): number[] {
  const low = value & 127;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
  return isLast ? [low] : [low | 128, ...signed(rest)];
}
