import { fetchedApart } from '../components/fetched-apart.tsx';

/** Explain, whose code the first page does not carry. */
export const ExplainPane = fetchedApart(
  async () => (await import('./explain-pane.tsx')).ExplainPane,
  <p role="status">Opening Explain …</p>,
);
