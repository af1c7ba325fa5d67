/**
 * Maps items by an asynchronous function with `width` calls under way, yielding results in the items' order.
 * A failed call rejects at its turn.
 */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  width: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  const source = items[Symbol.iterator]();
  const refill = (): void => {
    while (pending.length < width) {
      const next = source.next();
      if (next.done === true) return;
      const result = read(next.value);
      result.catch(() => undefined); // handled when its turn comes
      pending.push(result);
    }
  };
  refill();
  for (let head = pending.shift(); head !== undefined; head = pending.shift()) {
    const result = await head;
    refill();
    yield result;
  }
}
