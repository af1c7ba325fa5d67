import { startsAsPack, VectorGitError } from '../domain/api.ts';
import { FEATURE_VERSION, FORMAT_VERSION } from '../storage/api.ts';
import { inflated } from './compression.ts';
import { parseContents } from './pack-contents.ts';
import {
  FREE_INFLATION_BYTES,
  HEAD_BYTES,
  invalidPack,
  MAX_CONTENTS_BYTES,
  MAX_INFLATION,
  PACK_VERSION,
  type PackContents,
  type PackSection,
  sha256,
  TAIL_BYTES,
} from './pack-format.ts';

/** A pack whose contents are known and belong to the file; its sections are compared when they are read. */
export interface PackReader {
  readonly contents: PackContents;
  /** The payload of a section of the contents; `pack/invalid` when a byte differs from what they say. */
  readonly read: (section: PackSection) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Reads head, tail and contents. `pack/too-new` for what a later version wrote, `pack/invalid` for all else. */
export async function openPack(file: Blob): Promise<PackReader> {
  const bytesAt = async (start: number, end: number): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await file.slice(start, end).arrayBuffer());

  const head = await bytesAt(0, HEAD_BYTES);
  if (!startsAsPack(head)) throw invalidPack('it does not begin as a pack does', 'its head');
  if (file.size < HEAD_BYTES + TAIL_BYTES) throw invalidPack('it is cut short', 'its head');
  const version = new DataView(head.buffer).getUint32(8, true);
  if (version > PACK_VERSION) throw tooNew('pack', version, PACK_VERSION);
  if (version === 0 || new DataView(head.buffer).getUint32(12, true) !== 0) {
    throw invalidPack('it has no version', 'its head');
  }

  const tailStart = file.size - TAIL_BYTES;
  const tail = await bytesAt(tailStart, file.size);
  if (!startsAsPack(tail.subarray(40))) throw invalidPack('it is cut short', 'its end');
  const view = new DataView(tail.buffer);
  const size = view.getUint32(0, true);
  if (view.getUint32(4, true) !== 0) throw invalidPack('it is damaged', 'its end');
  if (size > MAX_CONTENTS_BYTES || size > tailStart - HEAD_BYTES) {
    throw invalidPack('its length is impossible', 'its table of contents');
  }
  const contentsStart = tailStart - size;
  const encoded = await bytesAt(contentsStart, tailStart);
  if ((await sha256(head, encoded)) !== hexOf(tail.subarray(8, 40))) {
    throw invalidPack('its checksum differs', 'its table of contents');
  }
  const contents = parseContents(decoded(encoded));
  if (contents.formatVersion > FORMAT_VERSION) {
    throw tooNew('format', contents.formatVersion, FORMAT_VERSION);
  }
  if (contents.featureVersion > FEATURE_VERSION) {
    throw tooNew('features', contents.featureVersion, FEATURE_VERSION);
  }

  const starts = placesOf(contents, contentsStart);
  return {
    contents,
    async read(section) {
      const start = starts.get(section) as number;
      const where = `section ${section.kind} at ${start}`;
      const stored = await bytesAt(start, start + section.stored);
      if ((await sha256(stored)) !== section.sha256) {
        throw invalidPack('its checksum differs', where);
      }
      if (!section.compressed) return stored;
      const payload = await inflated(stored, section.bytes);
      if (payload === null) throw invalidPack('it does not unpack to its length', where);
      return payload;
    },
  };
}

/** Sections follow each other from the head to the contents, and do not unpack to far more than they are. */
function placesOf(contents: PackContents, end: number): Map<PackSection, number> {
  const starts = new Map<PackSection, number>();
  let offset = HEAD_BYTES;
  let unpacked = 0;
  for (const { sections } of contents.segments) {
    for (const section of sections) {
      starts.set(section, offset);
      offset += section.stored;
      unpacked += section.bytes;
    }
  }
  if (offset !== end) throw invalidPack('its sections do not fill it', 'its table of contents');
  if (unpacked > FREE_INFLATION_BYTES + MAX_INFLATION * end) {
    throw invalidPack('it would unpack to far too much', 'its table of contents');
  }
  return starts;
}

function tooNew(what: string, found: number, supported: number): VectorGitError {
  return new VectorGitError(
    'pack/too-new',
    'This pack was made by a newer version of VectorGit; reload the page to get it',
    { details: { what, found, supported } },
  );
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalidPack('it is not UTF-8', 'its table of contents', cause);
  }
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
