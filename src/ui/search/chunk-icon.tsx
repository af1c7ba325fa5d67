import type { ChunkType } from '../../domain/api.ts';
import { RowIcon } from '../components/row-icon.tsx';
import {
  BOX,
  BRACES,
  FILE_TEXT,
  HASH,
  LIST,
  PACKAGE,
  SHAPES,
  SQUARE_DASHED,
  SQUARE_FUNCTION,
  TYPE,
  VARIABLE,
} from '../components/row-paths.ts';

const PATHS: Readonly<Record<ChunkType, string>> = {
  function: SQUARE_FUNCTION,
  method: BRACES,
  class: BOX,
  interface: SHAPES,
  enum: LIST,
  type: TYPE,
  module: PACKAGE,
  variable: VARIABLE,
  section: HASH,
  block: SQUARE_DASHED,
  file: FILE_TEXT,
};

/** Stands before a chunk's name; the words beside it say the type too. */
export function ChunkIcon({ type }: { readonly type: ChunkType }) {
  return <RowIcon d={PATHS[type]} />;
}
