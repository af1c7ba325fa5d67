import type { Node } from 'web-tree-sitter';
import { type Finding, named, namedBy, plainName, type SyntaxRules } from './rules.ts';

/** `Server` of `func (s *Server[T]) Run()`. */
function receiverOf(node: Node): string {
  const text = node.childForFieldName('receiver')?.text ?? '';
  return /([A-Za-z_]\w*)\s*(?:\[[^\]]*\])?\s*\)\s*$/.exec(text.slice(0, 200))?.[1] ?? '';
}

function method(node: Node): Finding | null {
  const at = node.childForFieldName('name');
  if (at === null) return null;
  const receiver = receiverOf(node);
  const name = receiver === '' ? at.text : `${receiver}.${at.text}`;
  return { definitions: [{ name, kind: 'method', at }] };
}

function typeSpec(node: Node): Finding | null {
  const at = node.childForFieldName('name');
  const type = node.childForFieldName('type');
  if (at === null) return null;
  const name = plainName(at.text);
  if (type?.type === 'struct_type') {
    const fields = type.firstNamedChild;
    return {
      definitions: [{ name, kind: 'class', at }],
      members: fields === null ? null : { node: fields, owner: 'class', qualifier: name },
    };
  }
  if (type?.type === 'interface_type') {
    return {
      definitions: [{ name, kind: 'interface', at }],
      members: { node: type, owner: 'class', qualifier: name },
    };
  }
  return { definitions: [{ name, kind: 'type', at }] };
}

export const go: SyntaxRules = {
  definitions: {
    function_declaration: named('function'),
    method_declaration: method,
    type_spec: typeSpec,
    type_alias: named('type'),
    const_spec: namedBy('variable', (node) => node.childrenForFieldName('name')),
    var_spec: namedBy('variable', (node) => node.childrenForFieldName('name')),
    field_declaration: namedBy('property', (node) => node.childrenForFieldName('name')),
    method_elem: named('method'),
  },
  wrappers: ['type_declaration', 'const_declaration', 'var_declaration'],
  transparent: ['var_spec_list'],
  comments: ['comment'],
  closures: ['func_literal'],
};
