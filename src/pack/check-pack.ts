import { FEATURE_VERSION, FORMAT_VERSION } from '../storage/api.ts';
import { type CheckedSegment, checkSegment } from './check-segment.ts';
import type { PackContents, PackSegment } from './pack-format.ts';
import type { PackReader } from './pack-reader.ts';

/** A pack of which every byte was looked at. */
export interface CheckedPack {
  readonly contents: PackContents;
  /** Its segments, one at a time, ready to be stored. */
  segments(): AsyncGenerator<CheckedSegment>;
}

export interface CheckPorts {
  /** Called between files; may throw to stop. */
  readonly breathe: () => Promise<void>;
  readonly onSegment: (segment: PackSegment) => void;
}

/** Checked segments up to this many bytes wait in memory for being stored; others are read and checked once more. */
const KEPT_BYTES = 100_000_000;

/** Reads the whole pack, segment by segment. `pack/invalid` at the first thing that is wrong. Writes nothing. */
export async function checkPack(reader: PackReader, ports: CheckPorts): Promise<CheckedPack> {
  const { contents } = reader;
  const kept: (CheckedSegment | null)[] = [];
  const paths = new Set<string>();
  let keptBytes = 0;
  for (const segment of contents.segments) {
    const checked = await read(reader, segment, paths, ports.breathe);
    keptBytes += segment.sections.reduce((sum, { bytes }) => sum + bytes, 0);
    kept.push(keptBytes <= KEPT_BYTES ? checked : null);
    ports.onSegment(segment);
  }
  return {
    contents,
    async *segments() {
      const again = new Set<string>();
      for (const [index, segment] of contents.segments.entries()) {
        yield kept[index] ?? (await read(reader, segment, again, ports.breathe));
        kept[index] = null;
      }
    },
  };
}

async function read(
  reader: PackReader,
  segment: PackSegment,
  paths: Set<string>,
  breathe: () => Promise<void>,
): Promise<CheckedSegment> {
  const sections = new Map<string, Uint8Array<ArrayBuffer>[]>();
  for (const section of segment.sections) {
    const payload = await reader.read(section);
    const sameKind = sections.get(section.kind);
    if (sameKind === undefined) sections.set(section.kind, [payload]);
    else sameKind.push(payload);
    await breathe();
  }
  return checkSegment({
    segment,
    sections,
    paths,
    sameFormat: reader.contents.formatVersion === FORMAT_VERSION,
    sameFeatures: reader.contents.featureVersion === FEATURE_VERSION,
    breathe,
  });
}
