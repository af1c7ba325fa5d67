import type { Node } from 'web-tree-sitter';
import type { ChunkType, DefinitionKind } from '../../domain/api.ts';

/** What surrounds a node, as far as it matters for what the node defines. */
export type Owner = 'top' | 'module' | 'class' | 'object' | 'function';

/** A name that a node defines. */
export interface NamedNode {
  /** Not qualified by the scope; parts of its own are joined by `.`. */
  readonly name: string;
  readonly kind: DefinitionKind;
  /** Where the name stands. */
  readonly at: Node;
}

/** What a rule finds in a node. */
export interface Finding {
  /** The first one names the region. */
  readonly definitions: readonly NamedNode[];
  /** Where to look for members, whatever the size; null when there is nothing to look for. */
  readonly members?: Members | null;
  /** For things that are worth a name but define nothing, such as a style rule. */
  readonly label?: { readonly type: ChunkType; readonly name: string };
}

export interface Members {
  /** Its named children are the members. */
  readonly node: Node;
  /** Of what the members are members. */
  readonly owner: Owner;
  /** Qualifies the members' names; empty when it does not. */
  readonly qualifier: string;
}

/** Null: the node defines nothing after all. */
export type Rule = (node: Node, owner: Owner) => Finding | null;

/** How definitions are found in the syntax tree of one language. Keys are node types of its grammar. */
export interface SyntaxRules {
  readonly definitions: Readonly<Record<string, Rule>>;
  /** Always looked through, as if their children stood in their place (outside of functions). */
  readonly transparent?: readonly string[];
  /** Hold one definition and belong to it: `export`, decorators, `template<…>`. */
  readonly wrappers?: readonly string[];
  /** Siblings that belong to what follows, such as attributes; comments do so always. */
  readonly leading?: readonly string[];
  /** Node types of comments. */
  readonly comments: readonly string[];
  /** Text of the same length to parse instead: hides what the grammar cannot know, such as macros. */
  readonly prepare?: (text: string) => string;
  /** Function bodies without a definition: what they declare is local. */
  readonly closures?: readonly string[];
}

/** A definition whose name is a field of the node. */
export function named(
  kind: DefinitionKind,
  options: {
    /** Field with the name; `name` by default. */
    readonly name?: string;
    /** Set when the definition has members. */
    readonly members?: Owner;
    /** Field with the members; `body` by default, the node itself when there is no such child. */
    readonly body?: string;
    /** False when the members' names are not qualified by this one (namespaces that repeat the folder). */
    readonly qualifies?: boolean;
  } = {},
): Rule {
  const nameField = options.name ?? 'name';
  const bodyField = options.body ?? 'body';
  return (node) => {
    const at = node.childForFieldName(nameField);
    if (at === null) return null;
    const name = plainName(at.text);
    if (name === '') return null;
    const definitions = [{ name, kind, at }];
    if (options.members === undefined) return { definitions };
    return {
      definitions,
      members: {
        node: node.childForFieldName(bodyField) ?? node,
        owner: options.members,
        qualifier: options.qualifies === false ? '' : name,
      },
    };
  };
}

/** Definitions of one kind named by the given descendants of the node. */
export function namedBy(
  kind: DefinitionKind,
  names: (node: Node) => readonly (Node | null)[],
): Rule {
  return (node) => {
    const definitions = names(node).flatMap((at) =>
      at === null ? [] : [{ name: plainName(at.text), kind, at }],
    );
    return definitions.length === 0 ? null : { definitions };
  };
}

/** The node's named children of the given type. */
export function childrenOfType(node: Node, type: string): Node[] {
  return node.namedChildren.filter((child) => child.type === type);
}

const LONGEST_NAME = 120;

/**
 * A name as the index shows it: qualifiers joined by `.`, no quotes, type arguments or white space.
 * A name longer than what a person can read is no name.
 */
export function plainName(text: string): string {
  if (text.length > LONGEST_NAME * 4) return '';
  const bare = withoutTypeArguments(text).replace(/^(['"`])(.*)\1$/s, '$2');
  // `operator->` is a name, not a path.
  const joined = bare.replace(/operator\W.*$|::|\\|->/g, (part) =>
    part.startsWith('operator') ? part : '.',
  );
  const name = joined.replace(/\s+/g, '').replace(/^\.+/, '');
  return name.length > LONGEST_NAME ? '' : name;
}

/** `Foo<A<B>>::bar` is `Foo::bar`; `operator<<` stays what it is. */
function withoutTypeArguments(text: string): string {
  if (!text.includes('<') || text.includes('operator')) return text;
  let depth = 0;
  let kept = '';
  for (const unit of text) {
    if (unit === '<') depth++;
    else if (unit === '>' && depth > 0) depth--;
    else if (depth === 0) kept += unit;
  }
  return kept;
}
