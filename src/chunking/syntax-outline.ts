import type { Language, Node, Tree } from 'web-tree-sitter';
import type { Definition, LanguageId, ParseNote } from '../domain/api.ts';
import type { Finding, Members, Owner, Rule, SyntaxRules } from './languages/rules.ts';
import type { LineTable } from './line-table.ts';
import { chunkTypeOf, type Label, type Outline, type Region } from './outline.ts';
import { MAX_DEPTH, WHOLE_UNITS } from './packing.ts';
import { declarationTags } from './tags.ts';

/**
 * Reads the outline of a syntax tree. Only what can matter is visited: the top level, members of types and
 * modules, and the inside of what is too large for one chunk; each step over the border to WebAssembly
 * costs about as much as parsing ten characters. Positions are rows, and UTF-16 indices, which is
 * what tree-sitter counts when it is given a JavaScript string.
 */
export function syntaxOutline(
  tree: Tree,
  roles: RoleTable,
  file: { readonly path: string; readonly language: LanguageId },
  lines: LineTable,
): Outline {
  const reader = new Reader(roles, file.language, lines);
  const root = tree.rootNode;
  const regions = reader.read(root, { owner: 'top', prefix: '' }, 0);
  return { regions, definitions: reader.definitions, notes: errorNotes(root, file.path) };
}

type Role = 'define' | 'transparent' | 'wrapper' | 'leading' | 'comment' | 'plain';

/** The rules of a language by the numbers of its node types. */
export interface RoleTable {
  readonly roles: readonly Role[];
  readonly rules: readonly (Rule | null)[];
  readonly closures: ReadonlySet<number>;
}

export function roleTable(language: Language, rules: SyntaxRules): RoleTable {
  const roleOf = (type: string): Role => {
    if (Object.hasOwn(rules.definitions, type)) return 'define';
    if (rules.wrappers?.includes(type)) return 'wrapper';
    if (rules.transparent?.includes(type) || type === 'ERROR') return 'transparent';
    if (rules.comments.includes(type)) return 'comment';
    if (rules.leading?.includes(type)) return 'leading';
    return 'plain';
  };
  const types = language.types.map((type) => type ?? '');
  return {
    roles: types.map(roleOf),
    rules: types.map((type) =>
      Object.hasOwn(rules.definitions, type) ? (rules.definitions[type] ?? null) : null,
    ),
    closures: new Set(types.flatMap((type, id) => (rules.closures?.includes(type) ? [id] : []))),
  };
}

interface Scope {
  readonly owner: Owner;
  /** With its trailing `.`; empty at the top. */
  readonly prefix: string;
  /** True inside of what an attribute marks as a test. */
  readonly isTest?: boolean;
}

/** Rows of comments and attributes. */
interface Waiting {
  readonly start: number;
  readonly end: number;
  /** True when the last of them belongs to what follows even over an empty line. */
  readonly binds: boolean;
}

function unnamed({ start, end }: Waiting): Region {
  return { start, end, label: null, children: [] };
}

/** tree-sitter's number for ERROR nodes. */
const ERROR_TYPE_ID = 65_535;
const MAX_WRAPPERS = 4;

class Reader {
  readonly definitions: Definition[] = [];
  readonly #roles: RoleTable;
  readonly #language: LanguageId;
  readonly #lines: LineTable;

  constructor(roles: RoleTable, language: LanguageId, lines: LineTable) {
    this.#roles = roles;
    this.#language = language;
    this.#lines = lines;
  }

  /** The regions of a node's named children. */
  read(parent: Node, scope: Scope, depth: number): Region[] {
    const regions: Region[] = [];
    // Comments and attributes that wait for what they belong to.
    let waiting = null as Waiting | null;
    let previousEnd = -1;
    for (const child of parent.namedChildren) {
      const typeId = child.typeId;
      const role = this.#roleOf(typeId);
      const start = child.startPosition.row;
      const end = lastRowOf(child, start);
      if (role === 'comment' || role === 'leading') {
        if (waiting === null && start === previousEnd) {
          // Behind code on the same row: a remark on that row.
          previousEnd = end;
          continue;
        }
        if (waiting !== null && this.#standsAlone(waiting, start)) {
          regions.push(unnamed(waiting));
          waiting = null;
        }
        waiting = { start: waiting?.start ?? start, end, binds: role === 'leading' };
        continue;
      }
      if (waiting !== null && this.#standsAlone(waiting, start)) {
        regions.push(unnamed(waiting));
        waiting = null;
      }
      const from: number = waiting === null ? start : Math.min(waiting.start, start);
      waiting = null;
      regions.push(this.#regionOf(child, typeId, role, from, end, scope, depth));
      previousEnd = end;
    }
    if (waiting !== null) regions.push(unnamed(waiting));
    return regions;
  }

  /** A comment with an empty line behind it belongs to nothing in particular. */
  #standsAlone(waiting: Waiting, start: number): boolean {
    return !waiting.binds && start > waiting.end + 1 && this.#lines.isBlank(waiting.end + 1);
  }

  #roleOf(typeId: number): Role {
    return typeId === ERROR_TYPE_ID ? 'transparent' : (this.#roles.roles[typeId] ?? 'plain');
  }

