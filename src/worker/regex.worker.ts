/** Runs regular expressions for the engine, which ends this worker when one takes too long. */
import { regexSpans } from '../search/api.ts';
import type { RegexReply, RegexRequest } from './regex-budget.ts';

addEventListener('message', ({ data }: MessageEvent<RegexRequest>) => {
  const reply: RegexReply = data.texts.map((text) => {
    const spans = regexSpans(data.source, data.flags, text);
    return Uint32Array.from(spans.flatMap(({ start, end }) => [start, end]));
  });
  postMessage(reply);
});

// Said once: the time of the start is not the expressions' (regex-budget.ts).
postMessage(null);
