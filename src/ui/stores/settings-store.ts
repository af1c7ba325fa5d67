/** What the person prefers, kept on this device. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export type Theme = 'system' | 'light' | 'dark';

export interface Settings {
  readonly theme: Theme;
  readonly wrap: boolean;
  readonly sidebar: boolean;
  /** In CSS pixels. */
  readonly sidebarWidth: number;
  readonly resultsWidth: number;
  /** Single-key shortcuts (WCAG 2.1.4 wants them to be switched off at will). */
  readonly shortcuts: boolean;
  /** The browser was asked once not to evict the index. */
  readonly askedToKeep: boolean;
}

export type SettingsStore = StoreApi<Settings>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  wrap: false,
  sidebar: true,
  sidebarWidth: 248,
  resultsWidth: 480,
  shortcuts: true,
  askedToKeep: false,
};

const KEY = 'vectorgit.settings';

/** `storage` may be missing or full: then settings last as long as the page. */
export function createSettingsStore(storage: Pick<Storage, 'getItem' | 'setItem'>): SettingsStore {
  const store = createStore<Settings>(() => parseSettings(read(storage)));
  store.subscribe((settings) => {
    try {
      storage.setItem(KEY, JSON.stringify(settings));
    } catch {
      // A private window may forbid it; nothing else depends on it.
    }
  });
  return store;
}

/** What an older version or another hand wrote is taken as far as it fits. */
export function parseSettings(text: string | null): Settings {
  let stored: Partial<Record<keyof Settings, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) stored = parsed;
  } catch {
    // Not JSON: the defaults stand.
  }
  const flag = (value: unknown, fallback: boolean) =>
    typeof value === 'boolean' ? value : fallback;
  const width = (value: unknown, fallback: number) =>
    typeof value === 'number' && value >= 160 && value <= 1600 ? value : fallback;
  return {
    theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : 'system',
    wrap: flag(stored.wrap, DEFAULT_SETTINGS.wrap),
    sidebar: flag(stored.sidebar, DEFAULT_SETTINGS.sidebar),
    sidebarWidth: width(stored.sidebarWidth, DEFAULT_SETTINGS.sidebarWidth),
    resultsWidth: width(stored.resultsWidth, DEFAULT_SETTINGS.resultsWidth),
    shortcuts: flag(stored.shortcuts, DEFAULT_SETTINGS.shortcuts),
    askedToKeep: flag(stored.askedToKeep, false),
  };
}

function read(storage: Pick<Storage, 'getItem'>): string | null {
  try {
    return storage.getItem(KEY);
  } catch {
    return null;
  }
}
