import type { SearchOptions } from '../../domain/api.ts';
import type { QueryNode } from './query.ts';
import { parseQuery } from './query-parser.ts';

/**
 * Which of the repositories of these names a query is asked of: with `repo:` all in which it may hold, without it only
 * the open one (null). The indexes of the others need not be read.
 */
export function repositoriesAsked(
  text: string,
  options: SearchOptions,
  names: readonly string[],
): readonly string[] | null {
  const { root, filters } = parseQuery(text, options);
  if (!filters.some(({ name }) => name === 'repo'))
    return options.everywhere === true ? names : null;
  return names.filter((name) => root === null || verdicts(root, name).canHold);
}

interface Verdicts {
  readonly canHold: boolean;
  readonly canFail: boolean;
}

/** What can become of a condition for some chunk of a repository, when only the repository's name is known. */
function verdicts(node: QueryNode, name: string): Verdicts {
  switch (node.kind) {
    case 'filter': {
      if (node.filter.kind !== 'repository') return { canHold: true, canFail: true };
      const holds = node.filter.matches(name);
      return { canHold: holds, canFail: !holds };
    }
    case 'not': {
      const { canHold, canFail } = verdicts(node.node, name);
      return { canHold: canFail, canFail: canHold };
    }
    case 'all':
    case 'any': {
      const inner = node.nodes.map((one) => verdicts(one, name));
      return node.kind === 'all'
        ? { canHold: inner.every((one) => one.canHold), canFail: inner.some((one) => one.canFail) }
        : { canHold: inner.some((one) => one.canHold), canFail: inner.every((one) => one.canFail) };
    }
    default:
      return { canHold: true, canFail: true };
  }
}
