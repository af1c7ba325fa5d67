/**
 * Addresses of the binaries that the engine loads on demand: grammars, the parser's runtime, ONNX Runtime.
 *
 * Named one by one, so that the build copies these and no others.
 * onnxruntime-web is no dependency of ours in package.json: it must be the very version that transformers.js pins.
 * `?url` gives a hashed file of the build, which the service worker keeps.
 */
import bash from '@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm?url';
import cSharp from '@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm?url';
import cpp from '@vscode/tree-sitter-wasm/wasm/tree-sitter-cpp.wasm?url';
import css from '@vscode/tree-sitter-wasm/wasm/tree-sitter-css.wasm?url';
import go from '@vscode/tree-sitter-wasm/wasm/tree-sitter-go.wasm?url';
import java from '@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm?url';
import javascript from '@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm?url';
import php from '@vscode/tree-sitter-wasm/wasm/tree-sitter-php.wasm?url';
import powershell from '@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm?url';
import python from '@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm?url';
import ruby from '@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm?url';
import rust from '@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm?url';
import tsx from '@vscode/tree-sitter-wasm/wasm/tree-sitter-tsx.wasm?url';
import typescript from '@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm?url';
import ortGpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import ortGpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import ortModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import ortBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import runtime from 'web-tree-sitter/web-tree-sitter.wasm?url';
import type { GrammarAssets } from '../chunking/api.ts';

const GRAMMARS: Readonly<Record<string, string>> = {
  'tree-sitter': runtime,
  'tree-sitter-bash': bash,
  'tree-sitter-c-sharp': cSharp,
  'tree-sitter-cpp': cpp,
  'tree-sitter-css': css,
  'tree-sitter-go': go,
  'tree-sitter-java': java,
  'tree-sitter-javascript': javascript,
  'tree-sitter-php': php,
  'tree-sitter-powershell': powershell,
  'tree-sitter-python': python,
  'tree-sitter-ruby': ruby,
  'tree-sitter-rust': rust,
  'tree-sitter-tsx': tsx,
  'tree-sitter-typescript': typescript,
};

/** The grammars of the build, fetched when first asked for; rejects with what the network or the host said. */
export const builtGrammars: GrammarAssets = {
  async load(name) {
    const address = GRAMMARS[name];
    if (address === undefined) throw new Error(`The build has no ${name}`);
    const response = await fetch(absolute(address));
    if (!response.ok) throw new Error(`${name} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },
};

/**
 * For `TransformersOptions.wasmPaths`.
 */
export const ORT_ADDRESSES = { mjs: absolute(ortModule), wasm: absolute(ortBinary) } as const;

/** For `TransformersOptions.gpuPaths`. */
export const ORT_GPU_ADDRESSES = {
  mjs: absolute(ortGpuModule),
  wasm: absolute(ortGpuBinary),
} as const;

/** The worker is a blob, whose own address is no base; in development addresses are relative to the root. */
function absolute(address: string): string {
  return new URL(address, import.meta.url).href;
}
