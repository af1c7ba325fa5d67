import { childrenOfType, named, namedBy, type SyntaxRules } from './rules.ts';

export const shell: SyntaxRules = {
  definitions: {
    function_definition: named('function'),
    variable_assignment: named('variable'),
    declaration_command: namedBy('variable', (node) =>
      childrenOfType(node, 'variable_assignment').map((child) => child.childForFieldName('name')),
    ),
  },
  transparent: ['if_statement', 'else_clause', 'elif_clause'],
  comments: ['comment'],
};
