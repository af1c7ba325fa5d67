import { expect, test } from 'vitest';
import type { HealthEvent, RepositoryId } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import type { EngineEvent } from '../../worker/protocol.ts';
import { tellOfEvents } from './engine-notices.ts';
import { createNoticesStore } from './notices-store.ts';
import { createSurfaceStore } from './surface-store.ts';

const HEALED: HealthEvent = {
  at: 1_000,
  repositoryId: 'r' as RepositoryId,
  name: 'small',
  severity: 'info',
  what: 'Damage in the postings of generation 3',
  why: 'the checksum differs',
  done: 'made again from the stored text',
  lost: null,
};

/** What the page says after the events, and what was synced by its buttons. */
function told(...events: readonly EngineEvent[]) {
  const notices = createNoticesStore();
  const synced: string[] = [];
  let hear: (event: EngineEvent) => void = () => undefined;
  const subscribe = (listener: (event: EngineEvent) => void) => {
    hear = listener;
    return () => undefined;
  };
  tellOfEvents({ subscribe } as unknown as EngineClient, {
    notices,
    surface: createSurfaceStore(),
    health: { renew: () => undefined },
    intake: {
      sync: async (id) => {
        synced.push(id);
        return null;
      },
    },
  });
  for (const event of events) hear(event);
  return { notices: () => notices.getState().notices, synced };
}

test('what was healed is told in sentences', () => {
  const { notices } = told({ type: 'health', event: HEALED });
  expect(notices()).toMatchObject([
    {
      tone: 'good',
      title: 'small: Damage in the postings of generation 3.',
      detail: 'Made again from the stored text.',
    },
  ]);
});

test('events of one moment share a line, which says the worst of them and can read the folder again', () => {
  const loss: HealthEvent = { ...HEALED, at: 1_500, severity: 'loss', lost: 'two files' };
  const { notices, synced } = told(
    { type: 'health', event: HEALED },
    { type: 'health', event: loss },
    { type: 'health', event: { ...HEALED, at: 2_000 } },
  );
  expect(notices()).toMatchObject([{ tone: 'loss' }]);
  expect(notices()[0]?.detail).toContain('Lost: two files. And 2 more.');
  notices()[0]?.actions[0]?.run();
  expect(synced).toEqual(['r']);
  expect(notices()).toEqual([]);
});

test('an event long after another begins a new line', () => {
  const { notices } = told(
    { type: 'health', event: { ...HEALED, severity: 'loss' } },
    { type: 'health', event: { ...HEALED, at: 60_000 } },
  );
  expect(notices()).toMatchObject([{ tone: 'good' }]);
});

test('a newer version in another tab cannot be waved away', () => {
  const { notices } = told({ type: 'outdated' });
  expect(notices()).toMatchObject([{ key: 'outdated', dismissible: false }]);
});

test('an engine that stopped for good is no longer told to search on', () => {
  expect(told({ type: 'crashed', restarted: true }).notices()).toMatchObject([{ key: 'crashed' }]);
  const { notices } = told(
    { type: 'crashed', restarted: true },
    { type: 'crashed', restarted: false },
  );
  expect(notices()).toEqual([]);
});
