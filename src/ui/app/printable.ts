/**
 * Control characters and bidirectional overrides in names and code can make text look like something
 * else ("Trojan Source", CVE-2021-42574). Here they become visible; copying still gives the raw text.
 */

const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the purpose.
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Text with every invisible or direction-changing character as `‹U+202E›`; tabs stay. */
export function printable(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `‹U+${code}›`;
  });
}