  #regionOf(
    node: Node,
    typeId: number,
    role: Role,
    start: number,
    end: number,
    scope: Scope,
    depth: number,
  ): Region {
    const large = end > start && this.#lines.size(start, end) > WHOLE_UNITS;
    const deeper = depth < MAX_DEPTH;
    if (role === 'define' || role === 'wrapper') {
      const found = this.#findingOf(node, typeId, role, scope.owner);
      if (found !== null)
        return this.#definitionRegion(node, found, start, end, scope, depth, large);
    }
    const lookThrough = role === 'transparent' && scope.owner !== 'function';
    const isWrapper = role === 'wrapper';
    const inner: Scope = this.#roles.closures.has(typeId) ? { ...scope, owner: 'function' } : scope;
    const children =
      deeper && (large || lookThrough || isWrapper) ? this.read(node, inner, depth + 1) : [];
    return { start, end, label: null, children };
  }

  /** What the node defines; a wrapper defines what the one definition inside of it does. */
  #findingOf(
    node: Node,
    typeId: number,
    role: Role,
    owner: Owner,
  ): { readonly finding: Finding; readonly inner: Node } | null {
    let inner = node;
    let innerId = typeId;
    let innerRole = role;
    for (let step = 0; innerRole === 'wrapper'; step++) {
      if (step === MAX_WRAPPERS) return null;
      const candidates = inner.namedChildren.filter((child) => {
        const childRole = this.#roleOf(child.typeId);
        return childRole === 'define' || childRole === 'wrapper';
      });
      const only = candidates[0];
      if (only === undefined || candidates.length > 1) return null;
      inner = only;
      innerId = only.typeId;
      innerRole = this.#roleOf(innerId);
    }
    const finding = this.#roles.rules[innerId]?.(inner, owner) ?? null;
    return finding === null ? null : { finding, inner };
  }

  #definitionRegion(
    node: Node,
    found: { readonly finding: Finding; readonly inner: Node },
    start: number,
    end: number,
    scope: Scope,
    depth: number,
    large: boolean,
  ): Region {
    const { finding, inner } = found;
    let label: Label | null = null;
    for (const { name, kind: bareKind, at } of finding.definitions) {
      const kind = kindWithin(scope.owner, bareKind);
      if (scope.owner === 'function' && (kind === 'variable' || kind === 'property')) continue;
      const qualified = scope.prefix + name;
      this.definitions.push({ name: qualified, kind, line: at.startPosition.row + 1 });
      label ??= {
        type: chunkTypeOf(kind),
        name: qualified,
        tags: this.#tagsOf(scope, {
          regionStart: this.#lines.startOf(start),
          nodeStart: node.startIndex,
          nameStart: at.startIndex,
          nameEnd: at.endIndex,
          goName: this.#language === 'go' ? name : null,
        }),
      };
    }
    if (label === null && finding.label !== undefined) {
      label = { ...finding.label, name: scope.prefix + finding.label.name, tags: [] };
    }
    const children =
      depth < MAX_DEPTH && (finding.members || large)
        ? this.#childrenOf(inner, finding, label, scope, depth)
        : [];
    return { start, end, label, children };
  }

  #tagsOf(scope: Scope, declaration: Parameters<typeof declarationTags>[1]): readonly string[] {
    const tags = declarationTags(this.#lines.text, declaration);
    return scope.isTest && !tags.includes('test') ? [...tags, 'test'] : tags;
  }

  #childrenOf(
    inner: Node,
    finding: Finding,
    label: Label | null,
    scope: Scope,
    depth: number,
  ): Region[] {
    const members: Members | null = finding.members ?? null;
    const isTest = scope.isTest === true || label?.tags.includes('test') === true;
    if (members !== null) {
      const prefix =
        members.qualifier === '' ? scope.prefix : `${scope.prefix}${members.qualifier}.`;
      return this.read(members.node, { owner: members.owner, prefix, isTest }, depth + 1);
    }
    const isFunction = label?.type === 'function' || label?.type === 'method';
    const innerScope: Scope = {
      owner: isFunction ? 'function' : scope.owner,
      prefix: isFunction && label !== null ? `${label.name}.` : scope.prefix,
      isTest,
    };
    return this.read(inner.childForFieldName('body') ?? inner, innerScope, depth + 1);
  }
}

function kindWithin(owner: Owner, kind: Definition['kind']): Definition['kind'] {
  if (owner === 'class' || owner === 'object') {
    if (kind === 'function') return 'method';
    if (kind === 'variable') return 'property';
  }
  return kind;
}

/** Row of the node's last unit: a node that ends at the beginning of a row ends with the row before. */
function lastRowOf(node: Node, startRow: number): number {
  const { row, column } = node.endPosition;
  return column === 0 && row > startRow ? row - 1 : row;
}

const MAX_ERROR_STEPS = 10_000;

/** One note with the row of the first syntax error; the tree around it is used all the same. */
function errorNotes(root: Node, path: string): ParseNote[] {
  if (!root.hasError) return [];
  let node = root;
  for (let step = 0; step < MAX_ERROR_STEPS && !node.isError && !node.isMissing; step++) {
    const next = node.children.find((child) => child.hasError || child.isMissing);
    if (next === undefined) break;
    node = next;
  }
  return [{ path, line: node.startPosition.row + 1, message: 'Syntax error' }];
}
