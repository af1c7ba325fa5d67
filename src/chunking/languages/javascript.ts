import type { Node } from 'web-tree-sitter';
import type { DefinitionKind } from '../../domain/api.ts';
import {
  type Finding,
  type Members,
  type NamedNode,
  named,
  plainName,
  type Rule,
  type SyntaxRules,
} from './rules.ts';

const FUNCTIONS = new Set([
  'arrow_function',
  'function_expression',
  'generator_function',
  'function',
]);

/** What a value that is assigned to a name makes of the name. */
function valueKind(value: Node | null): {
  kind: DefinitionKind;
  body: Node | null;
  owner: Members['owner'];
} {
  const inner = value === null ? null : unwrapped(value);
  if (inner !== null && FUNCTIONS.has(inner.type)) {
    return { kind: 'function', body: null, owner: 'function' };
  }
  if (inner?.type === 'class') {
    return { kind: 'class', body: inner.childForFieldName('body'), owner: 'class' };
  }
  if (inner?.type === 'object') return { kind: 'variable', body: inner, owner: 'object' };
  return { kind: 'variable', body: null, owner: 'object' };
}

/** The value inside of `(…)`, `… as const`, `… satisfies T`, `Object.freeze(…)`, `memo(() => …)`. */
function unwrapped(value: Node): Node {
  let node = value;
  for (let step = 0; step < 4; step++) {
    let inner: Node | null = null;
    if (
      node.type === 'parenthesized_expression' ||
      node.type === 'as_expression' ||
      node.type === 'satisfies_expression'
    ) {
      inner = node.firstNamedChild;
    } else if (node.type === 'call_expression') {
      const called = node.childForFieldName('function');
      const first = node.childForFieldName('arguments')?.firstNamedChild ?? null;
      const wraps =
        first !== null &&
        (first.type === 'object' ? called?.text === 'Object.freeze' : FUNCTIONS.has(first.type)) &&
        called !== null &&
        /^(?:Object\.freeze|(?:React\.)?(?:memo|forwardRef|useCallback))$/.test(called.text);
      inner = wraps ? first : null;
    }
    if (inner === null) return node;
    node = inner;
  }
  return node;
}

