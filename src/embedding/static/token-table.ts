import { invalidModel } from '../model-files.ts';
import { readOnnxTensors } from '../onnx/onnx-tensors.ts';
import {
  encodeOnnx,
  FLOAT,
  INT64,
  type OnnxNode,
  type OnnxTensor,
  UINT8,
} from '../onnx/onnx-writer.ts';

/*
 * onnx/model_quantized.onnx of a static model is its token table, and at the same time a model that any
 * ONNX runtime runs: the static engine takes the two weights out of it and does the sum itself, with
 * weights by field that the graph knows nothing of. One file, so that the two can never differ.
 *
 *   table   u8  rows × dimension / 2: two 4-bit steps a byte, plus 8; the low halves are the first half
 *               of the dimensions, the high halves the second
 *   scales  f32 rows: value = scale × (step − 8), steps −7…7
 *
 * One scale a row, since rows differ in norm by a factor of a hundred: the norm is the learned weight of
 * the token. Four bits cost nothing that can be measured in search (the figures are in the model card).
 * The graph: input_ids, attention_mask → last_hidden_state (the rows), sentence_embedding (their unit sum).
 */

/** The file of the table within a model's folder. */
export const TABLE_FILE = 'onnx/model_quantized.onnx';

const LARGEST_STEP = 7;
/** What is stored for a step of nought. */
export const ZERO_STEP = 8;

/** Vectors of the tokens, quantised: value = scale × step. */
export interface TokenTable {
  readonly rows: number;
  /** Even. */
  readonly dimension: number;
  /** rows. */
  readonly scales: Float32Array;
  /** rows × dimension / 2, as in the file. */
  readonly packed: Uint8Array;
}

/** Unpacks the steps of a row, −7…7, into `into`, which is `dimension` long. */
export function stepsOfRow({ packed, dimension }: TokenTable, row: number, into: Int8Array): void {
  const half = dimension / 2;
  for (let at = 0; at < half; at++) {
    const byte = packed[row * half + at] as number;
    into[at] = (byte & 15) - ZERO_STEP;
    into[half + at] = (byte >> 4) - ZERO_STEP;
  }
}

/** Shares of a row's largest value that are tried as the end of its scale; what is beyond is cut. */
const CLIPS = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6];

/** Quantises rows × dimension floats, each row on the scale that leaves the least squared error. */
export function quantizeRows(vectors: Float32Array, dimension: number): TokenTable {
  const rows = vectors.length / dimension;
  const scales = new Float32Array(rows);
  const half = dimension / 2;
  const packed = new Uint8Array(rows * half).fill(ZERO_STEP | (ZERO_STEP << 4));
  for (let row = 0; row < rows; row++) {
    const own = vectors.subarray(row * dimension, (row + 1) * dimension);
    let largest = 0;
    for (const value of own) largest = Math.max(largest, Math.abs(value));
    if (largest === 0) continue;
    let least = Number.POSITIVE_INFINITY;
    for (const clip of CLIPS) {
      const scale = Math.fround((clip * largest) / LARGEST_STEP);
      let error = 0;
      for (const value of own) error += (value - scale * stepOf(value / scale)) ** 2;
      if (error >= least) continue;
      least = error;
      scales[row] = scale;
    }
    const scale = scales[row] as number;
    for (let at = 0; at < half; at++) {
      const low = stepOf((own[at] as number) / scale) + ZERO_STEP;
      const high = stepOf((own[half + at] as number) / scale) + ZERO_STEP;
      packed[row * half + at] = low | (high << 4);
    }
  }
  return { rows, dimension, scales, packed };
}

function stepOf(value: number): number {
  return Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, Math.round(value)));
}

/** The bytes of the ONNX model of a table. */
export function encodeTokenTable({ rows, dimension, scales, packed }: TokenTable): Uint8Array {
  const weights: OnnxTensor[] = [
    { name: 'scales', dims: [rows], values: scales },
    { name: 'four', dims: [], values: Uint8Array.of(4) },
    { name: 'zero_step', dims: [], values: Float32Array.of(ZERO_STEP) },
    { name: 'least', dims: [], values: Float32Array.of(1e-12) },
    { name: 'last_axis', dims: [1], values: BigInt64Array.of(-1n) },
    { name: 'sequence_axis', dims: [1], values: BigInt64Array.of(1n) },
    { name: 'table', dims: [rows, dimension / 2], values: packed },
  ];
  const nodes: OnnxNode[] = [];
  const add = (op: string, inputs: string[], output: string, attributes = {}) =>
    nodes.push({ op, inputs, outputs: [output], attributes });
  add('Gather', ['table', 'input_ids'], 'packed');
  add('BitShift', ['packed', 'four'], 'low_up', { direction: 'LEFT' });
  add('BitShift', ['low_up', 'four'], 'low', { direction: 'RIGHT' });
  add('BitShift', ['packed', 'four'], 'high', { direction: 'RIGHT' });
  add('Concat', ['low', 'high'], 'steps', { axis: -1 });
  add('Cast', ['steps'], 'float_steps', { to: FLOAT });
  add('Sub', ['float_steps', 'zero_step'], 'signed_steps');
  add('Gather', ['scales', 'input_ids'], 'row_scales');
  add('Unsqueeze', ['row_scales', 'last_axis'], 'own_scales');
  add('Mul', ['signed_steps', 'own_scales'], 'last_hidden_state');
  add('Cast', ['attention_mask'], 'float_mask', { to: FLOAT });
  add('Unsqueeze', ['float_mask', 'last_axis'], 'mask');
  add('Mul', ['last_hidden_state', 'mask'], 'kept');
  add('ReduceSum', ['kept', 'sequence_axis'], 'sum', { keepdims: 0 });
  add('ReduceL2', ['sum'], 'length', { axes: [-1], keepdims: 1 });
  add('Max', ['length', 'least'], 'divisor');
  add('Div', ['sum', 'divisor'], 'sentence_embedding');
  const tokens = (name: string) => ({ name, type: INT64, dims: ['batch', 'sequence'] }) as const;
  return encodeOnnx({
    inputs: [tokens('input_ids'), tokens('attention_mask')],
    outputs: [
      { name: 'last_hidden_state', type: FLOAT, dims: ['batch', 'sequence', dimension] },
      { name: 'sentence_embedding', type: FLOAT, dims: ['batch', dimension] },
    ],
    nodes,
    weights,
  });
}

/** Reads the table out of its ONNX model without copying the steps; `model/invalid` when that is another model. */
export function decodeTokenTable(bytes: Uint8Array): TokenTable {
  const bad = (reason: string) => invalidModel(reason, TABLE_FILE);
  const tensors = readOnnxTensors(bytes);
  if (tensors === null) throw bad('its token table is no ONNX model');
  const table = tensors.get('table');
  const scale = tensors.get('scales');
  const [rows = 0, half = 0] = table?.dims ?? [];
  if (
    table?.type !== UINT8 ||
    scale?.type !== FLOAT ||
    table.raw.length !== rows * half ||
    scale.raw.length !== 4 * rows
  ) {
    throw bad('its ONNX model holds no token table');
  }
  const dimension = 2 * half;
  const view = new DataView(scale.raw.buffer, scale.raw.byteOffset, scale.raw.byteLength);
  const scales = Float32Array.from({ length: rows }, (_, row) => view.getFloat32(4 * row, true));
  return { rows, dimension, scales, packed: table.raw };
}
