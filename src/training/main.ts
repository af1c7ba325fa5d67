import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadStaticEmbedder, quantizeRows, staticEmbedder } from '../embedding/api.ts';
import { acquireCorpus } from './corpus.ts';
import { readCorpusList, withReplaced, writeCorpusList } from './corpus-list.ts';
import { type EncodedSet, encodePairs } from './encode.ts';
import { exportModel, folderFiles, type StaticModel, writeManifest } from './export.ts';
import { extractPairs, pairsFile } from './extract.ts';
import { measureHeldOut } from './held-out.ts';
import { chunkKit, measureKit } from './kit-quality.ts';
import { modelCard } from './model-card.ts';
import { mineNeighbours } from './neighbours.ts';
import { openOutcomes } from './outcomes.ts';
import {
  DIMENSION,
  FIELD_WEIGHTS,
  MODEL_ID,
  RECIPE,
  TRAINED_FIELD_WEIGHTS,
  TRAINING_OPTIONS,
  VOCABULARY_SIZE,
} from './recipe.ts';
import { run } from './run-command.ts';
import { openStepClock } from './step-times.ts';
import { TRIALS } from './trials.ts';
import { buildVocabulary } from './vocabulary.ts';

/*
 * Corpus → pairs → vocabulary → encode → neighbours → train → export → evaluate. Each step leaves its outcome in the
 * work folder and is passed over when that is there; delete it there to have the step done again.
 */

const { values: options } = parseArgs({
  options: {
    /** Folder of a quality kit and of its repositories: the card then has search figures too. */
    kit: { type: 'string' },
    repos: { type: 'string' },
    split: { type: 'string', default: 'dev' },
    /** A package to take in its present version: that and its checksums are written into corpus.json. */
    replace: { type: 'string', multiple: true, default: [] },
    /** The same of all packages. */
    lock: { type: 'boolean', default: false },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
});

const WORK = '.cache/training';
const CORPUS_LIST = 'src/training/corpus.json';
const TARGET = `public/models/${MODEL_ID}`;

mkdirSync(WORK, { recursive: true });
const clock = openStepClock(path.join(WORK, 'times.json'));
const listed = readCorpusList(CORPUS_LIST);
const replaced = options.lock ? listed.map(({ name }) => name) : options.replace;
const outcomes = openOutcomes(WORK, ['vocabulary', 'encoded', 'neighbours', 'trained']);
const packages = await acquireCorpus(withReplaced(listed, replaced), WORK, (pack) => {
  rmSync(pairsFile(WORK, pack), { force: true });
  clock.lap('corpus', false);
});
if (replaced.length > 0) writeCorpusList(CORPUS_LIST, packages);
tell('corpus', `${packages.length} packages`, false);

extractPairs(packages, WORK, () => {
  outcomes.forget('vocabulary');
  clock.lap('pairs', false);
});
const learned = packages.filter((pack) => !pack.heldOut);
tell('pairs', 'extracted', false);

const [vocabulary, isCounted] = outcomes.kept('vocabulary', () =>
  buildVocabulary(learned, WORK, VOCABULARY_SIZE),
);
tell('vocabulary', `${vocabulary.length} tokens`, isCounted);

const [set, isEncoded] = outcomes.kept(
  'encoded',
  (): EncodedSet => encodePairs(learned, WORK, vocabulary),
);
tell('encoded', `${set.pairs} pairs`, isEncoded);

const [mined, isMined] = outcomes.kept('neighbours', () => mineNeighbours(WORK));
tell('neighbours', `of ${mined.found} pairs`, isMined);

const vectorsFile = path.join(WORK, 'vectors.f32');
const settings = [
  ...Object.entries(TRAINING_OPTIONS).flatMap(([name, value]) => [
    `--${name}`,
    ...[value].flat().map(String),
  ]),
  '--dimension',
  `${DIMENSION}`,
  '--field-weights',
  ...TRAINED_FIELD_WEIGHTS.map(String),
];
const [trained, isTrained] = outcomes.kept('trained', () => {
  const files = ['--encoded', path.join(WORK, 'encoded'), '--out', vectorsFile];
  run(options.python, ['src/training/train.py', ...files, ...settings], {
    env: { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
    show: true,
  });
  return { settings };
});
if (JSON.stringify(trained.settings) !== JSON.stringify(settings)) {
  throw new Error(
    `${WORK}/vectors.f32 was trained with other settings: delete ${WORK}/trained.json`,
  );
}
const vectorBytes = new Uint8Array(readFileSync(vectorsFile));
const model: StaticModel = {
  id: MODEL_ID,
  dimension: DIMENSION,
  vocabulary,
  vectors: new Float32Array(vectorBytes.buffer, 0, vectorBytes.byteLength / 4),
  fieldWeights: FIELD_WEIGHTS,
};
tell('trained', `${vocabulary.length} × ${DIMENSION}`, isTrained);

const embedder = staticEmbedder(
  { id: MODEL_ID, dimension: DIMENSION, engine: 'static', checksum: '' },
  vocabulary,
  quantizeRows(model.vectors, DIMENSION),
  FIELD_WEIGHTS,
);
const heldOut = await measureHeldOut(packages, WORK, embedder);
tell('held out', `MRR ${heldOut.mrr.toFixed(3)}`);
const kit =
  options.kit === undefined || options.repos === undefined
    ? null
    : await measureKit(await chunkKit(options.kit, options.repos, options.split), embedder);
if (kit !== null) {
  const [alone, withFile] = [kit.vectors.macro.ndcg, kit.vectorsWithFile.macro.ndcg];
  tell(
    'kit',
    `NDCG@10 ${alone.toFixed(3)}, with file mean ${withFile.toFixed(3)}; ${kit.chunksPerSecond} of ${kit.chunks} chunks a second`,
  );
}

exportModel(TARGET, model);
tell('export', TARGET);
const card = {
  ...{ model, packages, pairs: set.pairs, recipe: RECIPE, trials: TRIALS, heldOut, kit },
  times: clock.times,
};
writeFileSync(path.join(TARGET, 'README.md'), modelCard(card));
const bytes = await writeManifest(TARGET, model);
await loadStaticEmbedder(folderFiles(TARGET));
console.log(`${TARGET}: ${bytes} bytes`);

/** `anew`: the step was done from its beginning, not taken up where a run before had stopped. */
function tell(step: string, outcome: string, anew = true): void {
  const { wallSeconds, processorSeconds } = clock.lap(step, anew);
  const megabytes = (process.resourceUsage().maxRSS / 1e3).toFixed(0);
  console.log(
    `${step}: ${outcome} (${wallSeconds.toFixed(0)} s, ${processorSeconds.toFixed(0)} s of processors, at most ${megabytes} MB so far)`,
  );
}
