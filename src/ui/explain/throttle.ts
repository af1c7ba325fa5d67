/**
 * Passes on the first of a burst at once and then the newest at most every `everyMs` milliseconds. The last one always
 * comes through: a model that pauses leaves nothing unshown.
 */
export class Throttle<Value> {
  readonly #everyMs: number;
  readonly #show: (value: Value) => void;
  #waiting: { readonly value: Value } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(everyMs: number, show: (value: Value) => void) {
    this.#everyMs = everyMs;
    this.#show = show;
  }

  push(value: Value): void {
    if (this.#timer !== null) {
      this.#waiting = { value };
      return;
    }
    this.#show(value);
    this.#timer = setTimeout(() => this.#turn(), this.#everyMs);
  }

  /** What waits is dropped: something newer has taken its place. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #turn(): void {
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) this.push(waiting.value);
  }
}
