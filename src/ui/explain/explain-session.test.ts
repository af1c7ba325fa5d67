import { describe, expect, it } from 'vitest';
import type { ChunkId, Generation, RepositoryId } from '../../domain/api.ts';
import type { Explanation } from '../../explain/api.ts';
import type { AskingStore } from './asking-store.ts';
import { createExplainSession } from './explain-session.ts';
import { readKeptAnswers } from './kept-answers.ts';
import type { Writer } from './written-answer.ts';

const ID = 'chunk_00000000000000a1' as ChunkId;
const REPOSITORY = 'r' as RepositoryId;

function explanationOf(question: string): Explanation {
  const cite = { kind: 'citation', chunkId: ID, lines: { start: 2, end: 2 } } as const;
  return {
    question,
    generation: 7 as Generation,
    verdict: 'answered',
    chance: 1,
    blocks: [{ kind: 'item', depth: 0, spans: [{ kind: 'code', text: 'add' }, cite] }],
    passages: [
      {
        chunkId: ID,
        path: 'src/add.ts',
        startLine: 1,
        endLine: 2,
        type: 'function',
        name: 'add',
        language: 'typescript',
        definitions: [],
        text: '// Adds.\nexport const add = (a, b) => a + b;',
      },
    ],
    secretChunks: [],
    searches: [],
  };
}

function setUp() {
  const storage = new Map<string, string>();
  const asked: string[] = [];
  const engine: AskingStore['engine'] = {
    explain: async (_id, question) => {
      asked.push(question);
      return explanationOf(question);
    },
    recheck: async (_id, citations) => citations.map(() => ({ fate: 'there' })),
  };
  let count = 0;
  const session = createExplainSession(
    {
      engine,
      storage: {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
      },
    },
    () => 1_000,
    () => String(++count).padStart(16, '0'),
  );
  return { session, asked, storage };
}

const answers =
  (...texts: readonly string[]): Writer =>
  async (messages) => ({ state: 'done', text: texts[messages.length === 2 ? 0 : 1] ?? '' });
const GOOD = `\`add\` adds [CITATION ${ID}].`;
const BAD = 'It multiplies.';

describe('a session', () => {
  const asking = (question: string, turn: number, fresh = true) => ({
    repository: { id: REPOSITORY, generation: 7 as Generation },
    question,
    turn,
    fresh,
  });

  it('asks each turn once, so that a pane that comes back keeps its answers', () => {
    const { session, asked } = setUp();
    session.follow(asking('what is add', 1));
    session.follow(asking('what is add', 1));
    expect(asked).toEqual(['what is add']);
    session.follow(asking('what is add', 2));
    expect(asked).toHaveLength(2);
  });

  it('finds the answer to a question of before, also a model’s, unless the index has changed', async () => {
    const { session, asked } = setUp();
    await session.ask(REPOSITORY, 'what is add');
    session.paste(GOOD);
    await session.ask(REPOSITORY, 'what else');
    session.follow(asking('what is add', 3, false));
    expect(asked).toHaveLength(2);
    expect(session.getState()).toMatchObject({
      fromCode: { state: 'ready', explanation: { question: 'what is add' } },
      written: { text: GOOD },
    });
    expect(session.getState().prompt?.messages.at(-1)?.content).toContain('what is add');
    session.follow({
      ...asking('what else', 4, false),
      repository: { id: REPOSITORY, generation: 8 as Generation },
    });
    expect(asked).toHaveLength(3);
  });

  it('lets a model mend its answer once, and takes the better one', async () => {
    const { session } = setUp();
    await session.ask(REPOSITORY, 'what is add');
    await session.write('m', null, answers(BAD, GOOD));
    expect(session.getState().written).toMatchObject({ phase: 'done', text: GOOD, repaired: true });
    await session.write('m', null, answers(BAD, BAD));
    expect(session.getState().written).toMatchObject({ phase: 'done', text: BAD, repaired: false });
    await session.write('m', null, answers(GOOD, BAD));
    expect(session.getState().written).toMatchObject({ text: GOOD, repaired: false });
  });

  it('drops what a model still says after another question', async () => {
    const { session } = setUp();
    await session.ask(REPOSITORY, 'what is add');
    let go: (text: string) => void = () => undefined;
    const writing = session.write('m', null, (_messages, _signal, onText) => {
      onText('half');
      return new Promise((resolve) => {
        go = (text) => resolve({ state: 'done', text });
      });
    });
    await session.ask(REPOSITORY, 'what else');
    go(GOOD);
    await writing;
    expect(session.getState().written).toBeNull();
  });

  it('keeps an answer with its generation and the cited text, over a reload', async () => {
    const { session, storage } = setUp();
    await session.ask(REPOSITORY, 'what is add');
    session.paste(GOOD);
    expect(session.keep()).toBe(true);
    const [kept] = readKeptAnswers({ getItem: (key) => storage.get(key) ?? null });
    expect(kept).toMatchObject({
      generation: 7,
      question: 'what is add',
      writer: 'pasted',
      text: GOOD,
      citations: [{ chunkId: ID, path: 'src/add.ts', startLine: 1, endLine: 2 }],
    });
    if (kept === undefined) return;
    await session.recheck(kept);
    expect(session.getState().fates[kept.id]).toEqual([{ fate: 'there' }]);
    session.forget(kept.id);
    expect(session.getState().kept).toEqual([]);
  });
});

it('kept answers that cannot be read are left out', () => {
  const read = (text: string) => readKeptAnswers({ getItem: () => text });
  expect(read('not json')).toEqual([]);
  expect(read('{"a":1}')).toEqual([]);
  expect(read('[null, 1, {"id":"x"}]')).toEqual([]);
});
