import { whenIdle } from '../components/when-idle.ts';
import { loadFileFinder } from '../library/load-file-finder.ts';

/** A file's path, tools and symbols, which the first page does not carry. */
export const loadViewer = () => import('./viewer.tsx');

/** Fetches and compiles it with its code (CodeMirror), and what else is opened by a key, while nothing else happens. */
export function warmViewer(): void {
  const all = () => Promise.all([loadViewer(), import('./code-view.tsx'), loadFileFinder()]);
  whenIdle(() => void all().catch(() => undefined));
}
