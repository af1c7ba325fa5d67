/** What the page says when a model server gives no answer: what happened, and what to do. */
import type { AddressProblem, EndpointFailureKind } from '../../explain/api.ts';

export interface EndpointAdvice {
  readonly title: string;
  readonly advice: string;
}

/** `origin` is the server's, `page` our own: servers let pages in by their origin. */
export function endpointAdvice(
  kind: EndpointFailureKind,
  origin: string,
  page: string,
): EndpointAdvice {
  switch (kind) {
    case 'not-running':
      return {
        title: `Nothing answers at ${origin}`,
        advice:
          'Start the server (Ollama: “ollama serve”; LM Studio: Developer, Start server; llama.cpp: “llama-server”), check the port, then try again.',
      };
    case 'cors-refused':
      return {
        title: `${origin} is running and does not let this page in`,
        advice: `Allow this page’s origin ${page} there. Ollama: set OLLAMA_ORIGINS=${page} and restart it; LM Studio: switch on “Enable CORS”; llama.cpp allows every page unless a proxy stands before it.`,
      };
    case 'permission-denied':
      return {
        title: 'The browser does not let this page reach this machine',
        advice:
          'Allow “Local network access” (or “Apps on this device”) in the site settings beside the address, then try again.',
      };
    case 'model-missing':
      return {
        title: 'The server does not have this model',
        advice:
          'Choose one of its list, or fetch it there first (Ollama: “ollama pull” and its name; LM Studio: load it).',
      };
    case 'model-loading':
      return {
        title: 'The server is still loading the model',
        advice: 'Try again in a moment.',
      };
    case 'key-refused':
      return {
        title: 'The server wants another key',
        advice: 'Enter the key that it was started with. It stays in this tab’s memory.',
      };
    case 'context-too-long':
      return {
        title: 'The prompt is longer than the model’s window',
        advice:
          'Choose a smaller token budget here, a model with a larger window, or start the server with a larger context.',
      };
    case 'stream-broken':
      return {
        title: 'The answer broke off',
        advice: 'What had come is kept below. Try again; the server’s own log may say why.',
      };
    case 'server-failed':
      return {
        title: 'The server failed',
        advice: 'Its own log says more. Try again, or choose another model.',
      };
    case 'not-understood':
      return {
        title: `What answers at ${origin} is no model server`,
        advice: 'Check the port and the kind of server.',
      };
    case 'not-a-text-model':
      return {
        title: 'This is no model that writes text',
        advice:
          'Choose the folder of a text-generation model in ONNX form, of an architecture such as Llama, Qwen2, Gemma, Phi or GPT-2. Models for embeddings belong on the storage page (key s).',
      };
    case 'file-missing':
      return {
        title: 'A file of the model is missing',
        advice:
          'Choose the folder that has config.json, tokenizer.json, tokenizer_config.json and onnx/model_quantized.onnx (or another export beside it).',
      };
    case 'out-of-memory':
      return {
        title: 'The model does not fit into memory',
        advice:
          'A page has 4 GB for a model at most. Choose a smaller token budget, an export with fewer bits, or a smaller model; closing other tabs may help.',
      };
    case 'no-room':
      return {
        title: 'There is no room on this device to keep the model',
        advice: 'Remove another model or a repository, then choose the folder again.',
      };
    case 'model-damaged':
      return {
        title: 'The files of the model are damaged',
        advice: 'Remove it here and choose its folder again.',
      };
    case 'model-failed':
      return {
        title: 'The model failed',
        advice: 'Try again, or choose another export of it, or another model.',
      };
  }
}

export function addressAdvice(problem: AddressProblem): string {
  return problem === 'not-this-machine'
    ? 'Only servers on this machine can be asked: 127.0.0.1 or localhost.'
    : 'Enter an address such as http://127.0.0.1:11434.';
}
