/** Asks the engine for completions: one question at a time, and only the newest is answered. */
import type { CompletionReply } from '../../domain/api.ts';
import type { Question } from './completion.ts';

export interface Completer {
  ask(question: Question): void;
  /** What is under way is of no use any more. */
  drop(): void;
}

/**
 * Somebody types faster than a large index may answer: what was typed meanwhile is asked when the answer is there, and
 * everything in between never, so that the search itself does not wait. `onReply` hears of no answer but the newest;
 * null when the engine has none.
 */
export function createCompleter(
  complete: (question: Question) => Promise<CompletionReply>,
  onReply: (question: Question, reply: CompletionReply | null) => void,
): Completer {
  let next: Question | null = null;
  let newest: Question | null = null;
  let busy = false;

  const run = async () => {
    busy = true;
    while (next !== null) {
      const question: Question = next;
      next = null;
      const reply = await complete(question).catch(() => null);
      if (question === newest) onReply(question, reply);
    }
    busy = false;
  };

  return {
    ask(question) {
      next = question;
      newest = question;
      if (!busy) void run();
    },
    drop() {
      next = null;
      newest = null;
    },
  };
}
