import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchOptions } from '../../domain/api.ts';
import { openedGeneration } from '../fixtures/opened-generation.ts';
import { search } from '../search.ts';

type Files = Readonly<Record<string, string>>;

async function find(
  segments: readonly Files[],
  query: string,
  options: SearchOptions = {},
  deleted: readonly string[] = [],
) {
  const ports = { embedder: null, signal: new AbortController().signal, now: () => 0 };
  return search(openedGeneration(segments, deleted), query, options, ports);
}

const paths = async (files: Files, query: string, options?: SearchOptions) =>
  (await find([files], query, options)).hits.map((hit) => hit.path);

/** A small library with what misleads: a hub, a test, an interface beside its implementation, a namesake. */
const LIBRARY: Files = {
  'src/cookie_jar.py': 'def CookieJar\n  keep cookies by domain\n  expire old cookies',
  'src/client.py':
    'def Client\n  send request with cookies\n  keep session\ndef send\n  open connection\n  write request\ndef close\n  close connection',
  'src/transport/base.py': 'def BaseTransport\n  send request\n  pass',
  'src/transport/socket.py':
    'def SocketTransport\n  open socket connection\n  send request bytes\ndef retry\n  open connection again\n  wait',
  'src/ctx.py': 'def RequestState\n  hold what one request needs\n  pop it at the end',
  'tests/test_cookie_jar.py':
    'def test_cookie_jar\n  cookies cookies cookies\n  jar expire domain cookies',
  'docs/history.md': 'cookie changes\n  cookies were fixed\n  jar was added',
};

describe('the ranking', () => {
  it.each([
    ['cookie jar', 'src/cookie_jar.py'],
    ['CookieJar', 'src/cookie_jar.py'],
    ['cookie_jar', 'src/cookie_jar.py'],
    ['how do sockets open a connection', 'src/transport/socket.py'],
    ['request context', 'src/ctx.py'],
    ['what does RequestState hold', 'src/ctx.py'],
    ['where is the cookie jar tested', 'tests/test_cookie_jar.py'],
    ['send', 'src/client.py'],
  ])('%s finds %s first', async (query, expected) => {
    expect((await paths(LIBRARY, query))[0]).toBe(expected);
  });

  it('shows the best chunk of each file before a second one of any', async () => {
    const found = await paths(LIBRARY, 'open connection request');
    const files = new Set(found);
    expect(files.size).toBeLessThan(found.length);
    expect(new Set(found.slice(0, files.size))).toEqual(files);
  });

  it('shows the chunk that defines a name before those that use it', async () => {
    const files = { 'a.py': 'send send send\nsend\nsend\ndef send\n  pass\n  done' };
    const [first] = (await find([files], 'send')).hits;
    expect(first?.startLine).toBe(4);
  });

  it('explains every hit by parts that sum up to its score', async () => {
    const { hits } = await find([LIBRARY], 'send request over a socket connection');
    expect(hits.length).toBeGreaterThan(3);
    for (const { score, parts } of hits) {
      expect(parts.features.length).toBeGreaterThan(0);
      expect(parts.features.reduce((sum, part) => sum + part.value * part.weight, 0)).toBe(score);
      expect(parts.keyword?.rank).toBeGreaterThan(0);
    }
  });

  it('takes other weights for one request', async () => {
    const query = 'cookies jar expire domain';
    const [first] = await paths(LIBRARY, query);
    const [without] = await paths(LIBRARY, query, { weights: { test: 5 } });
    expect(first).toBe('src/cookie_jar.py');
    expect(without).toBe('tests/test_cookie_jar.py');
  });

  it('keeps to filters, to what is excluded and, in keyword mode, to all words', async () => {
    expect(new Set(await paths(LIBRARY, 'cookies path:docs'))).toEqual(
      new Set(['docs/history.md']),
    );
    expect(await paths(LIBRARY, 'cookies -domain')).not.toContain('src/cookie_jar.py');
    expect(await paths(LIBRARY, 'cookies session', { mode: 'keyword' })).toEqual(['src/client.py']);
    expect(await paths(LIBRARY, 'cookies nonsense', { mode: 'keyword' })).toEqual([]);
  });

  it('fuses by ranks when asked to', async () => {
    const { hits } = await find([LIBRARY], 'cookie jar', { fusion: 'rrf' });
    expect(hits[0]?.parts.features).toEqual([]);
    expect(hits[0]?.parts.keyword?.contribution).toBe(hits[0]?.score);
  });

  it('gives one order, however the files lie in segments and whatever was deleted', async () => {
    const word = fc.constantFrom('cookie', 'jar', 'send', 'parseConfig', 'def send', 'config', 'x');
    const line = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'));
    const path = fc.constantFrom('a/send.py', 'a/b.py', 'test/c.py', 'cookie.ts', 'x/y/config.ts');
    const tree = fc.dictionary(path, text, { minKeys: 1, maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(
        tree,
        fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
        fc.constantFrom('send', 'cookie jar', 'parse config', 'parseConfig send', 'x'),
        async (files, placed, query) => {
          const segments: Record<string, string>[] = [{ 'gone.py': 'def send\ncookie' }, {}, {}];
          for (const [at, [name, content]] of Object.entries(files).reverse().entries()) {
            (segments[placed[at] ?? 0] as Record<string, string>)[name] = content;
          }
          const whole = await find([files], query);
          const split = await find(segments, query, {}, ['gone.py']);
          expect(split).toEqual(whole);
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });
});
