import { CHUNKER_VERSION } from '../chunking/api.ts';
import type { IndexState, IngestSettings } from '../domain/api.ts';
import { REPOSITORY_RULES_VERSION } from '../repository/api.ts';
import {
  FEATURE_VERSION,
  FORMAT_VERSION,
  type Manifest,
  OLDEST_READABLE_FORMAT,
} from '../storage/api.ts';
import { isOf, type VectorsIdentity } from './generation-draft.ts';

/** What a state is told from, of a manifest. */
export type IndexFacts = Pick<
  Manifest,
  | 'formatVersion'
  | 'featureVersion'
  | 'chunkerVersion'
  | 'rulesVersion'
  | 'settings'
  | 'complete'
  | 'segments'
>;

/** The versions by which this build makes an index. */
export interface IndexVersions {
  readonly format: number;
  readonly oldestFormat: number;
  readonly feature: number;
  readonly chunker: number;
  readonly rules: number;
}

export const PRESENT_VERSIONS: IndexVersions = {
  format: FORMAT_VERSION,
  oldestFormat: OLDEST_READABLE_FORMAT,
  feature: FEATURE_VERSION,
  chunker: CHUNKER_VERSION,
  rules: REPOSITORY_RULES_VERSION,
};

export interface IndexCircumstances {
  readonly versions: IndexVersions;
  /** As the person has set them now; null when nobody asks for others. */
  readonly settings: IngestSettings | null;
  /** The model of this device; null while it is not loaded, and then it says nothing. */
  readonly model: VectorsIdentity | null;
  /** True when the last listing showed files that differ from the index. */
  readonly contentDiffers: boolean;
}

/**
 * The state of a stored index. `stored`: its manifest, null when nothing was ever committed, `'damaged'` when it
 * cannot be read. What forbids to read goes before what forbids to trust, and that before what is only behind.
 */
export function indexStateOf(
  stored: IndexFacts | null | 'damaged',
  { versions, settings, model, contentDiffers }: IndexCircumstances,
): IndexState {
  if (stored === null) return 'missing';
  if (stored === 'damaged') return 'corrupt';
  if (stored.formatVersion > versions.format || stored.featureVersion > versions.feature) {
    return 'format-too-new';
  }
  if (stored.formatVersion < versions.oldestFormat) return 'format-too-old';
  if (
    needsChunking(stored, versions) ||
    (settings !== null && !isSameSettings(stored.settings, settings))
  ) {
    return 'options-changed';
  }
  // Those that are searched: new ones may wait beside them until every segment has them.
  const isForeign = stored.segments.some(
    ({ vectors }) => vectors !== null && model !== null && !isOf(vectors, model),
  );
  if (isForeign) return 'model-changed';
  return contentDiffers || !stored.complete ? 'content-changed' : 'equal';
}

/** True when files must be cut anew, though their content is the same. */
export function needsChunking(
  stored: Pick<IndexFacts, 'featureVersion' | 'chunkerVersion' | 'rulesVersion'>,
  versions: IndexVersions,
): boolean {
  return (
    stored.chunkerVersion !== versions.chunker ||
    stored.rulesVersion !== versions.rules ||
    stored.featureVersion !== versions.feature
  );
}

export function isSameSettings(a: IngestSettings, b: IngestSettings): boolean {
  const included = (settings: IngestSettings): string =>
    JSON.stringify([...new Set(settings.includeAnyway)].sort());
  return a.maxFileBytes === b.maxFileBytes && included(a) === included(b);
}
