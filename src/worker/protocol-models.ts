/** Wire types of the models: which there are, which is chosen, how others come in. */
import type { Reply } from './protocol-reply.ts';
import type { StagedFile } from './protocol-source.ts';

/** The files of a model in Hugging Face layout that are used; `weights`: one is needed, for the CPU the first that is there. */
export const MODEL_FILES = {
  needed: ['config.json', 'tokenizer.json', 'tokenizer_config.json'],
  optional: [
    '1_Pooling/config.json',
    'config_sentence_transformers.json',
    'sentence_bert_config.json',
    'special_tokens_map.json',
  ],
  weights: ['onnx/model_quantized.onnx', 'onnx/model.onnx'],
} as const;

/** Where the files of a kept model came from: a folder that the person gave, or the hub after consent. */
export type ModelOrigin = 'folder' | 'hub';

/** One model that could make the vectors. */
export interface ModelListing {
  /** As Hugging Face spells it, `owner/name`, or the name alone. */
  readonly id: string;
  /**
   * `build`: part of the build, the default. `host`: lies in `models/` of this site. `folder` and `hub`: given by the
   * person or fetched after consent, kept on this device. `known`: works here, but its files have to come first.
   */
  readonly source: 'build' | 'host' | ModelOrigin | 'known';
  readonly chosen: boolean;
  /** False: `chooseModel` would fail for want of its files. */
  readonly available: boolean;
  /** Of its files; null when that is not known before they are loaded. */
  readonly bytes: number | null;
}

/** The calls of the models. */
export interface ModelsApi {
  /** The default first. */
  models(): Promise<Reply<readonly ModelListing[]>>;
  /**
   * Loads the model (progress comes as `status` events), keeps the choice, and answers; then the vectors of every
   * repository are made anew in the background, as an ingest of phase `embedding`, and the old ones are searched
   * until they are complete. When it cannot be loaded the model stays what it was: `model/unavailable`,
   * `model/invalid`, `model/checksum-mismatch`.
   */
  chooseModel(id: string): Promise<Reply<null>>;
  /**
   * Keeps a model's folder in Hugging Face layout on this device; paths without the folder's own name. Files that
   * are not needed are left out. `model/invalid` when it is no model.
   */
  addModelFolder(
    id: string,
    files: readonly StagedFile[],
    origin: ModelOrigin,
  ): Promise<Reply<ModelListing>>;
  /** Removes what `addModelFolder` kept; the default is chosen when this one was. */
  removeModel(id: string): Promise<Reply<null>>;
}
