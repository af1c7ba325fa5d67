import { rules } from './line-rule.ts';

/** Schemas, queries, styles, build files and settings. */

export const sql = rules(
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

export const graphql = rules(
  ['class', /^\s*(?:extend\s+)?(?:type|input)\s+(\w+)/],
  ['interface', /^\s*(?:extend\s+)?interface\s+(\w+)/],
  ['enum', /^\s*(?:extend\s+)?enum\s+(\w+)/],
  ['type', /^\s*(?:extend\s+)?(?:union|scalar)\s+(\w+)/],
  ['function', /^\s*(?:query|mutation|subscription|fragment|directive)\s+@?(\w+)/],
);

export const protobuf = rules(
  ['module', /^package\s+([\w.]+)\s*;/],
  ['class', /^\s*(?:message|extend)\s+([\w.]+)/],
  ['interface', /^\s*service\s+(\w+)/],
  ['enum', /^\s*enum\s+(\w+)/],
  ['function', /^\s*rpc\s+(\w+)/],
);

export const thrift = rules(
  ['class', /^\s*(?:struct|union|exception)\s+(\w+)/],
  ['interface', /^\s*service\s+(\w+)/],
  ['enum', /^\s*enum\s+(\w+)/],
  ['type', /^\s*typedef\s+\S+\s+(\w+)/],
  ['variable', /^\s*const\s+\S+\s+(\w+)/],
);

/** Scripts inside of single-file components. */
export const component = rules(
  ['section', /^<(script|style|template)\b/],
  ['class', /^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w+)/],
  ['function', /^\s*(?:export\s+)?(?:async\s+)?function\s*\*?\s*(\w+)/],
  ['function', /^\s*(?:export\s+)?const\s+(\w+)\s*=\s*(?:async\s*)?(?:\([^)]*\)|\w+)\s*=>/],
  ['interface', /^\s*(?:export\s+)?interface\s+(\w+)/],
  ['type', /^\s*(?:export\s+)?type\s+(\w+)\s*=/],
);

export const scss = rules(
  ['function', /^\s*@(?:mixin|function)\s+([\w-]+)/],
  ['function', /^\s*=([\w-]+)/],
  ['variable', /^[$@]([\w-]+)\s*:/],
  ['section', /^([.#&:[]?[a-zA-Z][^{};]*?)\s*\{\s*$/],
);

export const glsl = rules(
  ['macro', /^\s*#define\s+(\w+)/],
  ['class', /^\s*(?:struct|cbuffer)\s+(\w+)/],
  ['function', /^\s*(?:@\w+(?:\([^)]*\))?\s+)*fn\s+(\w+)/],
  [
    'function',
    /^(?!(?:return|else|if|for|while)\b)[A-Za-z_][\w<>]*[\s*&]+(?:[A-Za-z_]\w*[\s*&]+)*(\w+)\s*\([^;]*$/,
  ],
);

export const keyedSections = rules(['section', /^\s*\[\[?([^\]]+)\]\]?\s*(?:[#;].*)?$/]);

export const makefile = rules(
  ['macro', /^define\s+([\w.-]+)/],
  ['function', /^(?!\.PHONY)([\w./%-][^:=#]*?)\s*::?(?![=:])/],
);

export const cmake = rules(
  ['function', /^\s*function\s*\(\s*(\w+)/i],
  ['macro', /^\s*macro\s*\(\s*(\w+)/i],
  ['variable', /^\s*(?:add_library|add_executable|add_custom_target)\s*\(\s*([\w${}:.-]+)/i],
);

export const terraform = rules(
  ['class', /^(?:resource|data)\s+"([^"]+)"\s+"([^"]+)"/],
  ['module', /^module\s+"([^"]+)"/],
  ['variable', /^(?:variable|output|provider)\s+"([^"]+)"/],
  ['section', /^(locals|terraform)\s*\{/],
);

export const bazel = rules(
  ['function', /^def\s+(\w+)/],
  ['variable', /^([A-Za-z_]\w*)\s*=/],
  ['section', /^(\w+)\($/],
);

export const dockerfile = rules(['section', /^FROM\s+(?:--\S+\s+)?(\S+)/i]);
export const batch = rules(['function', /^:(?!:)([\w.-]+)/]);
export const nix = rules(['function', /^\s{0,4}([\w'-]+)\s*=\s*(?:\{[^}]*\}|[\w'-]+)\s*:/]);
export const diff = rules(['section', /^diff --git a\/(\S+)/]);
