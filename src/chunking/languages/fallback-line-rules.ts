import { rules } from './line-rule.ts';

/** Fallbacks for languages whose grammar could not be had: rough, but names remain findable. */
export const script = rules(
  ['class', /^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w+)/],
  ['interface', /^\s*(?:export\s+)?(?:declare\s+)?interface\s+(\w+)/],
  ['enum', /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+(\w+)/],
  ['type', /^\s*(?:export\s+)?(?:declare\s+)?type\s+(\w+)/],
  ['function', /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*(\w+)/],
  ['variable', /^(?:export\s+)?(?:const|let|var)\s+(\w+)/],
);
export const python = rules(
  ['class', /^\s*class\s+(\w+)/],
  ['function', /^\s*(?:async\s+)?def\s+(\w+)/],
  ['variable', /^([A-Z_][A-Z0-9_]*)\s*(?::[^=]*)?=/],
);
export const go = rules(
  ['method', /^func\s+\(\s*(?:\w+\s+)?\*?(\w+)[^)]*\)\s*(\w+)/],
  ['function', /^func\s+(\w+)/],
  ['type', /^type\s+(\w+)/],
);
export const rust = rules(
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
export const ruby = rules(
  ['module', /^\s*module\s+([\w:]+)/],
  ['class', /^\s*class\s+([A-Z][\w:]*)/],
  ['function', /^\s*def\s+(?:self\.)?([\w?!=]+)/],
);
export const shell = rules(
  ['function', /^\s*(?:function\s+)?([\w:.-]+)\s*\(\)/],
  ['function', /^\s*function\s+([\w:.-]+)/],
);
