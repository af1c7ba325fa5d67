import { expect, test } from 'vitest';
import { createSettingsStore, DEFAULT_SETTINGS, parseSettings } from './settings-store.ts';

test('settings survive the page', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  createSettingsStore(storage).setState({ theme: 'dark', resultsWidth: 600 });
  expect(createSettingsStore(storage).getState()).toEqual({
    ...DEFAULT_SETTINGS,
    theme: 'dark',
    resultsWidth: 600,
  });
});

test.each([null, '', 'not json', '[]', '7', '{"theme":"pink","wrap":1,"resultsWidth":-5}'])(
  'settings that make no sense are the defaults: %j',
  (text) => expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS),
);

test('without storage everything still works', () => {
  const refuse = () => {
    throw new Error('denied');
  };
  const store = createSettingsStore({ getItem: refuse, setItem: refuse });
  store.setState({ wrap: true });
  expect(store.getState().wrap).toBe(true);
});
