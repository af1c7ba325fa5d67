import type { Node } from 'web-tree-sitter';
import { type Finding, named, plainName, type Rule, type SyntaxRules } from './rules.ts';

/** The name at the end of a chain of declarators, and whether a function is declared on the way. */
function declared(node: Node): { at: Node; isFunction: boolean } | null {
  let at = node.childForFieldName('declarator');
  let isFunction = false;
  for (let step = 0; step < 16 && at !== null; step++) {
    if (at.type === 'function_declarator') isFunction = true;
    // `int (*callback)(int)` is a pointer, not a function.
    if (at.type === 'parenthesized_declarator') isFunction = false;
    const next: Node | null =
      at.childForFieldName('declarator') ??
      (at.type === 'reference_declarator' || at.type === 'parenthesized_declarator'
        ? at.firstNamedChild
        : behindScope(at));
    if (next === null) return { at, isFunction };
    at = next;
  }
  return null;
}

/** `MACRO Type *name()` is taken for a `Type::` and a pointer: the name is inside of it. */
function behindScope(at: Node): Node | null {
  if (at.type !== 'qualified_identifier') return null;
  const name = at.childForFieldName('name');
  return name?.type === 'pointer_type_declarator' ? name : null;
}

const NAMES: ReadonlySet<string> = new Set([
  'identifier',
  'field_identifier',
  'type_identifier',
  'qualified_identifier',
  'destructor_name',
  'operator_name',
  'operator_cast',
  'template_function',
  'template_method',
]);

/** Bounds the patterns below; longer ones are garbage. */
const LONGEST_DECLARATOR = 400;

/**
 * The name that a declarator holds. An unknown macro before it (`DWORD WINAPI run()`) is taken for a part of
 * it by the grammar, so that only the last word counts; empty when the parse went astray.
 */
function declaredName(at: Node): string {
  const { text } = at;
  if (!NAMES.has(at.type) || text.length > LONGEST_DECLARATOR) return '';
  const operator = /(?:[\w:]+::)?operator\b.*$/s.exec(text)?.[0];
  if (operator !== undefined) return plainName(operator);
  const name = plainName(text.replace(/^.*\s(?=[~\w:<>, ]+$)/s, ''));
  return /^~?\w+(?:\.~?\w+)*$/.test(name) ? name : '';
}

const functionDefinition: Rule = (node, owner) => {
  const found = declared(node);
  if (found === null) return null;
  if (!found.isFunction) return null;
  const name = declaredName(found.at);
  if (name === '') return null;
  const kind = owner === 'class' || name.includes('.') ? 'method' : 'function';
  return { definitions: [{ name, kind, at: found.at }] };
};

/** A struct, class, union or enum that has a body; without one it is only mentioned. */
function withBody(kind: 'class' | 'enum'): Rule {
  const rule = named(kind, kind === 'class' ? { members: 'class' } : {});
  return (node, owner) => (node.childForFieldName('body') === null ? null : rule(node, owner));
}

const classRule = withBody('class');
const enumRule = withBody('enum');
const TYPE_RULES: Readonly<Record<string, Rule>> = {
  class_specifier: classRule,
  struct_specifier: classRule,
  union_specifier: classRule,
  enum_specifier: enumRule,
};

/** Variables, fields, members without body, and types declared in the same breath. */
const declaration: Rule = (node, owner) => {
  const type = node.childForFieldName('type');
  const typed = type === null ? null : (TYPE_RULES[type.type]?.(type, owner) ?? null);
  const found = declared(node);
  const definitions = [...(typed?.definitions ?? [])];
  const name = found === null ? '' : declaredName(found.at);
  if (found !== null && name !== '') {
    if (owner === 'class') {
      definitions.push({ name, kind: found.isFunction ? 'method' : 'property', at: found.at });
    } else if (!found.isFunction && !isExtern(node)) {
      definitions.push({ name, kind: 'variable', at: found.at });
    }
  }
  if (definitions.length === 0) return null;
  return { definitions, members: typed?.members ?? null };
};

/** `extern int x;` and prototypes promise a definition, they are none. */
function isExtern(node: Node): boolean {
  return node.firstNamedChild?.text === 'extern';
}

/** `typedef struct { … } Name;` */
function typedef(node: Node): Finding | null {
  const found = declared(node);
  const type = node.childForFieldName('type');
  if (found === null || type === null) return null;
  const name = declaredName(found.at);
  if (name === '') return null;
  const body = type.childForFieldName('body');
  const isEnum = type.type === 'enum_specifier';
  const kind = body === null ? 'type' : isEnum ? 'enum' : 'class';
  const definitions = [{ name, kind, at: found.at } as const];
  if (body === null || isEnum) return { definitions };
  return { definitions, members: { node: body, owner: 'class', qualifier: name } };
}

/** A header guard (`#define FOO_H`) is not worth a name. */
const constantMacro: Rule = (node, owner) =>
  node.childForFieldName('value') === null ? null : named('macro')(node, owner);

/** `class EXPORT_API Foo : Base {`. */
const CLASS_MACRO =
  /\b(?:class|struct|union)\s+([A-Z][A-Z0-9_]*(?:\([^()\n]*\))?)(?=\s+[A-Za-z_]\w*(?:\s+final)?\s*[:{\n])/g;
/** A macro alone on its line: `Q_OBJECT`, `NAMESPACE_BEGIN`, `NON_NULL(3)`. */
const LONE_MACRO =
  /^(?:[A-Z][A-Z0-9_]{3,}|[ \t]+[A-Z][A-Z0-9]*_[A-Z0-9_]*\([^()\n]*\)|[ \t]*Q_OBJECT)[ \t]*$/gm;

/**
 * Blanks out macros where the grammar would take them for types or names, and go astray over the whole
 * class. Where that was wrong, only the line itself is misread.
 */
function withoutMacros(text: string): string {
  return text
    .replace(CLASS_MACRO, (head, macro: string) => {
      const at = head.length - macro.length;
      return head.slice(0, at) + ' '.repeat(macro.length);
    })
    .replace(LONE_MACRO, (line) => ' '.repeat(line.length));
}

/** Also for C and, as far as it goes, its dialects. */
export const cpp: SyntaxRules = {
  prepare: withoutMacros,
  definitions: {
    ...TYPE_RULES,
    function_definition: functionDefinition,
    declaration,
    field_declaration: declaration,
    type_definition: typedef,
    alias_declaration: named('type'),
    concept_definition: named('type'),
    namespace_definition: named('module', { members: 'module', qualifies: false }),
    preproc_def: constantMacro,
    preproc_function_def: named('macro'),
  },
  transparent: [
    'preproc_ifdef',
    'preproc_if',
    'preproc_else',
    'preproc_elif',
    'linkage_specification',
    'declaration_list',
  ],
  wrappers: ['template_declaration'],
  comments: ['comment'],
  closures: ['lambda_expression'],
};
