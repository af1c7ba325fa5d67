/**
 * Many share it, or one has it alone. Who waits to be alone is let in before those who come to share later, so
 * work that shares must not ask for it again inside.
 */
export class SharedLock {
  readonly #sharing = new Set<Promise<unknown>>();
  /** Ends when the last of those who asked to be alone has ended; never rejects. */
  #alone: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  async shared<Value>(work: () => Promise<Value>): Promise<Value> {
    while (this.#waiting > 0) await this.#alone;
    const running = work();
    this.#sharing.add(running);
    try {
      return await running;
    } finally {
      this.#sharing.delete(running);
    }
  }

  async alone<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#waiting++;
    const turn = this.#alone
      .then(() => Promise.allSettled(this.#sharing))
      .then(work)
      .finally(() => {
        this.#waiting--;
      });
    this.#alone = turn.catch(() => undefined);
    return turn;
  }
}
