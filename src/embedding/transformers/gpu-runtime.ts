/*
 * ONNX Runtime on WebGPU. Its build for JSPI (16.8 MB; 14.3 MB without WebGPU) is taken rather than the one for every
 * browser (26.9 MB, more than some hosts take as one file), so a GPU is used where the browser has both: Chromium from
 * 137 on. That build computes on the CPU, too. It is for full precision only: the operators of 8-bit exports have no
 * WebGPU kernels and would go back and forth.
 */

/** The library takes the runtime that it finds here when it is first imported. */
const RUNTIME = Symbol.for('onnxruntime');

let found: Promise<boolean> | null = null;

/** Whether this browser can run a transformer on a GPU. Asked once; no device is opened. */
export function hasGpu(): Promise<boolean> {
  found ??= findGpu();
  return found;
}

/** Makes the library run on the runtime with WebGPU; call it before the library's first import in this worker. */
export async function installGpuRuntime(): Promise<void> {
  Reflect.set(globalThis, RUNTIME, await import('onnxruntime-web/jspi'));
}

async function findGpu(): Promise<boolean> {
  if (!('Suspending' in WebAssembly)) return false;
  const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } };
  try {
    return ((await gpu?.requestAdapter()) ?? null) !== null;
  } catch {
    return false;
  }
}
