import { invalidModel } from '../model-files.ts';

/*
 * embeddings.bin, the token table of a static model. Little-endian:
 *
 *   0  4 bytes  'VGTT'
 *   4  u32      version of this layout: 1
 *   8  u32      rows (tokens)
 *  12  u32      dimension
 *  16  f32      × rows: the scale of each row
 *   …  i8       rows × dimension, row-major: value = scale × byte, bytes in −127…127
 *
 * One scale a row keeps int8 lossless for search (rows differ in norm by a factor of a hundred: the norm
 * is the learned weight of the token), where one scale for the table would not.
 */

const MAGIC = 0x54544756;
const VERSION = 1;
const HEADER_BYTES = 16;

/** Vectors of the tokens, quantised. */
export interface TokenTable {
  readonly rows: number;
  readonly dimension: number;
  /** rows. */
  readonly scales: Float32Array;
  /** rows × dimension. */
  readonly values: Int8Array;
}

/** Quantises rows × dimension floats to the nearest step of each row's own scale. */
export function quantizeRows(vectors: Float32Array, dimension: number): TokenTable {
  const rows = vectors.length / dimension;
  const scales = new Float32Array(rows);
  const values = new Int8Array(vectors.length);
  for (let row = 0; row < rows; row++) {
    let largest = 0;
    for (let at = row * dimension; at < (row + 1) * dimension; at++) {
      largest = Math.max(largest, Math.abs(vectors[at] as number));
    }
    if (largest === 0) continue;
    const scale = Math.fround(largest / 127);
    scales[row] = scale;
    for (let at = row * dimension; at < (row + 1) * dimension; at++) {
      values[at] = Math.max(-127, Math.min(127, Math.round((vectors[at] as number) / scale)));
    }
  }
  return { rows, dimension, scales, values };
}

/** The bytes of embeddings.bin. */
export function encodeTokenTable(table: TokenTable): Uint8Array {
  const { rows, dimension } = table;
  const bytes = new Uint8Array(HEADER_BYTES + 4 * rows + rows * dimension);
  const view = new DataView(bytes.buffer);
  [MAGIC, VERSION, rows, dimension].forEach((value, at) => {
    view.setUint32(4 * at, value, true);
  });
  table.scales.forEach((scale, row) => {
    view.setFloat32(HEADER_BYTES + 4 * row, scale, true);
  });
  bytes.set(new Uint8Array(table.values.buffer), HEADER_BYTES + 4 * rows);
  return bytes;
}

/** Reads embeddings.bin without copying the values; `model/invalid` when it is of another layout. */
export function decodeTokenTable(bytes: Uint8Array): TokenTable {
  const bad = (reason: string) => invalidModel(reason, 'embeddings.bin');
  if (bytes.byteLength < HEADER_BYTES) throw bad('its token table is cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw bad('its token table is none');
  if (view.getUint32(4, true) !== VERSION) throw bad('its token table has another version');
  const rows = view.getUint32(8, true);
  const dimension = view.getUint32(12, true);
  if (bytes.byteLength !== HEADER_BYTES + 4 * rows + rows * dimension) {
    throw bad('its token table has another length than its header says');
  }
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) scales[row] = view.getFloat32(HEADER_BYTES + 4 * row, true);
  const start = bytes.byteOffset + HEADER_BYTES + 4 * rows;
  return { rows, dimension, scales, values: new Int8Array(bytes.buffer, start, rows * dimension) };
}
