import { childrenOfType, named, namedBy, type SyntaxRules } from './rules.ts';

const fields = namedBy('property', (node) =>
  childrenOfType(node, 'variable_declarator').map((child) => child.childForFieldName('name')),
);

export const java: SyntaxRules = {
  definitions: {
    class_declaration: named('class', { members: 'class' }),
    record_declaration: named('class', { members: 'class' }),
    interface_declaration: named('interface', { members: 'class' }),
    annotation_type_declaration: named('interface', { members: 'class' }),
    enum_declaration: named('enum', { members: 'class' }),
    method_declaration: named('method'),
    constructor_declaration: named('method'),
    compact_constructor_declaration: named('method'),
    annotation_type_element_declaration: named('method'),
    field_declaration: fields,
    constant_declaration: fields,
    module_declaration: named('module'),
  },
  transparent: ['enum_body_declarations'],
  comments: ['line_comment', 'block_comment'],
  closures: ['lambda_expression'],
};
