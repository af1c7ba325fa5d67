import { rules } from './line-rule.ts';

/** Modifiers of Kotlin, Swift, Scala, Dart and their like, and annotations on the same line. */
const MODIFIERS =
  '^\\s*(?:(?:@[\\w.]+(?:\\([^)]*\\))?|public|private|protected|internal|fileprivate|open|abstract|sealed|final|static|override|data|inner|inline|value|lateinit|suspend|operator|infix|tailrec|external|expect|actual|annotation|indirect|mutating|nonmutating|convenience|required|lazy|weak|implicit|case|const|mixin|base|factory|late|async|pub|export|default|extern|comptime|local|private\\[\\w+\\]|protected\\[\\w+\\])\\s+)*';

function modified(rest: string): RegExp {
  return new RegExp(MODIFIERS + rest);
}

export const kotlin = rules(
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

export const swift = rules(
  ['interface', modified('protocol\\s+(\\w+)')],
  ['enum', modified('enum\\s+(\\w+)')],
  ['class', modified('(?:class|struct|actor|extension)\\s+(?!func\\b|var\\b)([\\w.]+)')],
  ['function', modified('(?:class\\s+)?func\\s+([\\w]+|[^\\s\\w(]+)\\s*[(<]')],
  ['function', modified('(init|deinit|subscript)\\s*[?!]?\\s*[({<]')],
  ['type', modified('(?:typealias|associatedtype)\\s+(\\w+)')],
  ['variable', modified('(?:class\\s+)?(?:let|var)\\s+(\\w+)')],
);

export const scala = rules(
  ['interface', modified('trait\\s+(\\w+)')],
  ['enum', modified('enum\\s+(\\w+)')],
  ['class', modified('(?:class|object)\\s+(\\w+)')],
  ['module', modified('package\\s+object\\s+(\\w+)')],
  ['function', modified('def\\s+([\\w$]+|`[^`]+`|[^\\s\\w(\\[:=]+)')],
  ['type', modified('(?:opaque\\s+)?type\\s+(\\w+)')],
  ['function', modified('given\\s+(\\w+)')],
  ['variable', modified('va[lr]\\s+(\\w+)')],
);

export const dart = rules(
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

export const haskell = rules(
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

export const elixir = rules(
  ['module', /^\s*defmodule\s+([\w.]+)/],
  ['interface', /^\s*defprotocol\s+([\w.]+)/],
  ['module', /^\s*defimpl\s+([\w.]+)/],
  ['macro', /^\s*defmacrop?\s+([\w?!]+)/],
  ['function', /^\s*def(?:p|guardp?|delegate|n|np)?\s+([\w?!]+)/],
  ['type', /^\s*@(?:type|typep|opaque|callback)\s+(\w+)/],
  ['section', /^\s*(?:test|describe)\s+"([^"]*)"/],
);

export const erlang = rules(
  ['module', /^-module\(\s*'?(\w+)/],
  ['class', /^-record\(\s*'?(\w+)/],
  ['macro', /^-define\(\s*'?(\w+)/],
  ['type', /^-(?:type|opaque)\s+(\w+)/],
  ['function', /^([a-z]\w*)\s*\(/],
);

export const lua = rules(
  ['function', /^\s*(?:local\s+)?function\s+([\w.:]+)/],
  ['function', /^\s*(?:local\s+)?([\w.:[\]'"]+)\s*=\s*function\b/],
  ['variable', /^local\s+(\w+)/],
);

export const perl = rules(
  ['module', /^\s*package\s+([\w:]+)/],
  ['function', /^\s*sub\s+([\w:]+)/],
  ['variable', /^our\s+[$@%](\w+)/],
);

export const r = rules(
  ['function', /^\s*[`"']?([\w.]+)[`"']?\s*(?:<-|=)\s*function\b/],
  ['class', /^\s*(\w+)\s*<-\s*(?:R6::)?(?:R6Class|setRefClass)\b/],
  ['class', /^\s*setClass\(\s*["'](\w+)/],
  ['function', /^\s*set(?:Method|Generic)\(\s*["']([\w.]+)/],
);

export const julia = rules(
  ['module', /^\s*(?:bare)?module\s+(\w+)/],
  ['class', /^\s*(?:mutable\s+)?struct\s+(\w+)/],
  ['type', /^\s*(?:abstract|primitive)\s+type\s+(\w+)/],
  ['macro', /^\s*macro\s+(\w+)/],
  ['function', /^\s*(?:@\w+\s+)*function\s+([\w.!]+)/],
  ['function', /^(?:@\w+\s+)*([\w.!]+)\([^=]*\)\s*(?:where\s[^=]*)?=(?!=)/],
  ['variable', /^const\s+(\w+)/],
);

export const zig = rules(
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

export const clojure = rules(
  ['module', /^\(ns\s+(?:\^\S+\s+)?([\w.-]+)/],
  ['interface', /^\(defprotocol\s+(\S+)/],
  ['class', /^\((?:defrecord|deftype)\s+(\S+)/],
  ['macro', /^\(defmacro\s+(?:\^\S+\s+)?([^\s()[\]]+)/],
  ['function', /^\((?:defn-?|defmulti|defmethod|deftest|s\/defn)\s+(?:\^\S+\s+)?([^\s()[\]]+)/],
  ['variable', /^\((?:def|defonce|s\/def)\s+(?:\^\S+\s+)?([^\s()[\]]+)/],
);

export const lisp = rules(
  ['macro', /^\((?:defmacro|define-syntax(?:-rule)?)\s+\(?([^\s()]+)/],
  ['class', /^\((?:defclass|defstruct|cl-defstruct|define-record-type|struct)\s+\(?([^\s()]+)/],
  [
    'function',
    /^\((?:defun|defsubst|cl-defun|defmethod|cl-defmethod|defgeneric|define)\s+\(([^\s()]+)/,
  ],
  ['function', /^\((?:defun|defsubst|cl-defun|defmethod|cl-defmethod|defgeneric)\s+([^\s()]+)/],
  ['variable', /^\((?:defvar|defconst|defcustom|defparameter|define)\s+([^\s()]+)/],
);

export const ocaml = rules(
  ['module', /^\s*module\s+(?:type\s+|rec\s+)?(\w+)/],
  ['type', /^\s*(?:type|and)\s+(?:nonrec\s+)?(?:\([^)]*\)\s*|'\w+\s+)?(\w+)\s*(?:=|$)/],
  ['class', /^\s*class\s+(?:virtual\s+)?(\w+)/],
  ['function', /^(?:let|and)\s+(?:rec\s+|inline\s+)?(\w+)\s+[^=\s:]/],
  ['variable', /^(?:let|and)\s+(?:rec\s+)?(\w+)\s*(?:=|:)/],
  ['function', /^\s*val\s+(\w+)\s*:/],
);

export const fsharp = rules(
  ['module', /^\s*(?:module|namespace)\s+(?:(?:rec|private|internal|public)\s+)*([\w.]+)/],
  ['class', /^\s*type\s+(?:(?:private|internal|public)\s+)*(\w+)/],
  [
    'function',
    /^\s*(?:static\s+)?(?:member|override|default|abstract)\s+(?:(?:inline|private|internal|public)\s+)*(?:\w+\.)?(\w+)/,
  ],
  ['function', /^\s*let\s+(?:(?:rec|inline|private|internal|public)\s+)*(\w+)\s+[^=\s:]/],
  ['variable', /^\s*let\s+(?:(?:mutable|private|internal|public)\s+)*(\w+)\s*(?:=|:)/],
);

export const objectiveC = rules(
  ['interface', /^@protocol\s+(\w+)(?!.*;)/],
  ['class', /^@(?:interface|implementation)\s+(\w+)/],
  ['method', /^[-+]\s*\([^)]*\)\s*(\w+)/],
  ['macro', /^#define\s+(\w+)/],
  ['enum', /^typedef\s+NS_(?:ENUM|OPTIONS)\([^,]*,\s*(\w+)/],
  ['function', /^(?:static\s+|inline\s+|extern\s+)*[A-Za-z_][\w\s*]*[\s*](\w+)\([^;]*$/],
);

export const groovy = rules(
  ['interface', modified('(?:interface|trait)\\s+(\\w+)')],
  ['enum', modified('enum\\s+(\\w+)')],
  ['class', modified('class\\s+(\\w+)')],
  ['function', modified('def\\s+(\\w+)\\s*\\(')],
  ['function', /^\s*task\s+(\w+)/],
  ['function', /^\s*tasks\.register\(\s*['"](\w+)/],
);

export const fortran = rules(
  ['module', /^\s*(?:module|program)\s+(?!procedure\b)(\w+)/i],
  [
    'function',
    /^\s*(?!end\b)(?:(?:pure|elemental|recursive|impure|integer|real|logical|complex|character|double\s+precision|type)(?:\([^)]*\))?\s+)*(?:subroutine|function)\s+(\w+)/i,
  ],
  ['class', /^\s*type\s*(?:,[^:]*)?(?:::\s*|\s+)(\w+)\s*$/i],
);

export const assembly = rules(
  ['macro', /^\s*\.?macro\s+(\w+)/i],
  ['function', /^([A-Za-z_][\w$.]*):/],
);

export const vim = rules(
  ['function', /^\s*(?:export\s+)?(?:fu(?:nction)?|def)!?\s+([\w:#.<>]+)/],
  ['function', /^\s*com(?:mand)?!?\s+(?:-\S+\s+)*(\w+)/],
);
