import { expect, test } from 'vitest';
import type { EngineClient, IngestInput } from './client.ts';
import { automationOf } from './client-automation.ts';

test('files and folders are told apart where the browser has no folder handles', async () => {
  const inputs: IngestInput[] = [];
  const client = {
    ingest: async (input: IngestInput) => {
      inputs.push(input);
      return { id: 'r', generation: 1, unchanged: false };
    },
  } as unknown as EngineClient;
  const file = new File(['a'], 'a.ts');
  const handle = { kind: 'directory', name: 'folder' } as FileSystemDirectoryHandle;
  expect('FileSystemDirectoryHandle' in globalThis).toBe(false);
  await automationOf(client).ingest([file]);
  await automationOf(client).ingest(handle);
  expect(inputs).toEqual([
    { kind: 'files', files: [file] },
    { kind: 'directory', handle },
  ]);
});
