/**
 * Notices an engine that is there and does not answer: a loop without end holds its thread, and neither the life lock
 * (`client-worker-life.ts`) nor an error tells of it. While a request is open a small question is asked; an engine
 * answers it between two slices of any work, within some 50 ms.
 */

/** Between two looks. */
const LOOK_MS = 5_000;
/** Looks without an answer until it is told: 30 s. Looks are counted, not time: a machine that slept has looked once. */
const MOST_LOOKS = 6;

export interface WatchdogPorts {
  readonly isWaited: () => boolean;
  /** Resolves when the engine hears it. */
  readonly ask: () => Promise<unknown>;
  /** Called with true when the engine has not answered for so long, with false when it does after all. */
  readonly onStuck: (isStuck: boolean) => void;
}

/** Watches until the returned function is called. */
export function watchAnswers({ isWaited, ask, onStuck }: WatchdogPorts): () => void {
  let looks = 0;
  let isAsking = false;
  let isOver = false;
  const heard = (): void => {
    isAsking = false;
    if (looks >= MOST_LOOKS && !isOver) onStuck(false);
    looks = 0;
  };
  const timer = setInterval(() => {
    if (isAsking) {
      looks++;
      if (looks === MOST_LOOKS) onStuck(true);
    } else if (isWaited()) {
      isAsking = true;
      ask().then(heard, heard);
    }
  }, LOOK_MS);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}
