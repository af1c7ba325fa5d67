/** Everything that is chosen about the model, in one place. */
export const MODEL_ID = 'vectorgit-code-v1';
export const DIMENSION = 256;

/** Whole words and continuations; single letters come on top. */
export const VOCABULARY_SIZE = { words: 22_600, pieces: 4_700 };

/**
 * path, name, comment, body: used in training and in the product. Chosen on the development questions
 * among a handful of settings (the model card has them).
 */
export const FIELD_WEIGHTS = [3.5, 2.7, 0.7, 0.5] as const;

/** What train.py is told; its other settings are its defaults. */
export const TRAINING_OPTIONS = { steps: 1_300, batch: 2_048, group: 128, seed: 1 };

/** In the model card. */
export const RECIPE = `Symmetric InfoNCE over batches of ${TRAINING_OPTIONS.batch} pairs, in groups of ${TRAINING_OPTIONS.group} of one package (hard negatives), learned scale;
dense Adam (.9, .99), learning rate .04 with 30 steps of warm-up and linear decay, ${TRAINING_OPTIONS.steps} steps, token dropout
.1, path of the code kept in 60 %, its name in 80 %; kinds weighed declaration and file 1, test .8, name .6, inline and path .5. Tokens
start random, scaled by inverse document frequency. Tokenizer, fields and contextual text are the product's own
code. One thread, seeds fixed; \`npm run train\` runs all of it.`;

/** Trials and their figures, failures too. */
export const TRIALS = '';
