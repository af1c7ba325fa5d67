import { expect, it } from 'vitest';
import { handIn } from './client-handing-in.ts';

it('tells of a folder in batches, each after the searches that came before it', async () => {
  const files = Array.from({ length: 200 }, (_, index) => {
    const file = new File(['x'], `${index}.ts`);
    Object.defineProperty(file, 'webkitRelativePath', { value: `folder/${index}.ts` });
    return file;
  });
  const happened: string[] = [];
  const handedIn = await handIn(
    { kind: 'files', files },
    async (_, name, batch) => {
      happened.push(`${name} ${batch.length}`);
      return null;
    },
    async () => void happened.push('passed'),
  );
  expect(handedIn.source).toMatchObject({ kind: 'staged', name: 'folder' });
  expect(happened).toEqual(['passed', 'folder 70', 'passed', 'folder 70', 'passed', 'folder 60']);
});
