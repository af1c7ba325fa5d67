export { GenerationDraft } from './generation-draft.ts';
export { diffOf, historyOf } from './history.ts';
export { type IngestJob, type IngestOutcome, type IngestPorts, ingest } from './ingest.ts';
export { storeSegment } from './segment-storing.ts';
export { readSkipped } from './side-tables.ts';
export { verifyStore } from './verification.ts';
