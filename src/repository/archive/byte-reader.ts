/** Takes exact numbers of bytes from a stream. */
export interface ByteReader {
  /** Bytes taken so far. */
  readonly offset: number;
  /** The next bytes; fewer when the stream ends before, none at its end. */
  read(length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Passes over bytes without keeping them; returns how many there were. */
  skip(length: number): Promise<number>;
  cancel(): Promise<void>;
}

/** `onBytes` is told of every part that comes from the stream and may throw to stop. */
export function byteReader(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (bytes: number) => void,
): ByteReader {
  const source = stream.getReader();
  let part = new Uint8Array(0);
  let offset = 0;

  /** Gives the buffered bytes, at most `length`, to `take`; returns how many all in all. */
  async function consume(
    length: number,
    take: (bytes: Uint8Array<ArrayBuffer>) => void,
  ): Promise<number> {
    let left = length;
    while (left > 0) {
      if (part.length === 0) {
        const next = await source.read();
        if (next.done) break;
        onBytes(next.value.length);
        part = next.value;
      }
      const taken = part.subarray(0, left);
      part = part.subarray(taken.length);
      take(taken);
      left -= taken.length;
    }
    offset += length - left;
    return length - left;
  }

  return {
    get offset() {
      return offset;
    },
    async read(length) {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const size = await consume(length, (bytes) => parts.push(bytes));
      const whole = new Uint8Array(size);
      let at = 0;
      for (const bytes of parts) {
        whole.set(bytes, at);
        at += bytes.length;
      }
      return whole;
    },
    skip: (length) => consume(length, () => {}),
    cancel: () => source.cancel().catch(() => {}),
  };
}
