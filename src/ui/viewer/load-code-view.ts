/** The viewer's code with CodeMirror, which the first page does not carry. */
export const loadCodeView = () => import('./code-view.tsx');

/** Fetches and compiles it while nothing else happens, so that the first file opens at once. */
export function warmCodeView(): void {
  const warm = () => void loadCodeView().catch(() => undefined);
  if ('requestIdleCallback' in window) requestIdleCallback(warm, { timeout: 5000 });
  else setTimeout(warm, 1000);
}
