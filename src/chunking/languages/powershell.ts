import type { DefinitionKind } from '../../domain/api.ts';
import { plainName, type Rule, type SyntaxRules } from './rules.ts';

/** The grammar has no fields: names are children of a known type. */
function firstOfType(kind: DefinitionKind, type: string, hasMembers = false): Rule {
  return (node) => {
    const at = node.namedChildren.find((child) => child.type === type);
    if (at === undefined) return null;
    const name = plainName(at.text.replace(/^\$/, ''));
    const definitions = [{ name, kind, at }];
    if (!hasMembers) return { definitions };
    return { definitions, members: { node, owner: 'class', qualifier: name } };
  };
}

export const powershell: SyntaxRules = {
  definitions: {
    function_statement: firstOfType('function', 'function_name'),
    class_statement: firstOfType('class', 'simple_name', true),
    enum_statement: firstOfType('enum', 'simple_name'),
    class_method_definition: firstOfType('method', 'simple_name'),
    class_property_definition: firstOfType('property', 'variable'),
  },
  transparent: ['statement_list', 'script_block', 'script_block_body', 'named_block_list'],
  comments: ['comment'],
};
