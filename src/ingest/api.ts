export { vectorsIdentity } from './embedding-pass.ts';
export { GenerationDraft, type VectorsIdentity } from './generation-draft.ts';
export type { Damage } from './healing/damage.ts';
export { damagesAmong, damageText, usesOf } from './healing/damage.ts';
export { fallBack, type HeadHealing, type Healing, healBlobs, healHead } from './healing/heal.ts';
export type { HealPorts } from './healing/restore.ts';
export { type SourceTexts, sourceTexts } from './healing/source-texts.ts';
export { diffOf, historyOf } from './history.ts';
export { indexStateOf, PRESENT_VERSIONS } from './index-state.ts';
export { type IngestJob, type IngestOutcome, type IngestPorts, ingest } from './ingest.ts';
export { type MergePorts, mergeSegments } from './merge.ts';
export { DEFAULT_MERGE_POLICY, type MergePolicy } from './merge-policy.ts';
export type {
  Batch,
  BatchProgress,
  FileToPrepare,
  Preparation,
  PreparationPorts,
  PreparedBatch,
} from './preparation/batch.ts';
export { preparationHere } from './preparation/preparation-here.ts';
export { type BatchPorts, prepareBatch } from './preparation/prepare-batch.ts';
export { storeSegment } from './segment-storing.ts';
export { readSkipped } from './side-tables.ts';
export { type Findings, problemOf, verifyStore } from './verification.ts';
