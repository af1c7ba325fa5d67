/** Models in words. */
import type { VectorGitError } from '../../domain/api.ts';
import type { ModelListing } from '../../worker/protocol-models.ts';
import { formatBytes } from '../app/quantity.ts';

/** Where a model comes from, and how large it is if that is known. */
export function modelOrigin({ source, bytes }: Pick<ModelListing, 'source' | 'bytes'>): string {
  const size = bytes === null ? '' : `, ${formatBytes(bytes)}`;
  switch (source) {
    case 'build':
      return `Part of VectorGit, the default${size}`;
    case 'host':
      return `From this site${size}`;
    case 'folder':
      return `From a folder you gave, kept on this device${size}`;
    case 'hub':
      return `Fetched from its hub, kept on this device${size}`;
    case 'known':
      return 'Known to work; give the folder with its files';
  }
}

/**
 * The model's id by the name of its folder: `models--owner--name`, as Hugging Face's cache has it, is `owner/name`.
 * Null when nothing in the name can be part of an id.
 */
export function modelIdOf(folder: string): string | null {
  const cached = /^models--([^/]+?)--([^/]+)$/.exec(folder);
  const parts = cached ? [cached[1] ?? '', cached[2] ?? ''] : [folder];
  const clean = parts.map((part) => part.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, ''));
  return clean.every((part) => part !== '') ? clean.join('/') : null;
}

/** What became of a choice or of a folder, when nothing did; the model that was in use stays so. */
export function modelFailure({ code }: VectorGitError, id: string): string {
  switch (code) {
    case 'model/unavailable':
      return `The files of ${id} could not be fetched. The model in use stays.`;
    case 'model/invalid':
      return `${id} is no model that can be used here: config.json, tokenizer.json, tokenizer_config.json and onnx/model_quantized.onnx (or onnx/model.onnx) are needed. The model in use stays.`;
    case 'model/checksum-mismatch':
      return `The files of ${id} are damaged and were refused. The model in use stays.`;
    default:
      return `That did not work with ${id}. The model in use stays.`;
  }
}
