import type { DefinitionKind, LanguageId } from '../../domain/api.ts';

/**
 * Heads of definitions in languages without grammar. A pattern sees the first 240 units of one line; its
 * groups, joined by `.`, are the name. Every repetition begins with something that what follows it
 * cannot match, so that the time stays linear.
 */
export interface LineRule {
  /** `section` names a place of the file without defining anything. */
  readonly kind: DefinitionKind | 'section';
  readonly pattern: RegExp;
}

function rules(...entries: readonly (readonly [LineRule['kind'], RegExp])[]): readonly LineRule[] {
  return entries.map(([kind, pattern]) => ({ kind, pattern }));
}

/** Modifiers of Kotlin, Swift, Scala, Dart and their like, and annotations on the same line. */
const MODIFIERS =
  '^\\s*(?:(?:@[\\w.]+(?:\\([^)]*\\))?|public|private|protected|internal|fileprivate|open|abstract|sealed|final|static|override|data|inner|inline|value|lateinit|suspend|operator|infix|tailrec|external|expect|actual|annotation|indirect|mutating|nonmutating|convenience|required|lazy|weak|implicit|case|const|mixin|base|factory|late|async|pub|export|default|extern|comptime|local|private\\[\\w+\\]|protected\\[\\w+\\])\\s+)*';

function modified(rest: string): RegExp {
  return new RegExp(MODIFIERS + rest);
}

const kotlin = rules(
  ['enum', modified('enum\\s+class\\s+(\\w+)')],
  ['interface', modified('(?:fun\\s+)?interface\\s+(\\w+)')],
  ['class', modified('(?:class|object)\\s+(\\w+)')],
  ['class', modified('companion\\s+object\\b(?:\\s+(\\w+))?')],
  [
    'function',
    modified(
      'fun\\s+(?:<.*>\\s*)?(?:\\([^()]*(?:\\([^()]*\\)[^()]*)?\\)\\??\\.|[\\w<>?, *]+\\.)?(?:`([^`]+)`|(\\w+))\\s*\\(',
    ),
  ],
  ['type', modified('typealias\\s+(\\w+)')],
  ['variable', modified('va[lr]\\s+(?:<[^>]*>\\s*)?(?:[\\w<>?]+\\.)?(\\w+)')],
);

const swift = rules(
  ['interface', modified('protocol\\s+(\\w+)')],
  ['enum', modified('enum\\s+(\\w+)')],
  ['class', modified('(?:class|struct|actor|extension)\\s+(?!func\\b|var\\b)([\\w.]+)')],
  ['function', modified('(?:class\\s+)?func\\s+([\\w]+|[^\\s\\w(]+)\\s*[(<]')],
  ['function', modified('(init|deinit|subscript)\\s*[?!]?\\s*[({<]')],
  ['type', modified('(?:typealias|associatedtype)\\s+(\\w+)')],
  ['variable', modified('(?:class\\s+)?(?:let|var)\\s+(\\w+)')],
);

const scala = rules(
  ['interface', modified('trait\\s+(\\w+)')],
  ['enum', modified('enum\\s+(\\w+)')],
  ['class', modified('(?:class|object)\\s+(\\w+)')],
  ['module', modified('package\\s+object\\s+(\\w+)')],
  ['function', modified('def\\s+([\\w$]+|`[^`]+`|[^\\s\\w(\\[:=]+)')],
  ['type', modified('(?:opaque\\s+)?type\\s+(\\w+)')],
  ['function', modified('given\\s+(\\w+)')],
  ['variable', modified('va[lr]\\s+(\\w+)')],
);

