/** Entry of the worker that runs a text-generation model: apart from the engine, which goes on answering searches. */
import type { TextModelCall } from './protocol-text-model.ts';
import { TextModelDesk } from './text-model-desk.ts';

const desk = new TextModelDesk((reply) => postMessage(reply));

addEventListener('message', ({ data }: MessageEvent<TextModelCall>) => desk.hear(data));
