import { useStore } from 'zustand';
import type { IngestProgress } from '../../domain/api.ts';
import { useStores } from '../stores/stores.ts';

/** Of the ingest under way; null when there is none. */
export function useProgress(): IngestProgress | null {
  const { engine } = useStores();
  return useStore(engine, (state) => (state.state === 'ready' ? state.status.progress : null));
}
