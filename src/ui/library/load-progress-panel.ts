import { fetchedApart } from '../components/fetched-apart.tsx';

/** All that is known of an ingest, which the first page does not carry; nothing stands in for it, it is soon there. */
export const ProgressPanel = fetchedApart(
  async () => (await import('./progress-panel.tsx')).ProgressPanel,
);
