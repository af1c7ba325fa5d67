import { assemble, type WasmFunction } from './wasm-assembler.ts';

/** WebAssembly as far as it is used here: it is part of every engine, but not of the language's library of types. */
interface WasmPlatform {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (limits: { initial: number }) => WasmMemory;
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** A module with a memory of its own. */
export interface WasmInstance {
  readonly memory: WasmMemory;
  readonly exports: Readonly<Record<string, (...values: number[]) => void>>;
}

export const PAGE_BYTES = 65_536;

/**
 * Compiles functions over one memory; what is answered makes an instance with a memory of so many pages, or throws where the
 * machine has no room. Null where WebAssembly or its SIMD is not there, or not allowed.
 */
export function compileWasm(
  functions: readonly WasmFunction[],
): ((pages: number) => WasmInstance) | null {
  const platform = (globalThis as { readonly WebAssembly?: WasmPlatform }).WebAssembly;
  if (platform === undefined) return null;
  try {
    const module = new platform.Module(assemble(functions));
    return (pages) => {
      const memory = new platform.Memory({ initial: pages });
      const { exports } = new platform.Instance(module, { kernel: { memory } });
      return { memory, exports: exports as WasmInstance['exports'] };
    };
  } catch {
    return null;
  }
}
