import { childPath, type Directory } from './directory.ts';

/** A tree that the page reads for us: the older drop interface exists on the main thread only. */
export interface RemoteEntries {
  list(path: string): Promise<readonly { readonly name: string; readonly folder: boolean }[]>;
  file(path: string): Promise<File>;
}

/** A dropped folder in Firefox and Safari, read through the page. Sizes and times are known only by opening. */
export function directoryOfEntries(root: RemoteEntries): Directory {
  return {
    async list(path) {
      const entries = await root.list(path);
      return entries.map(({ name, folder }) =>
        folder
          ? { kind: 'folder', name }
          : {
              kind: 'file',
              name,
              bytes: null,
              lastModified: null,
              open: () => root.file(childPath(path, name)),
            },
      );
    },
  };
}
