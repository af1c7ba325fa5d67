/** One engine at one size. */
export interface SpeedRow {
  readonly kind: 'words' | 'vectors' | 'product';
  readonly engine: string;
  /** Chunks, or vectors. */
  readonly size: number;
  readonly buildMs: number;
  readonly p50: number;
  readonly p95: number;
  /** Of heap and buffers, after a collection; null where it is not measured. */
  readonly heapMb: number | null;
  readonly storedMb: number | null;
  readonly recall: number | null;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A table as Markdown, with each engine's p50 as a multiple of ours at the same size. */
export function tableOf(rows: readonly SpeedRow[]): string {
  const number = (value: number | null, digits = 2): string =>
    value === null || Number.isNaN(value) ? '' : value.toFixed(digits);
  const lines = rows.map((row) => {
    const ours = rows.find(
      ({ kind, size, engine }) =>
        kind === row.kind && size === row.size && engine.startsWith('VectorGit'),
    );
    const ratio = ours === undefined || ours === row ? '' : `${(row.p50 / ours.p50).toFixed(1)}×`;
    const cells = [row.kind, row.engine, String(row.size), number(row.buildMs / 1_000)];
    cells.push(number(row.p50, 3), number(row.p95, 3), ratio);
    cells.push(number(row.heapMb, 0), number(row.storedMb, 1), number(row.recall, 3));
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| kind | engine | size | build s | p50 ms | p95 ms | p50 to ours | memory MB | stored MB | recall@10 |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

/** Exponents e of size^e; null where a cost was not measured or is nothing. */
export type Growth = Readonly<Record<string, number | null>>;

/** How each cost grows from one size to another. */
export function growthBetween(
  from: { readonly size: number; readonly costs: Readonly<Record<string, number | null>> },
  to: { readonly size: number; readonly costs: Readonly<Record<string, number | null>> },
): Growth {
  const exponents = Object.entries(from.costs).map(([name, before]) => {
    const after = to.costs[name] ?? null;
    if (before === null || after === null || before <= 0 || after <= 0) return [name, null];
    return [name, Math.log(after / before) / Math.log(to.size / from.size)];
  });
  return Object.fromEntries(exponents) as Growth;
}

/** How each cost of each engine grows between the smallest and the largest size measured. */
export function growthOf(rows: readonly SpeedRow[]): Record<string, Growth> {
  const growth: Record<string, Growth> = {};
  for (const name of new Set(rows.map(({ kind, engine }) => `${kind}: ${engine}`))) {
    const own = rows
      .filter(({ kind, engine }) => `${kind}: ${engine}` === name)
      .sort((a, b) => a.size - b.size)
      .map(({ size, buildMs, p50, p95, heapMb, storedMb }) => ({
        size,
        costs: { build: buildMs, p50, p95, memory: heapMb, stored: storedMb },
      }));
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined || first.size === last.size) continue;
    growth[name] = growthBetween(first, last);
  }
  return growth;
}
