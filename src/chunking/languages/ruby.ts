import type { Node } from 'web-tree-sitter';
import { type Finding, named, namedBy, type SyntaxRules } from './rules.ts';

/** `class << self`: its methods are the class's own. */
function singletonClass(node: Node): Finding | null {
  const body = node.childForFieldName('body');
  if (body === null) return null;
  return { definitions: [], members: { node: body, owner: 'class', qualifier: '' } };
}

export const ruby: SyntaxRules = {
  definitions: {
    module: named('module', { members: 'class' }),
    class: named('class', { members: 'class' }),
    singleton_class: singletonClass,
    method: named('function'),
    singleton_method: named('function'),
    alias: named('function'),
    assignment: namedBy('variable', (node) => {
      const left = node.childForFieldName('left');
      return [left?.type === 'constant' ? left : null];
    }),
  },
  transparent: ['if', 'unless', 'else', 'elsif', 'then', 'begin', 'body_statement'],
  comments: ['comment'],
};
