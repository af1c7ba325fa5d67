export { diffOf, historyOf } from './history.ts';
export { type IngestJob, type IngestOutcome, type IngestPorts, ingest } from './ingest.ts';
export { readSkipped } from './side-tables.ts';
export { verifyStore } from './verification.ts';
