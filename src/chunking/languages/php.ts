import { childrenOfType, named, namedBy, type SyntaxRules } from './rules.ts';

export const php: SyntaxRules = {
  definitions: {
    namespace_definition: (node, owner) =>
      node.childForFieldName('body') === null
        ? null
        : named('module', { members: 'module', qualifies: false })(node, owner),
    class_declaration: named('class', { members: 'class' }),
    interface_declaration: named('interface', { members: 'class' }),
    trait_declaration: named('class', { members: 'class' }),
    enum_declaration: named('enum', { members: 'class' }),
    function_definition: named('function'),
    method_declaration: named('method'),
    const_declaration: namedBy('variable', (node) =>
      childrenOfType(node, 'const_element').map((child) => child.firstNamedChild),
    ),
    property_declaration: namedBy('property', (node) =>
      // The inner name is without the `$`.
      childrenOfType(node, 'property_element').map(
        (child) => child.childForFieldName('name')?.firstNamedChild ?? null,
      ),
    ),
  },
  transparent: ['if_statement', 'compound_statement'],
  leading: ['attribute_list'],
  comments: ['comment'],
  closures: ['anonymous_function', 'arrow_function'],
};
