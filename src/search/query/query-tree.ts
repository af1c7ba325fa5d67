import type { QueryNode } from './query.ts';

/** Joins the filters of which a chunk has one value only: several side by side are alternatives. */
export function allOf(nodes: readonly (QueryNode | null)[]): QueryNode | null {
  const kept: (QueryNode | null)[] = [];
  const alternatives = new Map<string, QueryNode[]>();
  for (const node of nodes) {
    const kind = exclusiveKind(node);
    if (node === null || kind === null) {
      kept.push(node);
      continue;
    }
    const known = alternatives.get(kind);
    if (known !== undefined) known.push(node);
    else alternatives.set(kind, [node]);
  }
  for (const same of alternatives.values()) kept.push(group('any', same));
  return group('all', kept);
}

function exclusiveKind(node: QueryNode | null): string | null {
  if (node?.kind === 'any') {
    const kinds = new Set(node.nodes.map(exclusiveKind));
    const [kind] = kinds;
    return kinds.size === 1 && kind !== undefined ? kind : null;
  }
  if (node?.kind !== 'filter') return null;
  const { kind } = node.filter;
  return kind === 'language' || kind === 'type' || kind === 'repository' ? kind : null;
}

/** One node of those that are there; null when none is. */
export function group(kind: 'all' | 'any', nodes: readonly (QueryNode | null)[]): QueryNode | null {
  const there = nodes.filter((node) => node !== null);
  return there.length > 1 ? { kind, nodes: there } : (there[0] ?? null);
}
