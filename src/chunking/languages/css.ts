import type { Node } from 'web-tree-sitter';
import type { Finding, SyntaxRules } from './rules.ts';

const LONGEST_SELECTOR = 80;

/** A style rule defines nothing, but its selector is what one looks for. */
function labelled(prefix: string, at: Node | null): Finding | null {
  if (at === null) return null;
  const text = at.text.slice(0, LONGEST_SELECTOR).replace(/\s+/g, ' ').trim();
  return text === '' ? null : { definitions: [], label: { type: 'section', name: prefix + text } };
}

export const css: SyntaxRules = {
  definitions: {
    rule_set: (node) => labelled('', node.firstNamedChild),
    keyframes_statement: (node) =>
      labelled(
        '@keyframes ',
        node.namedChildren.find((child) => child.type === 'keyframes_name') ?? null,
      ),
  },
  transparent: ['media_statement', 'supports_statement', 'at_rule', 'block'],
  comments: ['comment', 'js_comment'],
};
