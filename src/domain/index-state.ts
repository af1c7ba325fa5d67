/**
 * How a stored index stands to its source and to this version of VectorGit. In order of what it asks for:
 * nothing there; nothing to do; files differ, or the last ingest did not reach its end; settings, rules or chunker
 * differ, so files are listed and read again; vectors are of another model, so they are made anew; the bytes are
 * too old to be read, so all is indexed anew; they are of a newer version and are left alone; they are damaged.
 */
export type IndexState =
  | 'missing'
  | 'equal'
  | 'content-changed'
  | 'options-changed'
  | 'model-changed'
  | 'format-too-old'
  | 'format-too-new'
  | 'corrupt';
