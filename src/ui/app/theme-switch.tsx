import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '../components/button.tsx';
import type { Theme } from '../stores/settings-store.ts';
import { useStores } from '../stores/stores.ts';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const NAMES: Readonly<Record<Theme, string>> = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
};

export function ThemeSwitch() {
  const { settings } = useStores();
  const theme = useStore(settings, (state) => state.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  const Icon = theme === 'system' ? Monitor : theme === 'light' ? Sun : Moon;
  return (
    <IconButton
      label={`Theme: ${NAMES[theme]}`}
      hint={`Theme: ${NAMES[theme]}. Switch to ${NAMES[NEXT[theme]]}`}
      onClick={() => settings.setState({ theme: NEXT[theme] })}
    >
      <Icon size={16} />
    </IconButton>
  );
}
