import {
  invalidPack,
  MAX_SECTION_BYTES,
  type PackContents,
  type PackSection,
  type PackSegment,
  type PackVectors,
} from './pack-format.ts';

const WHERE = 'its table of contents';
const HEX_64 = /^[0-9a-f]{64}$/;
const KIND = /^[a-z][a-z0-9-]{0,31}$/;
/** As models are named: `name` or `owner/name`. */
const MODEL_ID = /^\w[\w.-]{0,127}(?:\/\w[\w.-]{0,127})?$/;
const MAX_COUNT = 2 ** 31;
const MAX_DIMENSION = 8_192;

/**
 * Parses and checks the table of contents; unknown members are left out, nothing is taken over unseen.
 * `pack/invalid` with the member that is wrong.
 */
export function parseContents(json: string): PackContents {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw invalidPack('it is not JSON', WHERE, cause);
  }
  const contents = record(value, 'contents');
  const parsed: PackContents = {
    name: text(contents, 'name', /^[^\p{Cc}\p{Cs}]{1,255}$/u),
    formatVersion: count(contents, 'formatVersion'),
    featureVersion: count(contents, 'featureVersion'),
    chunkerVersion: count(contents, 'chunkerVersion'),
    rulesVersion: count(contents, 'rulesVersion'),
    generation: count(contents, 'generation'),
    committedAt: count(contents, 'committedAt', 2 ** 53),
    complete: flag(contents, 'complete'),
    maxFileBytes: count(contents, 'maxFileBytes', 2 ** 53),
    files: count(contents, 'files'),
    chunks: count(contents, 'chunks'),
    segments: list(contents, 'segments').map(parseSegment),
  };
  const sum = (of: (segment: PackSegment) => number): number =>
    parsed.segments.reduce((total, segment) => total + of(segment), 0);
  if (sum((segment) => segment.files) !== parsed.files) throw wrong('files');
  if (sum((segment) => segment.chunks) !== parsed.chunks) throw wrong('chunks');
  return parsed;
}

function parseSegment(value: unknown): PackSegment {
  const segment = record(value, 'segments');
  const { vectors } = segment;
  const sections = list(segment, 'sections').map(parseSection);
  const parsed: PackSegment = {
    files: count(segment, 'files'),
    chunks: count(segment, 'chunks'),
    vectors: vectors === null ? null : parseVectors(vectors),
    sections,
  };
  const of = (kind: string): number => sections.filter((section) => section.kind === kind).length;
  const kinds = new Set(sections.map(({ kind }) => kind));
  for (const kind of kinds) {
    if (kind !== 'text' && of(kind) !== 1) throw wrong(`sections of kind ${kind}`);
  }
  if (!kinds.has('files') || !kinds.has('chunks')) throw wrong('sections');
  if (kinds.has('vectors') !== (parsed.vectors !== null)) throw wrong('vectors');
  return parsed;
}

function parseVectors(value: unknown): PackVectors {
  const vectors = record(value, 'vectors');
  const dimension = count(vectors, 'dimension', MAX_DIMENSION);
  if (dimension === 0) throw wrong('dimension');
  return {
    modelId: text(vectors, 'modelId', MODEL_ID),
    modelChecksum: text(vectors, 'modelChecksum', /^[0-9a-f]{1,128}$/),
    embeddingFormat: text(vectors, 'embeddingFormat', /^\w{1,64}$/),
    dimension,
  };
}

function parseSection(value: unknown): PackSection {
  const section = record(value, 'sections');
  const parsed: PackSection = {
    kind: text(section, 'kind', KIND),
    bytes: count(section, 'bytes', MAX_SECTION_BYTES),
    stored: count(section, 'stored', MAX_SECTION_BYTES),
    compressed: flag(section, 'compressed'),
    sha256: text(section, 'sha256', HEX_64),
  };
  if (!parsed.compressed && parsed.bytes !== parsed.stored) throw wrong('stored');
  return parsed;
}

function wrong(member: string) {
  return invalidPack(`${member} is not what it should be`, WHERE);
}

function record(value: unknown, member: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(member);
  return value as Record<string, unknown>;
}

function list(of: Readonly<Record<string, unknown>>, member: string): readonly unknown[] {
  const value = of[member];
  if (!Array.isArray(value)) throw wrong(member);
  return value;
}

function text(of: Readonly<Record<string, unknown>>, member: string, pattern: RegExp): string {
  const value = of[member];
  if (typeof value !== 'string' || !pattern.test(value)) throw wrong(member);
  return value;
}

function flag(of: Readonly<Record<string, unknown>>, member: string): boolean {
  const value = of[member];
  if (typeof value !== 'boolean') throw wrong(member);
  return value;
}

function count(of: Readonly<Record<string, unknown>>, member: string, most = MAX_COUNT): number {
  const value = of[member];
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > most) {
    throw wrong(member);
  }
  return value as number;
}
