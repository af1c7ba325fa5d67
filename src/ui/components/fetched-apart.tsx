import { type ComponentType, createElement, lazy, type ReactNode, Suspense, useState } from 'react';

/** A component whose code is not part of the first page. */
export interface FetchedApart<Props> {
  (props: Props): ReactNode;
  /** Gets the code now, so that it is there when it is drawn; a failure is told when it is. */
  fetch(): void;
}

/**
 * As `lazy` with a boundary of its own, with one difference: code that is there is drawn at once. `lazy` shows what stands in for it for a
 * frame even then, which flickers.
 */
export function fetchedApart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = null,
): FetchedApart<Props> {
  let there: ComponentType<Props> | null = null;
  const get = async () => {
    there ??= await load();
    return { default: there };
  };
  const Awaited = lazy(get) as unknown as ComponentType<Props>;
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each module, as `lazy` does.
  function Apart(props: Props): ReactNode {
    // What was begun with goes on: another type would make everything within anew.
    const [Drawn] = useState(() => there ?? Awaited);
    return <Suspense fallback={meanwhile}>{createElement(Drawn, props)}</Suspense>;
  }
  return Object.assign(Apart, { fetch: () => void get().catch(() => undefined) });
}
