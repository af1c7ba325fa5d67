import {
  Box,
  Braces,
  FileText,
  FunctionSquare,
  Hash,
  List,
  type LucideIcon,
  Package,
  Shapes,
  SquareDashed,
  Type,
  Variable,
} from 'lucide-react';
import type { ChunkType } from '../../domain/api.ts';

const ICONS: Readonly<Record<ChunkType, LucideIcon>> = {
  function: FunctionSquare,
  method: Braces,
  class: Box,
  interface: Shapes,
  enum: List,
  type: Type,
  module: Package,
  variable: Variable,
  section: Hash,
  block: SquareDashed,
  file: FileText,
};

/** Stands before a chunk's name; the words beside it say the type too. */
export function ChunkIcon({ type }: { readonly type: ChunkType }) {
  const Icon = ICONS[type];
  return <Icon size={14} aria-hidden />;
}
