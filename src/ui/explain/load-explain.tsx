import { lazy, Suspense } from 'react';
import type { RepositorySummary } from '../../domain/api.ts';

const Pane = lazy(async () => ({ default: (await import('./explain-pane.tsx')).ExplainPane }));

/** Explain, whose code the first page does not carry. */
export function ExplainPane({ repository }: { readonly repository: RepositorySummary }) {
  return (
    <Suspense fallback={<p role="status">Opening Explain …</p>}>
      <Pane repository={repository} />
    </Suspense>
  );
}
