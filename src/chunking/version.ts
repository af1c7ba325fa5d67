/**
 * Bumped when chunks of the same text may differ from before.
 * 1: first version.
 */
export const CHUNKER_VERSION = 1;
