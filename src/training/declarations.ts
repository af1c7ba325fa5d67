/** A declaration found on a line, without a grammar. */
export interface FoundDeclaration {
  readonly name: string;
}

const KEYWORD =
  /^\s{0,40}(?:(?:export|default|public|private|protected|internal|static|abstract|final|async|pub(?:\([\w: ]{1,20}\))?|unsafe|extern|const|override|virtual|inline|sealed|open|data|case|local|declare|suspend|implicit|lazy|partial|readonly|func|mutating|@\w{1,20})\s+){0,5}(?:class|def|defp|defmodule|defmacro|function\*?|func|fun|fn|sub|struct|interface|trait|enum|type|module|namespace|object|protocol|extension|record|union|newtype|data|instance|macro_rules!)\s+(?:\([^()\n]{0,80}\)\s*)?(?:self\.)?([\p{L}_$][\p{L}\p{N}_$.?!]{0,80})/u;
const TYPED = /^\s{0,40}(?:[\w:<>,*&[\]?~.@]{1,60}\s+){1,6}[*&]{0,2}([\w:~]{2,80})\s{0,3}\(/;
const METHOD =
  /^\s{0,40}(?:(?:static|async|get|set|public|private|protected|readonly|override)\s+){0,3}\*?#?([\w$]{2,80})\s{0,2}(?:<[^<>()]{0,60}>)?\([^;]{0,200}\{?\s*$/;
const ASSIGNED =
  /^\s{0,40}(?:export\s+)?(?:const|let|var|val)\s+([\w$]{2,80})\s{0,3}[:=]|^\s{0,40}(?:[\w$]{1,40}\.){1,4}([\w$]{2,80})\s*=\s*(?:async\s+)?(?:function|\(|[\w$]{1,30}\s*=>)|^\s{0,40}([\w$]{2,80})\s*:\s*(?:async\s+)?function\b/;
const SIGNATURE = /^([a-z_][\w']{1,80})\s{1,8}::/;
const CONTROL = new Set(
  'if for while switch catch return else throw new assert do foreach elif elsif unless until when match with using lock sizeof typeof await yield delete not and or in is print super this require import include describe it test expect'.split(
    ' ',
  ),
);

/** What a line declares, or null. */
export function declarationOn(line: string): FoundDeclaration | null {
  if (line.length > 400) return null;
  const keyword = KEYWORD.exec(line)?.[1];
  if (keyword !== undefined) return { name: keyword };
  const first = /^\s*([\w$]+)/.exec(line)?.[1];
  if (first !== undefined && CONTROL.has(first)) return null;
  for (const pattern of [SIGNATURE, ASSIGNED, TYPED, METHOD]) {
    const match = pattern.exec(line);
    const name = match?.[1] ?? match?.[2] ?? match?.[3];
    if (name !== undefined && !CONTROL.has(name)) return { name };
  }
  return null;
}

/** Lines that stand between a comment and its declaration. */
export function isDecoration(line: string): boolean {
  return /^\s*(?:@[\w.]+|#!?\[|\[[A-Z]\w*|template\s*<)/.test(line) && declarationOn(line) === null;
}
