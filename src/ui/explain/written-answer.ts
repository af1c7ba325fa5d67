/** A model's answer: written, checked while it comes, and repaired once. */
import {
  type ChatMessage,
  type CheckedAnswer,
  checkAnswer,
  type EndpointFailure,
  type Prompt,
  parseAnswer,
  repairMessages,
  withoutThinking,
} from '../../explain/api.ts';
import { Throttle } from './throttle.ts';

/** An answer that did not come from us. */
export interface WrittenAnswer {
  readonly writer: string;
  /** Of the server that was asked; null for other ways. */
  readonly origin: string | null;
  readonly phase: 'writing' | 'repairing' | 'done' | 'stopped' | 'failed';
  readonly text: string;
  readonly checked: CheckedAnswer;
  /** The model was told the checker's findings once, and this is the better of both answers. */
  readonly repaired: boolean;
  /** The server stopped it at its limit. */
  readonly cut: boolean;
  readonly failure: EndpointFailure | null;
}

/** How a model is asked; resolves with what came of it, never rejects. */
export type Writer = (
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  onText: (text: string) => void,
) => Promise<{
  readonly state: 'done' | 'stopped' | 'failed';
  readonly text: string;
  readonly cut?: boolean;
  readonly failure?: EndpointFailure;
}>;

interface Writing {
  readonly prompt: Prompt;
  readonly writer: string;
  readonly origin: string | null;
  readonly ask: Writer;
  readonly signal: AbortSignal;
  readonly onChange: (answer: WrittenAnswer) => void;
}

/** A streamed answer is checked anew this often at most. */
const CHECK_MS = 120;

/**
 * Lets a model answer the prompt. When the checker finds something it is told so once, and the better of both
 * answers stays. Every state is told to `onChange`; resolves after the last.
 */
export async function writeAnswer({
  prompt,
  writer,
  origin,
  ask,
  signal,
  onChange,
}: Writing): Promise<void> {
  const empty: WrittenAnswer = { ...pastedAnswer(prompt, ''), writer, origin, phase: 'writing' };
  onChange(empty);
  const streamed = new Throttle<string>(CHECK_MS, (text) =>
    onChange({ ...empty, text, checked: checkedAnswer(prompt, text) }),
  );
  const first = await ask(prompt.messages, signal, (text) => streamed.push(text));
  streamed.stop();
  const checked = checkedAnswer(prompt, first.text);
  const answer: WrittenAnswer = {
    ...empty,
    text: first.text,
    checked,
    phase: first.state,
    cut: first.cut ?? false,
    failure: first.failure ?? null,
  };
  if (first.state !== 'done' || checked.findings.length === 0) {
    onChange(answer);
    return;
  }
  onChange({ ...answer, phase: 'repairing' });
  const messages = repairMessages(prompt, first.text, checked);
  const second = await ask(messages, signal, () => undefined);
  const again = checkedAnswer(prompt, second.text);
  const better = second.state === 'done' && shareOf(again) > shareOf(checked);
  onChange(
    better
      ? { ...answer, text: second.text, checked: again, repaired: true, cut: second.cut ?? false }
      : answer,
  );
}

/** What the person brought from a chat elsewhere. */
export function pastedAnswer(prompt: Prompt, text: string): WrittenAnswer {
  return {
    writer: 'pasted',
    origin: null,
    phase: 'done',
    text,
    checked: checkedAnswer(prompt, text),
    repaired: false,
    cut: false,
    failure: null,
  };
}

function checkedAnswer(prompt: Prompt, text: string): CheckedAnswer {
  return checkAnswer(parseAnswer(withoutThinking(text)), prompt.passages);
}

/** Share of the claims that are verified; an answer without claims has none. */
function shareOf({ claims, verified }: CheckedAnswer): number {
  return claims === 0 ? 0 : verified / claims;
}
