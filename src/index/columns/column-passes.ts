import { BLOCK_VALUES, kernelsOf, wholeBlocks } from './column-kernels.ts';

/*
 * Arithmetic over whole columns: by SIMD kernels when all columns lie in one memory of theirs (`Columns.inKernelMemory`), else here. The
 * bits are the same. `accepted`: 1 for the values that count, 0 for the others; null when all do.
 */

/** The largest accepted value; 0 when none is above 0. */
export function largestOf(values: Float64Array, accepted: Uint8Array | null): number {
  const kernels = accepted === null ? kernelsOf(values) : null;
  if (kernels !== null) {
    kernels.largest(values.byteOffset, 0, wholeBlocks(values.length));
    return Math.max(kernels.constants[0] as number, kernels.constants[1] as number);
  }
  let largest = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value > largest && (accepted === null || accepted[at] === 1)) largest = value;
  }
  return largest;
}

/** Values over the largest of them, what is below 0 or not accepted at 0; `out` may be the values themselves. */
export function shareOfLargest(
  values: Float64Array,
  accepted: Uint8Array | null,
  out: Float64Array,
): void {
  const largest = largestOf(values, accepted);
  if (largest === 0) {
    out.fill(0);
    return;
  }
  const kernels = accepted === null ? kernelsOf(values, out) : null;
  if (kernels !== null) {
    kernels.constants[0] = largest;
    kernels.divide(values.byteOffset, out.byteOffset, 0, wholeBlocks(values.length));
    return;
  }
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    const counts = value > 0 && (accepted === null || accepted[at] === 1);
    out[at] = counts ? value / largest : 0;
  }
}

/** `share` of the values and the rest of the others. */
export function mix(
  values: Float64Array,
  share: number,
  others: Float64Array,
  out: Float64Array,
): void {
  const kernels = kernelsOf(values, others, out);
  if (kernels !== null) {
    kernels.constants[0] = share;
    kernels.constants[1] = 1 - share;
    kernels.mix(
      values.byteOffset,
      others.byteOffset,
      out.byteOffset,
      0,
      wholeBlocks(values.length),
    );
    return;
  }
  const rest = 1 - share;
  for (let at = 0; at < values.length; at++) {
    out[at] = share * (values[at] as number) + rest * (others[at] as number);
  }
}

/**
 * The largest values of each half of each block of 32, or 0, in the kernels' memory until the next call; null without
 * kernels, for whom else it takes no time.
 */
export function blockMaxima(values: Float64Array): Float64Array | null {
  const kernels = kernelsOf(values);
  if (kernels === null) return null;
  const blocks = wholeBlocks(values.length) / BLOCK_VALUES;
  kernels.maxima(values.byteOffset, kernels.maximaAt, blocks);
  return new Float64Array(kernels.buffer, kernels.maximaAt, 2 * blocks);
}

/** Each value less its share, with `offset` added, over its length; 0 stays 0. `out` may be the values themselves. */
export function centre(
  values: Float64Array,
  shares: Float64Array,
  lengths: Float64Array,
  offset: number,
  out: Float64Array,
): void {
  const kernels = kernelsOf(values, shares, lengths, out);
  if (kernels !== null) {
    kernels.constants[0] = offset;
    kernels.centre(
      values.byteOffset,
      shares.byteOffset,
      lengths.byteOffset,
      out.byteOffset,
      0,
      wholeBlocks(values.length),
    );
    return;
  }
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    out[at] = value === 0 ? 0 : (value - (shares[at] as number) + offset) / (lengths[at] as number);
  }
}
