/** A step of the commit protocol at which the torture test kills, stops or fails the browser. */
export type FailPoint =
  | 'upgrade.inside'
  | 'record.inside'
  | 'record.after'
  | 'blob.before'
  | 'blob.inside'
  | 'blob.after'
  | 'commit.before'
  | 'commit.inside'
  | 'commit.after'
  | 'collect.before'
  | 'collect.inside'
  | 'collect.after';

/** A transaction that stays open as long as it is asked something. */
interface HeldTransaction {
  abort(): void;
  touch(): Promise<unknown>;
}

/**
 * Null in every build but that of `vite build --mode torture`, where it asks the host at each step what to do by
 * `GET /fail-point/<step>`: an answer that never comes stops the engine there, `abort` fails the transaction,
 * `throw` and `quota` reject as the database would, all else goes on.
 */
export const failPoint = import.meta.env?.MODE === 'torture' ? askHost : null;

async function askHost(step: FailPoint, inside?: HeldTransaction): Promise<void> {
  const asked = fetch(new URL(`/fail-point/${step}`, self.origin)).then((reply) => reply.text());
  const answer = await (inside === undefined ? asked : holding(inside, asked));
  if (answer === 'abort') inside?.abort();
  if (answer === 'throw') throw new DOMException('fail point', 'UnknownError');
  if (answer === 'quota') throw new DOMException('', 'QuotaExceededError');
}

/** Keeps the transaction alive, which a pause without requests would commit. */
async function holding<Value>(held: HeldTransaction, wait: Promise<Value>): Promise<Value> {
  let waiting = true;
  const settled = wait.finally(() => {
    waiting = false;
  });
  while (waiting) await held.touch();
  return settled;
}
