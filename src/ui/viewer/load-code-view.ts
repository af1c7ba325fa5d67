import { whenIdle } from '../components/when-idle.ts';
import { loadFileFinder } from '../library/load-file-finder.ts';

/** The viewer's code with CodeMirror, which the first page does not carry. */
export const loadCodeView = () => import('./code-view.tsx');

/** What stands around it: the path, the tools, the symbols. */
export const loadViewer = () => import('./viewer.tsx');

/** Fetches and compiles it, and what else is opened by a key, while nothing else happens: then it opens at once. */
export function warmCodeView(): void {
  const all = () => Promise.all([loadViewer(), loadCodeView(), loadFileFinder()]);
  whenIdle(() => void all().catch(() => undefined));
}
