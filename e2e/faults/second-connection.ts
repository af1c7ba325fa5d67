/** Another connection to the engine's databases, as another tab, a browser extension or a damaged disk would be. */
import type { Page } from '@playwright/test';

/** What a second connection does to a repository's database. */
export type Damage =
  | { readonly do: 'flip'; readonly kind: string }
  | { readonly do: 'clear'; readonly store: string }
  | { readonly do: 'head-to'; readonly generation: number }
  | { readonly do: 'manifest-hash' }
  | { readonly do: 'newer-format' };

/** Does the damage to the database of the one repository that is there; returns how many records it changed. */
export function damage(page: Page, what: Damage): Promise<number> {
  return page.evaluate(async (what) => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((one) => one.startsWith('vg-')) ?? '';
    const asPromise = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await asPromise(indexedDB.open(name));
    const done = (tx: IDBTransaction) =>
      new Promise<void>((resolve, reject) => {
        tx.oncomplete = () => resolve();
        tx.onabort = () => reject(tx.error);
      });
    const sha256 = async (text: string) =>
      [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('');
    const newest = async () => {
      const tx = database.transaction(['head', 'manifests']);
      const head = await asPromise(tx.objectStore('head').get('head'));
      return asPromise(tx.objectStore('manifests').get(head.generation));
    };
    let changed = 0;
    if (what.do === 'flip') {
      const keys = await asPromise(database.transaction('blobs').objectStore('blobs').getAllKeys());
      const tx = database.transaction('blobs', 'readwrite');
      for (const key of keys) {
        if (!String(key).startsWith(`${what.kind}/`)) continue;
        const bytes: Uint8Array = await asPromise(tx.objectStore('blobs').get(key));
        const at = bytes.length >> 1;
        bytes[at] = (bytes[at] ?? 0) ^ 0x10;
        tx.objectStore('blobs').put(bytes, key);
        changed++;
      }
      await done(tx);
    } else if (what.do === 'clear') {
      const tx = database.transaction(what.store, 'readwrite');
      changed = await asPromise(tx.objectStore(what.store).count());
      tx.objectStore(what.store).clear();
      await done(tx);
    } else if (what.do === 'head-to') {
      const tx = database.transaction('head', 'readwrite');
      const head = await asPromise(tx.objectStore('head').get('head'));
      tx.objectStore('head').put({ ...head, generation: what.generation }, 'head');
      changed = 1;
      await done(tx);
    } else if (what.do === 'manifest-hash') {
      const record = await newest();
      const tx = database.transaction('manifests', 'readwrite');
      tx.objectStore('manifests').put({ ...record, json: record.json.replace(/\d/, '9') });
      changed = 1;
      await done(tx);
    } else {
      const record = await newest();
      const json = record.json.replace(/"formatVersion":\d+/, '"formatVersion":9999');
      const hash = await sha256(json);
      const tx = database.transaction(['head', 'manifests'], 'readwrite');
      tx.objectStore('manifests').put({ ...record, json, hash });
      tx.objectStore('head').put({ generation: record.generation, hash }, 'head');
      changed = json === record.json ? 0 : 1;
      await done(tx);
    }
    database.close();
    return changed;
  }, what);
}

/** All that the repository's database holds but its blobs' bytes, as text. */
export function contentOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((one) => one.startsWith('vg-')) ?? '';
    const asPromise = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await asPromise(indexedDB.open(name));
    const tx = database.transaction(['head', 'manifests', 'blobs']);
    const content = await Promise.all([
      asPromise(tx.objectStore('head').getAll()),
      asPromise(tx.objectStore('manifests').getAll()),
      asPromise(tx.objectStore('blobs').getAllKeys()),
    ]);
    database.close();
    return JSON.stringify(content);
  });
}
