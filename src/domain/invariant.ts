/** Asserts what must hold unless there is a bug. Never for input or the state of the world. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant violated: ${message}`);
}
