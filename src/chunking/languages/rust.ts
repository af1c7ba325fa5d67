import type { Node } from 'web-tree-sitter';
import { type Finding, named, plainName, type SyntaxRules } from './rules.ts';

/** An `impl` defines no name of its own: it qualifies its members by the type. */
function impl(node: Node): Finding | null {
  const type = node.childForFieldName('type');
  const body = node.childForFieldName('body');
  if (type === null || body === null) return null;
  const name = plainName(type.text.replace(/^&(?:'\w+\s*)?(?:mut\s+)?/, ''));
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (last === '') return null;
  return {
    definitions: [],
    members: { node: body, owner: 'class', qualifier: last },
    label: { type: 'class', name: last },
  };
}

export const rust: SyntaxRules = {
  definitions: {
    function_item: named('function'),
    function_signature_item: named('function'),
    struct_item: named('class', { members: 'class' }),
    union_item: named('class', { members: 'class' }),
    enum_item: named('enum'),
    trait_item: named('interface', { members: 'class' }),
    impl_item: impl,
    mod_item: named('module', { members: 'module' }),
    macro_definition: named('macro'),
    const_item: named('variable'),
    static_item: named('variable'),
    type_item: named('type'),
    associated_type: named('type'),
    field_declaration: named('property'),
  },
  transparent: ['foreign_mod_item', 'declaration_list'],
  leading: ['attribute_item'],
  comments: ['line_comment', 'block_comment'],
  closures: ['closure_expression'],
};
