import type { Node } from 'web-tree-sitter';
import { named, namedBy, type SyntaxRules } from './rules.ts';

/** The targets of `a = b = 1`, `a, b = …`, `a: int`; attributes and subscripts define no name. */
function targets(statement: Node): Node[] {
  const names: Node[] = [];
  let node = statement.firstNamedChild;
  for (let step = 0; step < 8 && node?.type === 'assignment'; step++) {
    const left = node.childForFieldName('left');
    if (left?.type === 'identifier') names.push(left);
    else if (left?.type === 'pattern_list' || left?.type === 'tuple_pattern') {
      names.push(...left.namedChildren.filter((child) => child.type === 'identifier'));
    }
    node = node.childForFieldName('right');
  }
  return names;
}

export const python: SyntaxRules = {
  definitions: {
    function_definition: named('function'),
    class_definition: named('class', { members: 'class' }),
    expression_statement: namedBy('variable', targets),
    type_alias_statement: namedBy('type', (node) => {
      const left = node.childForFieldName('left')?.firstNamedChild ?? null;
      return [left?.type === 'generic_type' ? left.firstNamedChild : left];
    }),
  },
  wrappers: ['decorated_definition'],
  transparent: [
    'if_statement',
    'elif_clause',
    'else_clause',
    'try_statement',
    'except_clause',
    'finally_clause',
    'with_statement',
    'block',
  ],
  comments: ['comment'],
};
