/**
 * The page's policy: nothing is loaded from, or sent to, another origin.
 *
 * It is a `<meta>` so that it holds on hosts that send no headers; the engine worker is started from a blob
 * (src/worker/spawn.ts) because a worker loaded by address would escape it. A meta element cannot carry
 * `frame-ancestors`, so the header files add it. Only the build has it: the dev server needs inline scripts and a
 * WebSocket.
 */
import type { Plugin } from 'vite';

const DIRECTIVES = [
  "default-src 'none'",
  // wasm-unsafe-eval compiles WebAssembly (tree-sitter, ONNX Runtime), it does not allow eval.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  // The one policy is made in src/worker/trusted-script-url.ts.
  "require-trusted-types-for 'script'",
  'trusted-types vectorgit',
];

export const META_POLICY = DIRECTIVES.join('; ');

export const HEADER_POLICY = [...DIRECTIVES, "frame-ancestors 'none'"].join('; ');

/** Puts the policy first in the head of the built page, before anything that it could bind. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'vectorgit:content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}
