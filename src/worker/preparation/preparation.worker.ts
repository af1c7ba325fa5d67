/** The entry of a preparation worker: does the work of an ingest that needs no store. */
import { createChunker } from '../../chunking/api.ts';
import { builtGrammars } from '../engine-assets.ts';
import { holdLifeLock } from '../engine-life.ts';
import { eventLoopTurn } from '../event-loop-turn.ts';
import type { PreparationCall, PreparationReply } from './preparation-messages.ts';
import { PreparationServer } from './preparation-server.ts';

const tell = (reply: PreparationReply, transfer: Transferable[] = []): void =>
  postMessage(reply, { transfer });

const server = new PreparationServer({
  tell,
  chunker: () => createChunker(builtGrammars),
  now: () => performance.now(),
  yieldToEventLoop: eventLoopTurn,
});
addEventListener('message', ({ data }: MessageEvent<PreparationCall>) => server.hear(data));
await holdLifeLock(self.name);
tell({ type: 'ready' });
