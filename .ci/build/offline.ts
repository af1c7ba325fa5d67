/**
 * The last step of the build: hashes every file of it, writes `asset-manifest.json` (what was built, for whoever
 * wants to verify a deployment) and `service-worker.js` (with the list of what to keep offline), in that order.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { build, type Plugin } from 'vite';
import type { OfflineFile, OfflineTier } from '../../src/worker/offline-files.ts';
import {
  ENDPOINT_FILE,
  ENDPOINT_HEADER_POLICY,
  HEADER_POLICY,
  HUB_FILE,
  HUB_HEADER_POLICY,
} from './content-security-policy.ts';

const WORKER_ENTRY = 'src/worker/service-worker.ts';
const WORKER_FILE = 'service-worker.js';
const MANIFEST_FILE = 'asset-manifest.json';
const HEADERS_FILE = '_headers';

export function offline(root: string): Plugin {
  let outDir = '';
  return {
    name: 'vectorgit:offline',
    apply: 'build',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const files = filesOf(outDir);
        await buildServiceWorker(root, outDir, files.flatMap(kept));
        const hasHub = files.some(({ path }) => path === HUB_FILE);
        writeFileSync(join(outDir, HEADERS_FILE), hasHub ? HEADERS + HUB_HEADERS : HEADERS);
        writeFileSync(join(outDir, MANIFEST_FILE), manifestOf(filesOf(outDir)));
      },
    },
  };
}

/**
 * When a file of the build is kept (see OfflineTier), or null for never.
 * ONNX Runtime and its library are for models of the user's choice only: 14 MB that most never need.
 */
export function tierOf(path: string): OfflineTier | null {
  if ([WORKER_FILE, MANIFEST_FILE, HEADERS_FILE].includes(path) || extname(path) === '.map')
    return null;
  if (/^assets\/.*(?:ort-wasm|onnxruntime|transformers)/.test(path)) return 'use';
  if (path.startsWith('models/') || path.startsWith('sample/')) return 'warm';
  switch (extname(path)) {
    case '.wasm':
      return 'warm';
    case '.woff2':
      // Fonts come in a file an alphabet, of which a page uses one or two.
      return /-latin-[a-z]+-(?:normal|italic)/.test(path) ? 'shell' : 'use';
    case '.html':
    case '.js':
    case '.css':
    case '.svg':
    case '.png':
    case '.webmanifest':
      return 'shell';
    default:
      return 'use';
  }
}

interface BuiltFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

function filesOf(outDir: string): readonly BuiltFile[] {
  return readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => {
      const content = readFileSync(file);
      return {
        path: file.slice(outDir.length + 1).replaceAll('\\', '/'),
        sha256: createHash('sha256').update(content).digest('hex'),
        bytes: content.length,
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function kept(file: BuiltFile): readonly OfflineFile[] {
  const tier = tierOf(file.path);
  return tier === null ? [] : [{ ...file, tier }];
}

function manifestOf(files: readonly BuiltFile[]): string {
  const entries = files
    .filter(({ path }) => path !== MANIFEST_FILE)
    .map(({ path, sha256, bytes }) => [path, { sha256, bytes, offline: tierOf(path) }]);
  return `${JSON.stringify({ files: Object.fromEntries(entries) }, null, 1)}\n`;
}

async function buildServiceWorker(
  root: string,
  outDir: string,
  files: readonly OfflineFile[],
): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { OFFLINE_FILES: JSON.stringify(files) },
    build: {
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: join(root, WORKER_ENTRY),
        output: { format: 'iife', entryFileNames: WORKER_FILE },
      },
    },
  });
}

/**
 * For hosts that read such a file (Netlify, Cloudflare Pages); the page is as safe without it, but for framing. The
 * policies go by path, not to all: hosts join the rules that match, and the two would leave the endpoint nothing.
 */
const HEADERS = `/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin

${['/', '/index.html', '/assets/*', `/${WORKER_FILE}`].map((path) => `${path}\n  Content-Security-Policy: ${HEADER_POLICY}\n`).join('\n')}
/${ENDPOINT_FILE}
  Content-Security-Policy: ${ENDPOINT_HEADER_POLICY}

/assets/*
  Cache-Control: public, max-age=31536000, immutable
`;

const HUB_HEADERS = `
/${HUB_FILE}
  Content-Security-Policy: ${HUB_HEADER_POLICY}
`;
