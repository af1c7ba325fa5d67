/**
 * The page's policy: nothing is loaded from, or sent to, another origin.
 *
 * It is a `<meta>` so that it holds on hosts that send no headers; the engine worker is started from a blob
 * (src/worker/spawn.ts) because a worker loaded by address would escape it. A meta element cannot carry
 * `frame-ancestors`, so the header files add it. Only the build has it: the dev server needs inline scripts and a
 * WebSocket.
 */
import type { Plugin } from 'vite';
import { HUB_SOURCES } from '../../src/worker/protocol-hub.ts';

const DIRECTIVES = [
  "default-src 'none'",
  // wasm-unsafe-eval compiles WebAssembly (tree-sitter, ONNX Runtime), it does not allow eval.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  // Only endpoint.html and hub.html, which have policies of their own, and only after consent
  // (src/worker/client-endpoint.ts, src/worker/client-hub.ts).
  "frame-src 'self'",
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

/**
 * Of endpoint.html, the one document that may reach a model server on this machine. It narrows itself to one origin
 * before anything else (src/worker/endpoint-document.ts).
 */
const ENDPOINT_DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  'connect-src http://127.0.0.1:* http://localhost:* https://127.0.0.1:* https://localhost:*',
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

export const ENDPOINT_FILE = 'endpoint.html';

export const ENDPOINT_META_POLICY = ENDPOINT_DIRECTIVES.join('; ');

export const ENDPOINT_HEADER_POLICY = [...ENDPOINT_DIRECTIVES, "frame-ancestors 'self'"].join('; ');

/** Of hub.html, the one document that may reach the hub of models; a build may be made without it (vite.config.ts). */
const HUB_DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  `connect-src ${HUB_SOURCES.join(' ')}`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

export const HUB_FILE = 'hub.html';

export const HUB_META_POLICY = HUB_DIRECTIVES.join('; ');

export const HUB_HEADER_POLICY = [...HUB_DIRECTIVES, "frame-ancestors 'self'"].join('; ');

/** Puts the policy first in the head of the built page, before anything that it could bind. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'vectorgit:content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { path }) => [
        {
          tag: 'meta',
          attrs: {
            'http-equiv': 'Content-Security-Policy',
            content: policyOf(path),
          },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}

function policyOf(path: string): string {
  if (path.endsWith(`/${ENDPOINT_FILE}`)) return ENDPOINT_META_POLICY;
  return path.endsWith(`/${HUB_FILE}`) ? HUB_META_POLICY : META_POLICY;
}
