import type { DefinitionKind } from '../../domain/api.ts';

/**
 * Heads of definitions in languages without grammar. A pattern sees the first 240 units of one line; its
 * groups, joined by `.`, are the name. Every repetition begins with something that what follows it
 * cannot match, so that the time stays linear.
 */
export interface LineRule {
  /** `section` names a place of the file without defining anything. */
  readonly kind: DefinitionKind | 'section';
  readonly pattern: RegExp;
}

/** A language's rules; the first that matches a line counts. */
export function rules(
  ...entries: readonly (readonly [LineRule['kind'], RegExp])[]
): readonly LineRule[] {
  return entries.map(([kind, pattern]) => ({ kind, pattern }));
}
