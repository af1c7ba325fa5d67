/*
 * The WebAssembly module behind row-sum.ts, assembled here by hand: no tool is needed to build it, and what
 * runs can be read. In the text format it would be
 *
 *   (func (export "sum") (param $half i32) (param $rows i32) (param $factors i32) (param $count i32) (param $out i32)
 *     for $at from 0 to $half by 16:                       ;; 16 bytes: 16 low halves, 16 high halves
 *       acc0…acc7 = 0
 *       for $i from 0 to $count by 2:
 *         a = v128.load(rows[$i] + $at), b = v128.load(rows[$i + 1] + $at)   ;; $rows: byte offsets of table rows, i32
 *         factors = v128.load32_splat(factors[$i])         ;; i16: the two rows' factors, over and over
 *         for four in (a0 b0 a1 b1 a2 b2 a3 b3), (a4 b4 a5 b5 a6 b6 a7 b7):  ;; i16 lanes: four 4-bit steps each
 *           for k from 0 to 4: acc += dot((four >> 4 k) & 0x0f, factors)     ;; i16 products, added in twos to i32
 *       out[$at…] = the steps 0 and 2 of both fours in turns, out[$half + $at…] = the steps 1 and 3)
 *
 * $count must be even and at least 2, $half a multiple of 16. The accumulators stay in registers over all rows; a
 * step is as it is stored (0…15), the caller takes off what its zero stands for. All numbers are whole: two rows of
 * four dimensions cost one multiplication and one addition, and no order of adding gives other bits.
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
const FACTOR = 7;
const FIRST = 8;
const SECOND = 9;
const FOUR = 10;
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
const LOAD_I32 = (offset: number) => [0x28, 2, offset];
const LOAD = [...simd(0x00), 0, 0];
const LOAD_SPLAT = [...simd(0x09), 2, 0];
const STORE = (offset: number) => [...simd(0x0b), 0, ...unsigned(offset)];
const SHUFFLE = (lanes: readonly number[]) => [...simd(0x0d), ...lanes];
const SPLAT_I16 = simd(0x10);
const AND = simd(0x4e);
const SHIFT_RIGHT_I16 = simd(0x8d);
const DOT_I16 = simd(0xba);
const ADD_I32 = simd(0xae);
/** Lanes of so many bytes of two vectors in turns, of their lower or upper halves. */
const inTurns = (bytes: number, from: 0 | 8) =>
  SHUFFLE(
    Array.from({ length: 16 }, (_, at) => {
      const lane = Math.floor(at / bytes);
      return from + Math.floor(lane / 2) * bytes + (at % bytes) + (lane % 2) * 16;
    }),
  );
const ZERO = [...simd(0x0c), ...new Array<number>(16).fill(0)];
const loop = (body: readonly number[]) => [0x03, 0x40, ...body, 0x0b];
const AGAIN_IF = [0x0d, 0];

/** Adds the products of the steps in FOUR to four accumulators. */
function accumulate(first: number): number[] {
  return [0, 1, 2, 3].flatMap((step) => [
    ...get(first + step),
    ...get(FOUR),
    ...(step === 0 ? [] : [...i32(4 * step), ...SHIFT_RIGHT_I16]),
    ...(step === 3 ? [] : [...i32(0x0f), ...SPLAT_I16, ...AND]),
    ...get(FACTOR),
    ...DOT_I16,
    ...ADD_I32,
    ...set(first + step),
  ]);
}

/** Loads 16 steps' bytes of the row at INDEX, or of the one after it. */
const loadRow = (after: 0 | 4) => [
  ...get(ROWS),
  ...get(INDEX),
  ...i32(2),
  SHIFT_LEFT,
  ADD,
  ...LOAD_I32(after),
  ...get(AT),
  ADD,
  ...LOAD,
];

const rowsLoop = loop([
  ...loadRow(0),
  ...set(FIRST),
  ...loadRow(4),
  ...set(SECOND),
  ...get(FACTORS),
  ...get(INDEX),
  ...i32(1),
  SHIFT_LEFT,
  ADD,
  ...LOAD_SPLAT,
  ...set(FACTOR),
  ...([0, 8] as const).flatMap((from, which) => [
    ...get(FIRST),
    ...get(SECOND),
    ...inTurns(2, from),
    ...set(FOUR),
    ...accumulate(ACCUMULATOR + 4 * which),
  ]),
  ...get(INDEX),
  ...i32(2),
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
    // Accumulators 0 to 3 are of the first eight bytes, 4 to 7 of the others; even steps of the low dimensions.
    ...[0, 1].flatMap((which) =>
      [0, 1].flatMap((high) =>
        ([0, 8] as const).flatMap((from, quarter) => [
          ...address(high === 0 ? get(AT) : [...get(HALF), ...get(AT), ADD]),
          ...get(ACCUMULATOR + 4 * which + high),
          ...get(ACCUMULATOR + 4 * which + high + 2),
          ...inTurns(4, from),
          ...STORE(32 * which + 16 * quarter),
        ]),
      ),
    ),
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
