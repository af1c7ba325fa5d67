export { GenerationDraft } from './generation-draft.ts';
export { diffOf, historyOf } from './history.ts';
export { type IngestJob, type IngestOutcome, type IngestPorts, ingest } from './ingest.ts';
export { type MergePorts, mergeSegments } from './merge.ts';
export { DEFAULT_MERGE_POLICY, type MergePolicy } from './merge-policy.ts';
export { storeSegment } from './segment-storing.ts';
export { readSkipped } from './side-tables.ts';
export { verifyStore } from './verification.ts';