const REQUIRE = /^(?:require\s*\(|await\s+import\s*\()/;

/** `const a = …, b = …` and `var`, `let`. */
const declaration: Rule = (node) => {
  const definitions: NamedNode[] = [];
  let members: Members | null = null;
  for (const declarator of node.namedChildren) {
    if (declarator.type !== 'variable_declarator') continue;
    const at = declarator.childForFieldName('name');
    if (at === null) continue;
    if (at.type !== 'identifier') {
      for (const bound of at.namedChildren) {
        if (bound.type === 'shorthand_property_identifier_pattern' || bound.type === 'identifier') {
          definitions.push({ name: plainName(bound.text), kind: 'variable', at: bound });
        }
      }
      continue;
    }
    const name = plainName(at.text);
    const value = declarator.childForFieldName('value');
    // The name of a module that is brought in is defined elsewhere.
    if (name === '' || (value !== null && REQUIRE.test(value.text.slice(0, 20)))) continue;
    const { kind, body, owner } = valueKind(value);
    definitions.push({ name, kind, at });
    if (body !== null && members === null) members = { node: body, owner, qualifier: name };
  }
  return definitions.length === 0 ? null : { definitions, members };
};

/** `exports.a = …`, `module.exports = …`, `A.prototype.b = …`, `A.b = A.c = function …`. */
const assignment: Rule = (node, scope) => {
  let expression = node.firstNamedChild;
  if (expression?.type === 'call_expression') return namedCallback(expression);
  const targets: Node[] = [];
  for (let step = 0; step < MAX_TARGETS && expression?.type === 'assignment_expression'; step++) {
    const target = expression.childForFieldName('left');
    if (target?.type === 'member_expression') targets.push(target);
    expression = expression.childForFieldName('right');
  }
  if (targets.length === 0) return null;
  const { kind, body, owner } = valueKind(expression);
  const definitions: NamedNode[] = [];
  let qualifier: string | null = null;
  let membersOwner = owner;
  for (const at of targets) {
    const target = plainName(at.text);
    if (/^(?:module\.)?exports$/.test(target)) {
      qualifier ??= '';
      continue;
    }
    const exported = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
    const name =
      exported ??
      target.replace(/\.prototype(?=\.|$)/, '').replace(/^(?:self|window|globalThis)\./, '');
    if (!/^[\w$]+(?:\.[\w$#]+)*$/.test(name) || name.startsWith('this.')) continue;
    // `A.prototype = { … }` gives A methods; any other plain assignment defines nothing.
    const isPrototype = target.endsWith('.prototype');
    if (isPrototype) membersOwner = 'class';
    if (exported === undefined && kind === 'variable' && !isPrototype) continue;
    if (scope === 'function' && kind === 'variable') continue;
    qualifier ??= name;
    if (isPrototype) continue;
    const isMember = name.includes('.') && kind === 'function';
    definitions.push({ name, kind: isMember ? 'method' : kind, at });
  }
  if (qualifier === null) return null;
  return {
    definitions,
    members: body === null ? null : { node: body, owner: membersOwner, qualifier },
  };
};

const MAX_TARGETS = 8;

/** `define(object, 'name', function name() { … })`: the function has a name, so it is worth one. */
function namedCallback(call: Node): Finding | null {
  const last = call.childForFieldName('arguments')?.lastNamedChild ?? null;
  if (last === null || !FUNCTIONS.has(last.type)) return null;
  const at = last.childForFieldName('name');
  return at === null ? null : { definitions: [{ name: plainName(at.text), kind: 'function', at }] };
}

/** `key: function () {}` and `key: { … }` in an object that has a name. */
const pair: Rule = (node, scope) => {
  if (scope !== 'object' && scope !== 'class') return null;
  const at = node.childForFieldName('key');
  if (at === null) return null;
  const name = plainName(at.text);
  const { kind, body, owner } = valueKind(node.childForFieldName('value'));
  if (name === '') return null;
  if (kind === 'variable') {
    return body === null
      ? null
      : { definitions: [], members: { node: body, owner, qualifier: name } };
  }
  const definitions = [{ name, kind, at }];
  return { definitions, members: body === null ? null : { node: body, owner, qualifier: name } };
};

/** A class field; one that holds a function is a method. */
function field(nameField: string): Rule {
  return (node) => {
    const at = node.childForFieldName(nameField);
    if (at === null) return null;
    const { kind } = valueKind(node.childForFieldName('value'));
    const definitions = [
      { name: plainName(at.text), kind: kind === 'function' ? 'method' : 'property', at } as const,
    ];
    return { definitions };
  };
}

/** Methods of classes, and of object literals that have a name. */
const method: Rule = (node): Finding | null => {
  const at = node.childForFieldName('name');
  return at === null ? null : { definitions: [{ name: plainName(at.text), kind: 'method', at }] };
};

/** `export default function () {}`, `export default { … }` and the like, as seen by the wrapper. */
const defaultValue: Rule = (node, scope) => {
  if (scope !== 'top' && scope !== 'module') return null;
  if (node.parent?.type !== 'export_statement') return null;
  const name = node.childForFieldName('name');
  if (node.type === 'object') {
    return { definitions: [], members: { node, owner: 'object', qualifier: '' } };
  }
  const isClass = node.type === 'class';
  const definitions: NamedNode[] = [
    { name: name?.text ?? 'default', kind: isClass ? 'class' : 'function', at: name ?? node },
  ];
  const body = isClass ? node.childForFieldName('body') : null;
  return {
    definitions,
    members:
      body === null ? null : { node: body, owner: 'class', qualifier: name?.text ?? 'default' },
  };
};

export const javascript = {
  definitions: {
    function_declaration: named('function'),
    generator_function_declaration: named('function'),
    class_declaration: named('class', { members: 'class' }),
    method_definition: method,
    field_definition: field('property'),
    lexical_declaration: declaration,
    variable_declaration: declaration,
    expression_statement: assignment,
    pair,
    object: defaultValue,
    class: defaultValue,
    arrow_function: defaultValue,
    function_expression: defaultValue,
    generator_function: defaultValue,
  },
  wrappers: ['export_statement'],
  leading: ['decorator'],
  comments: ['comment', 'html_comment', 'hash_bang_line'],
  closures: ['arrow_function', 'function_expression', 'generator_function'],
} satisfies SyntaxRules;

/** Also for TSX. */
export const typescript = {
  ...javascript,
  definitions: {
    ...javascript.definitions,
    abstract_class_declaration: named('class', { members: 'class' }),
    interface_declaration: named('interface', { members: 'class' }),
    type_alias_declaration: named('type'),
    enum_declaration: named('enum'),
    internal_module: named('module', { members: 'module' }),
    module: named('module', { members: 'module', qualifies: false }),
    function_signature: named('function'),
    method_signature: method,
    abstract_method_signature: method,
    public_field_definition: field('name'),
    property_signature: field('name'),
    expression_statement: (node, owner) => {
      const inner = node.firstNamedChild;
      if (inner?.type === 'internal_module') {
        return named('module', { members: 'module' })(inner, owner);
      }
      return assignment(node, owner);
    },
  },
  wrappers: ['export_statement', 'ambient_declaration'],
} satisfies SyntaxRules;