const dart = rules(
  ['class', modified('(?:class|mixin|extension\\s+type|extension)\\s+(\\w+)')],
  ['enum', modified('enum\\s+(\\w+)')],
  ['type', modified('typedef\\s+(\\w+)')],
  [
    'function',
    /^\s*(?:(?:@override|static|external|factory)\s+)*(?!(?:return|await|if|for|while|switch|else|throw|new|assert|super|this)\b)(?:[\w$]+(?:<[^()]*>)?\??\s+)?(?:get\s+|set\s+)?([\w$]+(?:\.[\w$]+)?)\s*(?:<[^()]*>)?\([^;]*(?:\{|=>|,|\(|\)\s*(?:async\*?\s*)?)$/,
  ],
  [
    'variable',
    /^\s*(?:(?:static|late|external)\s+)*(?:const|final|var)\s+(?:[\w<>?, ]+\s+)?(\w+)\s*(?:=|;)/,
  ],
);

const haskell = rules(
  ['module', /^module\s+([\w.]+)/],
  ['interface', /^class\s+(?:[^=]*=>\s*)?(\w+)/],
  ['class', /^(?:data|newtype)\s+(?:(?:family|instance)\s+)?(?:[^=]*=>\s*)?([A-Z]\w*)/],
  ['type', /^type\s+(?:family\s+|instance\s+)?([A-Z]\w*)/],
  ['section', /^instance\s+(?:[^=]*=>\s*)?([^=]+?)\s*(?:where\b|$)/],
  ['function', /^([a-z_][\w']*)(?:\s*,\s*[a-z_][\w']*)*\s*::/],
  ['function', /^\(([^\w\s()]+)\)\s*::/],
  [
    'function',
    /^(?!(?:import|where|module|infix[lr]?|deriving|foreign|let|in|if|then|else|case|of|do|type|data|newtype|class|instance|default|pattern)\b)([a-z_][\w']*)\s(?:[^=|]*)[=|]/,
  ],
);

const elixir = rules(
  ['module', /^\s*defmodule\s+([\w.]+)/],
  ['interface', /^\s*defprotocol\s+([\w.]+)/],
  ['module', /^\s*defimpl\s+([\w.]+)/],
  ['macro', /^\s*defmacrop?\s+([\w?!]+)/],
  ['function', /^\s*def(?:p|guardp?|delegate|n|np)?\s+([\w?!]+)/],
  ['type', /^\s*@(?:type|typep|opaque|callback)\s+(\w+)/],
  ['section', /^\s*(?:test|describe)\s+"([^"]*)"/],
);

const erlang = rules(
  ['module', /^-module\(\s*'?(\w+)/],
  ['class', /^-record\(\s*'?(\w+)/],
  ['macro', /^-define\(\s*'?(\w+)/],
  ['type', /^-(?:type|opaque)\s+(\w+)/],
  ['function', /^([a-z]\w*)\s*\(/],
);

const lua = rules(
  ['function', /^\s*(?:local\s+)?function\s+([\w.:]+)/],
  ['function', /^\s*(?:local\s+)?([\w.:[\]'"]+)\s*=\s*function\b/],
  ['variable', /^local\s+(\w+)/],
);

const perl = rules(
  ['module', /^\s*package\s+([\w:]+)/],
  ['function', /^\s*sub\s+([\w:]+)/],
  ['variable', /^our\s+[$@%](\w+)/],
);

const r = rules(
  ['function', /^\s*[`"']?([\w.]+)[`"']?\s*(?:<-|=)\s*function\b/],
  ['class', /^\s*(\w+)\s*<-\s*(?:R6::)?(?:R6Class|setRefClass)\b/],
  ['class', /^\s*setClass\(\s*["'](\w+)/],
  ['function', /^\s*set(?:Method|Generic)\(\s*["']([\w.]+)/],
);

const julia = rules(
  ['module', /^\s*(?:bare)?module\s+(\w+)/],
  ['class', /^\s*(?:mutable\s+)?struct\s+(\w+)/],
  ['type', /^\s*(?:abstract|primitive)\s+type\s+(\w+)/],
  ['macro', /^\s*macro\s+(\w+)/],
  ['function', /^\s*(?:@\w+\s+)*function\s+([\w.!]+)/],
  ['function', /^(?:@\w+\s+)*([\w.!]+)\([^=]*\)\s*(?:where\s[^=]*)?=(?!=)/],
  ['variable', /^const\s+(\w+)/],
);

const zig = rules(
  [
    'class',
    modified(
      '(?:const|var)\\s+(\\w+)\\s*(?::[^=]*)?=\\s*(?:extern\\s+|packed\\s+)?(?:struct|union|opaque)\\b',
    ),
  ],
  ['enum', modified('(?:const|var)\\s+(\\w+)\\s*=\\s*(?:enum|error)\\b')],
  ['function', modified('(?:inline\\s+|noinline\\s+|export\\s+)?fn\\s+(\\w+)')],
  ['section', /^\s*test\s+"([^"]*)"/],
  ['variable', /^\s*(?:pub\s+)?(?:const|var)\s+(\w+)/],
);

const clojure = rules(
  ['module', /^\(ns\s+(?:\^\S+\s+)?([\w.-]+)/],
  ['interface', /^\(defprotocol\s+(\S+)/],
  ['class', /^\((?:defrecord|deftype)\s+(\S+)/],
  ['macro', /^\(defmacro\s+(?:\^\S+\s+)?([^\s()[\]]+)/],
  ['function', /^\((?:defn-?|defmulti|defmethod|deftest|s\/defn)\s+(?:\^\S+\s+)?([^\s()[\]]+)/],
  ['variable', /^\((?:def|defonce|s\/def)\s+(?:\^\S+\s+)?([^\s()[\]]+)/],
);

const lisp = rules(
  ['macro', /^\((?:defmacro|define-syntax(?:-rule)?)\s+\(?([^\s()]+)/],
  ['class', /^\((?:defclass|defstruct|cl-defstruct|define-record-type|struct)\s+\(?([^\s()]+)/],
  [
    'function',
    /^\((?:defun|defsubst|cl-defun|defmethod|cl-defmethod|defgeneric|define)\s+\(([^\s()]+)/,
  ],
  ['function', /^\((?:defun|defsubst|cl-defun|defmethod|cl-defmethod|defgeneric)\s+([^\s()]+)/],
  ['variable', /^\((?:defvar|defconst|defcustom|defparameter|define)\s+([^\s()]+)/],
);

const ocaml = rules(
  ['module', /^\s*module\s+(?:type\s+|rec\s+)?(\w+)/],
  ['type', /^\s*(?:type|and)\s+(?:nonrec\s+)?(?:\([^)]*\)\s*|'\w+\s+)?(\w+)\s*(?:=|$)/],
  ['class', /^\s*class\s+(?:virtual\s+)?(\w+)/],
  ['function', /^(?:let|and)\s+(?:rec\s+|inline\s+)?(\w+)\s+[^=\s:]/],
  ['variable', /^(?:let|and)\s+(?:rec\s+)?(\w+)\s*(?:=|:)/],
  ['function', /^\s*val\s+(\w+)\s*:/],
);

const fsharp = rules(
  ['module', /^\s*(?:module|namespace)\s+(?:(?:rec|private|internal|public)\s+)*([\w.]+)/],
  ['class', /^\s*type\s+(?:(?:private|internal|public)\s+)*(\w+)/],
  [
    'function',
    /^\s*(?:static\s+)?(?:member|override|default|abstract)\s+(?:(?:inline|private|internal|public)\s+)*(?:\w+\.)?(\w+)/,
  ],
  ['function', /^\s*let\s+(?:(?:rec|inline|private|internal|public)\s+)*(\w+)\s+[^=\s:]/],
  ['variable', /^\s*let\s+(?:(?:mutable|private|internal|public)\s+)*(\w+)\s*(?:=|:)/],
);

const objectiveC = rules(
  ['interface', /^@protocol\s+(\w+)(?!.*;)/],
  ['class', /^@(?:interface|implementation)\s+(\w+)/],
  ['method', /^[-+]\s*\([^)]*\)\s*(\w+)/],
  ['macro', /^#define\s+(\w+)/],
  ['enum', /^typedef\s+NS_(?:ENUM|OPTIONS)\([^,]*,\s*(\w+)/],
  ['function', /^(?:static\s+|inline\s+|extern\s+)*[A-Za-z_][\w\s*]*[\s*](\w+)\([^;]*$/],
);

const groovy = rules(
  ['interface', modified('(?:interface|trait)\\s+(\\w+)')],
  ['enum', modified('enum\\s+(\\w+)')],
  ['class', modified('class\\s+(\\w+)')],
  ['function', modified('def\\s+(\\w+)\\s*\\(')],
  ['function', /^\s*task\s+(\w+)/],
  ['function', /^\s*tasks\.register\(\s*['"](\w+)/],
);

const fortran = rules(
  ['module', /^\s*(?:module|program)\s+(?!procedure\b)(\w+)/i],
  [
    'function',
    /^\s*(?!end\b)(?:(?:pure|elemental|recursive|impure|integer|real|logical|complex|character|double\s+precision|type)(?:\([^)]*\))?\s+)*(?:subroutine|function)\s+(\w+)/i,
  ],
  ['class', /^\s*type\s*(?:,[^:]*)?(?:::\s*|\s+)(\w+)\s*$/i],
);

const assembly = rules(['macro', /^\s*\.?macro\s+(\w+)/i], ['function', /^([A-Za-z_][\w$.]*):/]);

const vim = rules(
  ['function', /^\s*(?:export\s+)?(?:fu(?:nction)?|def)!?\s+([\w:#.<>]+)/],
  ['function', /^\s*com(?:mand)?!?\s+(?:-\S+\s+)*(\w+)/],
);

const sql = rules(
  [
    'class',
    /^\s*create\s+(?:or\s+replace\s+)?(?:(?:global|local|temp|temporary|unlogged|external|virtual)\s+)*table\s+(?:if\s+not\s+exists\s+)?["`[]?([\w.]+)/i,
  ],
  [
    'class',
    /^\s*create\s+(?:or\s+replace\s+)?(?:(?:materialized|temp|temporary|recursive)\s+)*view\s+(?:if\s+not\s+exists\s+)?["`[]?([\w.]+)/i,
  ],
  [
    'function',
    /^\s*create\s+(?:or\s+replace\s+)?(?:function|procedure|trigger)\s+(?:if\s+not\s+exists\s+)?["`[]?([\w.]+)/i,
  ],
  ['type', /^\s*create\s+(?:type|domain)\s+["`[]?([\w.]+)/i],
  [
    'variable',
    /^\s*create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?["`[]?([\w.]+)/i,
  ],
);

const graphql = rules(
  ['class', /^\s*(?:extend\s+)?(?:type|input)\s+(\w+)/],
  ['interface', /^\s*(?:extend\s+)?interface\s+(\w+)/],
  ['enum', /^\s*(?:extend\s+)?enum\s+(\w+)/],
  ['type', /^\s*(?:extend\s+)?(?:union|scalar)\s+(\w+)/],
  ['function', /^\s*(?:query|mutation|subscription|fragment|directive)\s+@?(\w+)/],
);

const protobuf = rules(
  ['module', /^package\s+([\w.]+)\s*;/],
  ['class', /^\s*(?:message|extend)\s+([\w.]+)/],
  ['interface', /^\s*service\s+(\w+)/],
  ['enum', /^\s*enum\s+(\w+)/],
  ['function', /^\s*rpc\s+(\w+)/],
);

const thrift = rules(
  ['class', /^\s*(?:struct|union|exception)\s+(\w+)/],
  ['interface', /^\s*service\s+(\w+)/],
  ['enum', /^\s*enum\s+(\w+)/],
  ['type', /^\s*typedef\s+\S+\s+(\w+)/],
  ['variable', /^\s*const\s+\S+\s+(\w+)/],
);

/** Scripts inside of single-file components. */
const component = rules(
  ['section', /^<(script|style|template)\b/],
  ['class', /^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w+)/],
  ['function', /^\s*(?:export\s+)?(?:async\s+)?function\s*\*?\s*(\w+)/],
  ['function', /^\s*(?:export\s+)?const\s+(\w+)\s*=\s*(?:async\s*)?(?:\([^)]*\)|\w+)\s*=>/],
  ['interface', /^\s*(?:export\s+)?interface\s+(\w+)/],
  ['type', /^\s*(?:export\s+)?type\s+(\w+)\s*=/],
);

const scss = rules(
  ['function', /^\s*@(?:mixin|function)\s+([\w-]+)/],
  ['function', /^\s*=([\w-]+)/],
  ['variable', /^[$@]([\w-]+)\s*:/],
  ['section', /^([.#&:[]?[a-zA-Z][^{};]*?)\s*\{\s*$/],
);

const glsl = rules(
  ['macro', /^\s*#define\s+(\w+)/],
  ['class', /^\s*(?:struct|cbuffer)\s+(\w+)/],
  ['function', /^\s*(?:@\w+(?:\([^)]*\))?\s+)*fn\s+(\w+)/],
  [
    'function',
    /^(?!(?:return|else|if|for|while)\b)[A-Za-z_][\w<>]*[\s*&]+(?:[A-Za-z_]\w*[\s*&]+)*(\w+)\s*\([^;]*$/,
  ],
);

const keyedSections = rules(['section', /^\s*\[\[?([^\]]+)\]\]?\s*(?:[#;].*)?$/]);

const makefile = rules(
  ['macro', /^define\s+([\w.-]+)/],
  ['function', /^(?!\.PHONY)([\w./%-][^:=#]*?)\s*::?(?![=:])/],
);

const cmake = rules(
  ['function', /^\s*function\s*\(\s*(\w+)/i],
  ['macro', /^\s*macro\s*\(\s*(\w+)/i],
  ['variable', /^\s*(?:add_library|add_executable|add_custom_target)\s*\(\s*([\w${}:.-]+)/i],
);

const terraform = rules(
  ['class', /^(?:resource|data)\s+"([^"]+)"\s+"([^"]+)"/],
  ['module', /^module\s+"([^"]+)"/],
  ['variable', /^(?:variable|output|provider)\s+"([^"]+)"/],
  ['section', /^(locals|terraform)\s*\{/],
);

const bazel = rules(
  ['function', /^def\s+(\w+)/],
  ['variable', /^([A-Za-z_]\w*)\s*=/],
  ['section', /^(\w+)\($/],
);

const dockerfile = rules(['section', /^FROM\s+(?:--\S+\s+)?(\S+)/i]);
const batch = rules(['function', /^:(?!:)([\w.-]+)/]);
const nix = rules(['function', /^\s{0,4}([\w'-]+)\s*=\s*(?:\{[^}]*\}|[\w'-]+)\s*:/]);
const diff = rules(['section', /^diff --git a\/(\S+)/]);

/** Fallbacks for languages whose grammar could not be had: rough, but names remain findable. */
const script = rules(
  ['class', /^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w+)/],
  ['interface', /^\s*(?:export\s+)?(?:declare\s+)?interface\s+(\w+)/],
  ['enum', /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+(\w+)/],
  ['type', /^\s*(?:export\s+)?(?:declare\s+)?type\s+(\w+)/],
  ['function', /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*(\w+)/],
  ['variable', /^(?:export\s+)?(?:const|let|var)\s+(\w+)/],
);
const python = rules(
  ['class', /^\s*class\s+(\w+)/],
  ['function', /^\s*(?:async\s+)?def\s+(\w+)/],
  ['variable', /^([A-Z_][A-Z0-9_]*)\s*(?::[^=]*)?=/],
);
const go = rules(
  ['method', /^func\s+\(\s*(?:\w+\s+)?\*?(\w+)[^)]*\)\s*(\w+)/],
  ['function', /^func\s+(\w+)/],
  ['type', /^type\s+(\w+)/],
);
const rust = rules(
  ['class', /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:struct|union)\s+(\w+)/],
  ['enum', /^\s*(?:pub(?:\([^)]*\))?\s+)?enum\s+(\w+)/],
  ['interface', /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:unsafe\s+)?trait\s+(\w+)/],
  ['module', /^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)/],
  [
    'function',
    /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:(?:default|const|async|unsafe|extern(?:\s+"[^"]*")?)\s+)*fn\s+(\w+)/,
  ],
  ['macro', /^\s*macro_rules!\s+(\w+)/],
);
const ruby = rules(
  ['module', /^\s*module\s+([\w:]+)/],
  ['class', /^\s*class\s+([A-Z][\w:]*)/],
  ['function', /^\s*def\s+(?:self\.)?([\w?!=]+)/],
);
const shell = rules(
  ['function', /^\s*(?:function\s+)?([\w:.-]+)\s*\(\)/],
  ['function', /^\s*function\s+([\w:.-]+)/],
);

/** By language. Those with a grammar are here too where a rough reading is better than none. */
export const LINE_RULES: ReadonlyMap<LanguageId, readonly LineRule[]> = new Map([
  ['kotlin', kotlin],
  ['swift', swift],
  ['scala', scala],
  ['dart', dart],
  ['haskell', haskell],
  ['elixir', elixir],
  ['erlang', erlang],
  ['lua', lua],
  ['perl', perl],
  ['r', r],
  ['julia', julia],
  ['zig', zig],
  ['clojure', clojure],
  ['lisp', lisp],
  ['ocaml', ocaml],
  ['fsharp', fsharp],
  ['objective-c', objectiveC],
  ['groovy', groovy],
  ['fortran', fortran],
  ['assembly', assembly],
  ['vim', vim],
  ['nix', nix],
  ['sql', sql],
  ['graphql', graphql],
  ['protobuf', protobuf],
  ['thrift', thrift],
  ['vue', component],
  ['svelte', component],
  ['scss', scss],
  ['glsl', glsl],
  ['toml', keyedSections],
  ['ini', keyedSections],
  ['makefile', makefile],
  ['cmake', cmake],
  ['dockerfile', dockerfile],
  ['terraform', terraform],
  ['bazel', bazel],
  ['batch', batch],
  ['diff', diff],
  ['typescript', script],
  ['tsx', script],
  ['javascript', script],
  ['python', python],
  ['go', go],
  ['rust', rust],
  ['java', groovy],
  ['csharp', groovy],
  ['php', script],
  ['ruby', ruby],
  ['shell', shell],
]);
