import { childrenOfType, named, namedBy, type SyntaxRules } from './rules.ts';

const fields = namedBy('property', (node) =>
  childrenOfType(node, 'variable_declaration').flatMap((declaration) =>
    childrenOfType(declaration, 'variable_declarator').map(
      (child) => child.childForFieldName('name') ?? child.firstNamedChild,
    ),
  ),
);

export const csharp: SyntaxRules = {
  definitions: {
    namespace_declaration: named('module', { members: 'module', qualifies: false }),
    class_declaration: named('class', { members: 'class' }),
    struct_declaration: named('class', { members: 'class' }),
    record_declaration: named('class', { members: 'class' }),
    interface_declaration: named('interface', { members: 'class' }),
    enum_declaration: named('enum'),
    delegate_declaration: named('type'),
    method_declaration: named('method'),
    constructor_declaration: named('method'),
    local_function_statement: named('function'),
    property_declaration: named('property'),
    event_declaration: named('property'),
    event_field_declaration: fields,
    field_declaration: fields,
  },
  transparent: ['preproc_if', 'preproc_else', 'preproc_elif', 'preproc_region'],
  leading: ['attribute_list'],
  comments: ['comment'],
  closures: ['lambda_expression', 'anonymous_method_expression'],
};
