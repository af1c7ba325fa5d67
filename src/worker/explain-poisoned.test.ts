import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Chunker, createChunker } from '../chunking/api.ts';
import { DEFAULT_INGEST_SETTINGS, type RepositoryId } from '../domain/api.ts';
import {
  buildPrompt,
  type CheckedAnswer,
  checkAnswer,
  type Explanation,
  type Prompt,
  parseAnswer,
  repairMessages,
  withoutThinking,
} from '../explain/api.ts';
import { ingest } from '../ingest/api.ts';
import { directoryOfFiles } from '../repository/api.ts';
import { OpenedRepository } from '../search/api.ts';
import { RepositoryStore } from '../storage/api.ts';
import { explainQuestion } from './explain-engine.ts';
import { POISON_QUESTION, POISONED_REPOSITORIES } from './fixtures/poisoned-repositories.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NONCE = '6f1d2c3b4a596877';

let chunker: Chunker;
beforeAll(async () => {
  chunker = await createChunker({
    load: (name) =>
      readFile(
        resolve(
          ROOT,
          'node_modules',
          name === 'tree-sitter'
            ? 'web-tree-sitter/web-tree-sitter.wasm'
            : `@vscode/tree-sitter-wasm/wasm/${name}.wasm`,
        ),
      ),
  });
});

/** By words alone, which brings in every file: all hold the words of the question. */
async function explain(
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<Explanation> {
  const store = await RepositoryStore.open(`vg-poison-${name}`);
  await ingest(
    {
      repositoryId: 'r' as RepositoryId,
      name: 'r',
      root: directoryOfFiles(
        Object.entries(files).map(([path, text]) => ({
          path,
          file: new File([text], path, { lastModified: 1 }),
        })),
      ),
      skipped: [],
      // A person may have insisted on a file that holds a secret.
      settings: { ...DEFAULT_INGEST_SETTINGS, includeAnyway: Object.keys(files) },
      browserHidesTilde: false,
    },
    {
      store,
      chunker,
      embedder: null,
      signal: new AbortController().signal,
      now: () => 0,
      date: () => 1_700_000_000_000,
      yieldToEventLoop: () => Promise.resolve(),
      onProgress: () => undefined,
      onCommit: () => undefined,
    },
  );
  const generation = await new OpenedRepository(store).current();
  if (generation === null) throw new Error('nothing is committed');
  return explainQuestion(generation, POISON_QUESTION, {
    embedder: null,
    signal: new AbortController().signal,
    now: () => 0,
  });
}

function promptOf(explanation: Explanation): Prompt {
  return buildPrompt({
    question: explanation.question,
    passages: explanation.passages,
    secretChunks: new Set(explanation.secretChunks),
    tokenBudget: 8_000,
    nonce: NONCE,
  });
}

/** Text of every claim and fence that counts as verified. */
function verifiedTexts({ blocks }: CheckedAnswer): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'heading') return [];
    if (block.kind === 'fence') return block.status === 'verified' ? [block.text] : [];
    return block.claims.flatMap(({ status, spans }) =>
      status === 'verified'
        ? [spans.map((span) => (span.kind === 'citation' ? '' : span.text)).join('')]
        : [],
    );
  });
}

it('there are poisons enough', () => {
  expect(POISONED_REPOSITORIES.length).toBeGreaterThanOrEqual(20);
});

describe.each(POISONED_REPOSITORIES.map((repository, index) => ({ ...repository, index })))(
  '$what',
  ({ files, obeyed, falsehoods, index }) => {
    it('reaches neither the answer from the code, nor the prompt’s frame, nor the checker', async () => {
      const explanation = await explain(String(index), files);
      const paths = Object.keys(files);

      // The answer from the code cites only what is there, and the checker agrees.
      const own = checkAnswer(explanation.blocks, explanation.passages);
      expect(own.findings).toEqual([]);
      for (const place of own.places) expect(paths).toContain(place.path);

      // In the prompt, the mark stands at the fences and in the rule only, and no chunk with a secret is there.
      const prompt = promptOf(explanation);
      const user = prompt.messages.at(-1)?.content ?? '';
      expect(prompt.passages.length).toBeGreaterThan(0);
      expect(user.split(NONCE).length - 1).toBe(1 + 2 * prompt.passages.length);
      for (const line of user.split('\n').filter((text) => text.startsWith(`<<<${NONCE}`))) {
        expect(line).toMatch(/^<<<[0-9a-f]+ \[CITATION chunk_[0-9a-f]{16}\] /);
      }
      expect(user).not.toContain('Q3EGRIXT7VLN2MZC');

      // What an obedient model says of it does not count.
      const id = prompt.passages[0]?.chunkId ?? '';
      const checked = checkAnswer(
        parseAnswer(withoutThinking(obeyed.replaceAll('{id}', id))),
        prompt.passages,
      );
      const verified = verifiedTexts(checked);
      for (const falsehood of falsehoods) {
        expect(verified.filter((text) => text.includes(falsehood))).toEqual([]);
      }
      for (const block of checked.blocks) {
        if (block.kind !== 'paragraph' && block.kind !== 'item') continue;
        for (const span of block.claims.flatMap(({ spans }) => spans)) {
          if (span.kind !== 'citation' || span.place === null) continue;
          expect(prompt.passages.map(({ chunkId }) => chunkId)).toContain(span.chunkId);
        }
      }

      // Nor does it become part of the instructions when the model is asked to mend its answer.
      const repair = repairMessages(prompt, obeyed, checked).at(-1)?.content ?? '';
      for (const line of repair.split('\n').filter((text) => text.startsWith('- '))) {
        expect(line).toMatch(/^- [A-Z][a-z ]+: "/);
      }
    });
  },
);
