import { useEffect } from 'react';
import { RESULTS_ID } from '../search/results-id.ts';
import { SEARCH_FIELD_ID } from '../search/search-field.tsx';
import { type Stores, useStores } from '../stores/stores.ts';
import { closeFile } from '../viewer/close-file.ts';
import { permalinkOf } from './place.ts';

/** Keys that work anywhere. Single keys are off inside fields and at will (WCAG 2.1.4). */
export function useShortcuts(): void {
  const stores = useStores();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        focusSearch();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (isField(event.composedPath()[0]) || document.querySelector('dialog[open]')) return;
      if (event.key !== 'Escape' && !stores.settings.getState().shortcuts) return;
      // What is typed while the finder is on its way is meant for it.
      if (event.key !== 'Escape' && stores.surface.getState().surface === 'finder') return;
      if (act(stores, event.key)) event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [stores]);
}

function act({ place, surface, settings, asking }: Stores, key: string): boolean {
  switch (key) {
    case '/':
      return focusSearch();
    case '?':
      surface.setState({ surface: 'shortcuts' });
      return true;
    case 't':
      surface.setState({ surface: 'finder' });
      return true;
    case 'h':
      surface.setState({ surface: 'history', subject: null });
      return true;
    case 's':
      surface.setState({ surface: 'storage' });
      return true;
    case 'e':
      if (place.getState().repository === null) return false;
      asking.ask(place.getState().query);
      return true;
    case 'b':
      settings.setState(({ sidebar }) => ({ sidebar: !sidebar }));
      return true;
    case 'j':
    case 'k':
      document.getElementById(RESULTS_ID)?.focus();
      return true;
    case 'y': {
      const here = place.getState();
      if (here.path === null) return false;
      void navigator.clipboard.writeText(new URL(permalinkOf(here), location.href).href);
      return true;
    }
    case 'Escape':
      return stepBack(place, surface, asking);
    default:
      return false;
  }
}

/** Panel, then file, then answer, then list, then query; the query itself is never lost. */
function stepBack(
  place: Stores['place'],
  surface: Stores['surface'],
  asking: Stores['asking'],
): boolean {
  if (document.querySelector(':popover-open')) return false;
  if (surface.getState().surface !== 'none') {
    surface.setState({ surface: 'none' });
  } else if (place.getState().path !== null) {
    closeFile(place);
  } else if (asking.getState().open) {
    asking.close();
    focusSearch();
  } else {
    focusSearch();
  }
  return true;
}

function searchField(): HTMLInputElement | null {
  const field = document.getElementById(SEARCH_FIELD_ID);
  return field instanceof HTMLInputElement ? field : null;
}

function focusSearch(): boolean {
  const field = searchField();
  field?.focus();
  field?.select();
  return field !== null;
}

function isField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type)
  );
}
