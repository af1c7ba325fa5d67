/** The viewer's code with CodeMirror, which the first page does not carry. */
export const loadCodeView = () => import('./code-view.tsx');

/** What stands around it: the path, the tools, the symbols. */
export const loadViewer = () => import('./viewer.tsx');

/** Fetches and compiles it while nothing else happens, so that the first file opens at once. */
export function warmCodeView(): void {
  const warm = () => void Promise.all([loadViewer(), loadCodeView()]).catch(() => undefined);
  if ('requestIdleCallback' in window) requestIdleCallback(warm, { timeout: 5000 });
  else setTimeout(warm, 1000);
}
