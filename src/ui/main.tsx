/** The page's entry: starts the engine, makes the stores, renders. */
import { createRoot } from 'react-dom/client';
import { invariant } from '../domain/api.ts';
import { automationOf } from '../worker/client-automation.ts';
import { startEngine } from '../worker/client-start.ts';
import { registerServiceWorker } from '../worker/offline.ts';
import { App } from './app/app.tsx';
import { addressBarOf } from './stores/place-store.ts';
import { createStores, StoresProvider } from './stores/stores.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/syntax.css';

const root = document.getElementById('root');
invariant(root, 'index.html has an element with the id root');
// Where storage is blocked, even naming it throws: the settings store expects that of the calls.
const storage = {
  getItem: (key: string) => localStorage.getItem(key),
  setItem: (key: string, value: string) => localStorage.setItem(key, value),
};
const client = startEngine();
Object.assign(window, { vectorgit: automationOf(client) });
const stores = createStores(client, addressBarOf(window), storage);
createRoot(root).render(
  <StoresProvider value={stores}>
    <App watchUpdates={(onUpdate) => registerServiceWorker(client, onUpdate)} />
  </StoresProvider>,
);
