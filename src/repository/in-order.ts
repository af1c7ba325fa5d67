/** Runs at most `inFlight` tasks at the same time; the others wait in the order they came. */
export function limiter(inFlight: number): <Value>(task: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= inFlight) await new Promise<void>((resume) => waiting.push(resume));
    else running += 1;
    try {
      return await task();
    } finally {
      // The slot goes to the next in line without being free between, so nobody can overtake.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/**
 * Prepares items ahead of their use and gives them back in their order: at most `ahead` are prepared and not yet used, which
 * bounds the memory. `prepare` must not reject: its failures are values, since a rejection of an item that is never used would
 * be unhandled.
 */
export async function* inOrder<Item, Prepared>(
  items: readonly Item[],
  ahead: number,
  prepare: (item: Item) => Promise<Prepared>,
): AsyncGenerator<Prepared> {
  const pending: Promise<Prepared>[] = [];
  let next = 0;
  for (let index = 0; index < items.length; index += 1) {
    for (; next < items.length && next < index + ahead; next += 1) {
      pending.push(prepare(items[next] as Item));
    }
    yield await (pending.shift() as Promise<Prepared>);
  }
}
