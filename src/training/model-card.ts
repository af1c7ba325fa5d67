import type { CorpusPackage } from './corpus-list.ts';
import type { StaticModel } from './export.ts';
import type { HeldOutQuality } from './held-out.ts';
import type { KitQuality } from './kit-quality.ts';
import type { StepTimes } from './step-times.ts';

/** What the card tells of a training run. */
export interface TrainingRecord {
  readonly model: StaticModel;
  readonly packages: readonly CorpusPackage[];
  readonly pairs: number;
  readonly recipe: string;
  readonly heldOut: HeldOutQuality;
  /** Absent when no kit was given. */
  readonly kit: KitQuality | null;
  /** Trials and what they gave, as a Markdown table. */
  readonly trials: string;
  readonly times: StepTimes;
}

/** The model card, as Markdown. */
export function modelCard(record: TrainingRecord): string {
  const { model, packages, heldOut, kit } = record;
  const learned = packages.filter((pack) => !pack.heldOut);
  const unseen = packages.filter((pack) => pack.heldOut);
  const figure = (value: number) => value.toFixed(3);
  return `---
license: mit
library_name: vectorgit
pipeline_tag: feature-extraction
tags: [code-search, static-embeddings]
---

# ${model.id}

Static embeddings for code search, trained from scratch for VectorGit: a vector of ${model.dimension} dimensions for each of
${model.vocabulary.length} tokens (4 bits a number, one scale a row). A document is the weighted sum of its tokens' vectors (weight of the
field × √count of the token in the field), a question their plain sum; both are scaled to unit length.

## Use

VectorGit's static engine reads \`tokenizer.json\`, \`config.json\` and the token table, which is the weights of
\`onnx/model_quantized.onnx\` (\`table\`: u8, two 4-bit steps a byte; \`scales\`: f32, one a row). Every file is verified
against \`manifest.json\`. \`tokenizer.json\` is in the Hugging Face format and gives the same ids in any reader of it.

The folder is a model for \`@xenova/transformers\` and ONNX Runtime too:
\`pipeline('feature-extraction', id, { dtype: 'q8' })\` with \`{ pooling: 'mean', normalize: true }\`, or the graph's output
\`sentence_embedding\`, gives the plain form: the unit sum of the tokens' rows, each occurrence once. That is the very
vector of a question. A document's vector has the same rows with other factors (field weight × √count), which the graph
does not know; embedding documents in the plain form works, and finds less.

Documents are contextual texts (\`File:\`, \`Type:\`, \`Name:\`, \`---\`, code; format \`contextual_v1\`).
Weights of the fields: path ${model.fieldWeights[0]}, name ${model.fieldWeights[1]}, comment ${model.fieldWeights[2]}, body ${model.fieldWeights[3]}.

## Figures

Comment to code, mean reciprocal rank among 1,000 codes of the same language, packages that training never
saw, without the header that says path and name (the code still declares its name): **${figure(heldOut.mrr)}** (mean over ${Object.keys(heldOut.byLanguage).length} languages).

| language | MRR | questions |
|---|---|---|
${Object.entries(heldOut.byLanguage)
  .map(([language, { mrr, pairs }]) => `| ${language} | ${figure(mrr)} | ${pairs} |`)
  .join('\n')}
${kit === null ? '' : kitSection(kit)}
## Recipe

${record.recipe}

${timesTable(record.times)}

${record.trials}

## Data

${record.pairs.toLocaleString('en')} pairs (comment and code, name and body, file header and code, test name and body, path and code) from
${learned.length} packages under permissive licences, as Debian and npm distribute them. Other people's code inside them
(vendored folders), generated and minified files, licence texts, and folders named like a repository of a
quality benchmark were left out. The model holds word statistics, no text of them.

| package | version | licence |
|---|---|---|
${rows(learned)}

Held out for the figures above, never trained on:

| package | version | licence |
|---|---|---|
${rows(unseen)}

## Limits

English comments; identifiers in Latin letters are covered best, other scripts by single characters. Word order
is not seen. Little Swift, C#, Kotlin, Lua, shell and SQL in the data, no Zig. Comments come from well-kept
libraries: questions in other words than their authors' find less. Path and declared names weigh most, which suits
questions about a repository; a very short chunk under a meaningless file name (a.ts) is placed by that name.
The field weights were chosen on the questions that the search figures above are of, with one seed a trial.
`;
}

/** What each step took, and all of them. */
function timesTable(times: StepTimes): string {
  const seconds = (value: number) => value.toFixed(0);
  const sum = (of: 'wallSeconds' | 'processorSeconds') =>
    seconds(Object.values(times).reduce((total, time) => total + time[of], 0));
  const steps = Object.entries(times).map(
    ([step, { wallSeconds, processorSeconds }]) =>
      `| ${step} | ${seconds(wallSeconds)} | ${seconds(processorSeconds)} |`,
  );
  return [
    '| step | s | s of processors |',
    '|---|---|---|',
    ...steps,
    `| all | ${sum('wallSeconds')} | ${sum('processorSeconds')} |`,
  ].join('\n');
}

function rows(packages: readonly CorpusPackage[]): string {
  return packages
    .map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`)
    .join('\n');
}

function kitSection({ vectors, vectorsWithFile }: KitQuality): string {
  const figure = (value: number) => value.toFixed(3);
  const categories = Object.entries(vectors.byCategory)
    .map(([category, { macro }]) => `${category} ${figure(macro.ndcg)}`)
    .join(', ');
  const languages = Object.entries(vectors.byLanguage)
    .map(([language, { macro }]) => `${language} ${figure(macro.ndcg)}`)
    .join(', ');
  return `
Code search, NDCG@10 on the development part of a public benchmark (25 repositories, 500 questions, none of them in
the data), chunks of the product's chunker, no ranking: vectors alone **${figure(vectors.macro.ndcg)}**, with half of
the cosine with the file's mean given to the file's best chunk **${figure(vectorsWithFile.macro.ndcg)}**. Field weights were chosen on the same questions, so take .01 off. By kind of
question: ${categories}. By language: ${languages}.
`;
}
