import type { SearchReply } from '../src/domain/api.ts';
import { expect, test } from './support/test.ts';

test('an expression that backtracks for ever is stopped and told, and the engine answers on', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  const replies = await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const texts = [
      `const trap = '${'a'.repeat(60)}';\nfetchUser(1);\n`,
      'b();\nfetchUser( 22 );\n',
    ];
    const files = texts.map((text, index) => new File([text], `f${index}.js`));
    const { id } = await window.vectorgit.ingest(files, { name: 'pattern' });
    const search = async (query: string): Promise<SearchReply> =>
      (await window.vectorgit.search(id, query, { mode: 'keyword' })) as SearchReply;
    return {
      trap: await search('/(a+)+c/'),
      good: await search('/fetchUser\\(\\s*\\d+/'),
      words: await search('fetch user'),
    };
  });
  expect(replies.trap.problems).toMatchObject([{ message: expect.stringContaining('stopped') }]);
  expect(replies.trap.occurrences).toMatchObject({ complete: false });
  expect(replies.good.problems).toEqual([]);
  expect(replies.good.occurrences).toEqual({ count: 2, complete: true });
  expect(
    replies.good.hits.map((hit) => hit.marks.map(({ start, end }) => hit.text.slice(start, end))),
  ).toEqual(expect.arrayContaining([['fetchUser(1'], ['fetchUser( 22']]));
  expect(replies.words.hits).toHaveLength(2);
});
