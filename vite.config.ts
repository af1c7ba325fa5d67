import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, type Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { assetFileName, chunkFileName, packageOf } from './.ci/build/chunk-names.ts';
import { contentSecurityPolicy } from './.ci/build/content-security-policy.ts';
import { modelHub, withoutForeignHub } from './.ci/build/model-hub.ts';
import { offline } from './.ci/build/offline.ts';
import { sampleRepository } from './.ci/build/sample-repository.ts';
import { thirdPartyNotices } from './.ci/build/third-party-notices.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const notices = thirdPartyNotices();
const output = {
  entryFileNames: chunkFileName,
  chunkFileNames: chunkFileName,
  assetFileNames: assetFileName,
};

/** web-tree-sitter may eval the glue of grammars that bring any; ours do not, and the policy would refuse it. */
function onLog(
  level: Rolldown.LogLevel,
  log: Rolldown.RolldownLog,
  print: (level: Rolldown.LogLevel, log: Rolldown.RolldownLog) => void,
): void {
  if (log.code !== 'EVAL' || packageOf(log.id ?? '') !== 'web-tree-sitter') print(level, log);
}

export default defineConfig({
  root,
  // Relative: the same build works at any path of any host.
  base: './',
  define: { 'import.meta.env.VITE_MODEL_HUB': JSON.stringify(modelHub) },
  resolve: {
    alias: [
      // transformers.js asks for the WebGPU build, whose wasm is 26.9 MB; the CPU's has 14.3 MB, and a GPU is
      // given a runtime of its own (src/embedding/transformers/gpu-runtime.ts).
      { find: /^onnxruntime-web\/webgpu$/, replacement: 'onnxruntime-web/wasm' },
    ],
    // ONNX Runtime's wasm is given to it by address (src/embedding); this keeps it from bringing a second copy.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  plugins: [
    react(),
    withoutForeignHub(),
    contentSecurityPolicy(),
    notices.collect(),
    notices.write(),
    sampleRepository(root),
    offline(root),
  ],
  worker: {
    format: 'es',
    plugins: () => [withoutForeignHub(), notices.collect()],
    rolldownOptions: { output, onLog },
  },
  build: {
    target: ['chrome120', 'edge120', 'firefox121', 'safari17.4'],
    // All of these preload modules by themselves.
    modulePreload: { polyfill: false },
    // A data: address is refused by the policy where code is concerned, and hides a file from the offline list.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: {
        index: `${root}index.html`,
        endpoint: `${root}endpoint.html`,
        ...(modelHub === 'off' ? {} : { hub: `${root}hub.html` }),
      },
      output,
      onLog,
    },
  },
  server: { port: 5173, host: '127.0.0.1' },
  test: {
    environment: 'node',
    // A machine that is busy with other things is no failure; the slowest test takes half a second alone.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By itself it leaves one processor free, which of two is half.
    maxWorkers: Math.max(2, availableParallelism()),
    include: ['src/**/*.test.{ts,tsx}', '.ci/**/*.test.ts'],
  },
});
