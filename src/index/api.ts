export * from './analysis/analyzer.ts';
export { splitIdentifier } from './analysis/identifier.ts';
export { stem } from './analysis/stem.ts';
export { STOP_WORDS } from './analysis/stop-words.ts';
export { encodeUtf8 as encodeTerm } from './codec/utf8.ts';
export { centre, largestOf, mix, shareOfLargest } from './columns/column-passes.ts';
export { Columns } from './columns/columns.ts';
export { type GramCondition, GramFilter, gramsOf } from './grams/gram-filter.ts';
export { bm25, idf, lengthShares, scoreOf, weightedFrequency } from './lexical/bm25.ts';
export { Lexicon } from './lexical/lexicon.ts';
export type { PostingList, PostingsReader } from './lexical/postings-reader.ts';
export { IN_NAME } from './lexical/postings-writer.ts';
export type { ChunkRow } from './segment/chunk-table.ts';
export { ChunkTable, plainName } from './segment/chunk-table.ts';
export type { FileRow } from './segment/file-table.ts';
export { decodeFileTable, encodeFileTable } from './segment/file-table.ts';
export { contentOf, type SegmentContent, type SegmentTables } from './segment/segment-contents.ts';
export type { SegmentReader } from './segment/segment-reader.ts';
export { openSegment } from './segment/segment-reader.ts';
export type { SealedSegment } from './segment/segment-writer.ts';
export { SegmentWriter } from './segment/segment-writer.ts';
export type { SnapshotSegment } from './snapshot.ts';
export { Snapshot } from './snapshot.ts';
export { topK } from './top-k.ts';
export { cosines as cosinesWithRows, nearestCosines } from './vector/knn.ts';
export { type QuantizedVector, quantize } from './vector/scalar-quantization.ts';
export {
  decodeVectors,
  encodeVectors,
  type VectorBlock,
  VectorBlockWriter,
} from './vector/vector-block.ts';
