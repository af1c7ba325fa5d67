import type { SourceFile } from '../domain/api.ts';
import { sha256 } from './pack-format.ts';

const LINE_ENDS = ['\n', '\r\n', '\r'] as const;
const BOM = '\uFEFF';

/**
 * True when the file's hash is that of bytes which decode to its text: with or without a byte-order mark, with any
 * one kind of line end. Mixed line ends and bytes that were replaced cannot be told, and give false: such a file is
 * read again at the next sync. So nobody can pass off a text as the unchanged content of another.
 */
export async function isHashOf(file: SourceFile): Promise<boolean> {
  if (file.lossy) return false;
  for (const lineEnd of LINE_ENDS) {
    const text = lineEnd === '\n' ? file.text : file.text.replaceAll('\n', lineEnd);
    for (const candidate of [text, BOM + text]) {
      const bytes = encoded(candidate, file.encoding);
      if (bytes.length === file.bytes && (await sha256(bytes)) === file.contentHash) return true;
    }
  }
  return false;
}

function encoded(text: string, encoding: SourceFile['encoding']): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let unit = 0; unit < text.length; unit++) {
    view.setUint16(unit * 2, text.charCodeAt(unit), encoding === 'utf-16le');
  }
  return bytes;
}
