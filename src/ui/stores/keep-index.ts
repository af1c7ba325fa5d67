/** Whether what is stored stays: asked of the browser once, and told when it cannot. */
import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../worker/client.ts';
import type { IntakeState } from './intake-store.ts';
import type { NoticesStore } from './notices-store.ts';
import type { SettingsStore } from './settings-store.ts';

/** After the first ingest: then there is something to keep, and the person knows what for. */
export function askToKeep(
  client: Pick<EngineClient, 'persist'>,
  intake: Pick<StoreApi<IntakeState>, 'subscribe'>,
  settings: SettingsStore,
): void {
  intake.subscribe((state) => {
    if (state.state !== 'finished' || settings.getState().askedToKeep) return;
    settings.setState({ askedToKeep: true });
    // The answer stands on the storage page; a refusal is not worth a message.
    client.persist().catch(() => undefined);
  });
}

/** Says so when the index lives in memory only. Where it lies is known to the engine; nobody waits for the answer. */
export async function tellOfMemory(
  client: Pick<EngineClient, 'whenReady' | 'storage'>,
  notices: NoticesStore,
): Promise<void> {
  await client.whenReady();
  const { home } = await client.storage();
  if (home !== 'memory') return;
  notices.tell({
    key: 'memory',
    tone: 'warning',
    title: 'The index is not kept.',
    detail:
      'This browser lets the page store nothing, as in a private window. The index ends with this tab.',
    actions: [],
    dismissible: false,
  });
}
