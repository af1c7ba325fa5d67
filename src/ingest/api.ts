export { type IngestJob, type IngestOutcome, type IngestPorts, ingest } from './ingest.ts';
export { readSkipped } from './side-tables.ts';
