/**
 * Reads the weights out of an ONNX model: its initializers, without copying. Only what is needed of
 * protocol-buffer wire format (field numbers as in onnx.proto); anything else is passed over.
 */

/** One initializer of a graph. */
export interface StoredTensor {
  readonly dims: readonly number[];
  /** TensorProto.DataType. */
  readonly type: number;
  /** raw_data, little-endian; a view of the file. */
  readonly raw: Uint8Array;
}

const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR_DIMS = 1;
const TENSOR_TYPE = 2;
const TENSOR_NAME = 8;
const TENSOR_RAW = 9;

/** Initializers by name; null when the bytes are no ONNX model. */
export function readOnnxTensors(model: Uint8Array): ReadonlyMap<string, StoredTensor> | null {
  const tensors = new Map<string, StoredTensor>();
  try {
    for (const graph of fieldsOf(model)) {
      if (graph.number !== MODEL_GRAPH || graph.bytes === null) continue;
      for (const { number, bytes } of fieldsOf(graph.bytes)) {
        if (number === GRAPH_INITIALIZER && bytes !== null) tensors.set(...tensorOf(bytes));
      }
    }
  } catch (error) {
    if (error instanceof WireFault) return null;
    throw error;
  }
  return tensors.size > 0 ? tensors : null;
}

class WireFault extends Error {}

interface Field {
  readonly number: number;
  /** Of a varint, else 0. */
  readonly value: number;
  /** Of what has a length, else null. */
  readonly bytes: Uint8Array | null;
}

function tensorOf(message: Uint8Array): [string, StoredTensor] {
  const dims: number[] = [];
  let type = 0;
  let name = '';
  let raw: Uint8Array = new Uint8Array();
  for (const field of fieldsOf(message)) {
    if (field.number === TENSOR_DIMS) {
      // Packed by some writers, one after another by others.
      if (field.bytes === null) dims.push(field.value);
      else
        for (const reader = { at: 0 }; reader.at < field.bytes.length; ) {
          dims.push(varint(field.bytes, reader));
        }
    } else if (field.number === TENSOR_TYPE) type = field.value;
    else if (field.number === TENSOR_NAME) name = new TextDecoder().decode(field.bytes ?? raw);
    else if (field.number === TENSOR_RAW) raw = field.bytes ?? raw;
  }
  return [name, { dims, type, raw }];
}

function* fieldsOf(message: Uint8Array): Generator<Field> {
  const reader = { at: 0 };
  while (reader.at < message.length) {
    const key = varint(message, reader);
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        yield { number, value: varint(message, reader), bytes: null };
        break;
      case 1:
        reader.at += 8;
        break;
      case 2: {
        const length = varint(message, reader);
        if (reader.at + length > message.length) throw new WireFault();
        yield { number, value: 0, bytes: message.subarray(reader.at, reader.at + length) };
        reader.at += length;
        break;
      }
      case 5:
        reader.at += 4;
        break;
      default:
        throw new WireFault();
    }
  }
}

/** Exact up to 2⁵³, which no length and no dimension exceeds. */
function varint(message: Uint8Array, reader: { at: number }): number {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = message[reader.at++];
    if (byte === undefined || factor > 2 ** 63) throw new WireFault();
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
}
