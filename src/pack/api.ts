/** One generation of a repository as one file, `<name>.vgpack`: written, checked to the last byte, and taken in. */
export { type CheckedPack, checkPack } from './check-pack.ts';
export { openPack, type PackReader } from './pack-reader.ts';
export { type PackReport, type PackSource, packFile } from './pack-writer.ts';
export { storePack } from './store-pack.ts';
