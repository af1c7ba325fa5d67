/** One question as the learner sees it: rows of features, and which rows are wanted. */
export interface FitGroup {
  /** What it belongs to, each of which counts the same; folds never split one. */
  readonly repository: string;
  /** Row-major rows × features. */
  readonly rows: Float64Array;
  readonly count: number;
  /** Indices of wanted rows. */
  readonly wanted: readonly number[];
}

export interface FitOptions {
  /** Weight of the sum of squared weights, of features scaled to unit deviation. */
  readonly l2: number;
  /** Per feature: 1 keeps the weight at 0 or more, -1 at 0 or less. */
  readonly signs: readonly number[];
  readonly steps: number;
  /** Where to begin; the loss is convex, so that it only saves steps. */
  readonly start: ArrayLike<number>;
}

/** Of Adam (Kingma & Ba 2015); with 150 steps two starts end within .01 of each other. */
const RATE = 0.08;
const LAST_RATE = 0.002;
const MOMENTUM = 0.9;
const SECOND_MOMENTUM = 0.99;

/**
 * Weights of a linear score by the listwise softmax loss (ListNet, Cao et al. 2007, top-one form), by Adam with
 * projection onto the signs. Deterministic. O(steps × rows × features).
 */
export function fitLinear(
  groups: readonly FitGroup[],
  features: number,
  { l2, signs, steps, start }: FitOptions,
): Float64Array {
  const scale = deviations(groups, features);
  const weights = Float64Array.from(scale, (deviation, f) => (start[f] ?? 0) * deviation);
  const first = new Float64Array(features);
  const second = new Float64Array(features);
  const used = groups.filter(({ wanted }) => wanted.length > 0);
  for (let step = 1; step <= steps; step++) {
    const gradient = gradientAt(
      used,
      weights.map((weight, f) => weight / (scale[f] as number)),
    );
    const rate = RATE * (1 - (step - 1) / steps) + LAST_RATE;
    for (let f = 0; f < features; f++) {
      const slope = (gradient[f] as number) / (scale[f] as number) + l2 * (weights[f] as number);
      first[f] = MOMENTUM * (first[f] as number) + (1 - MOMENTUM) * slope;
      second[f] = SECOND_MOMENTUM * (second[f] as number) + (1 - SECOND_MOMENTUM) * slope * slope;
      const mean = (first[f] as number) / (1 - MOMENTUM ** step);
      const spread = Math.sqrt((second[f] as number) / (1 - SECOND_MOMENTUM ** step));
      const next = (weights[f] as number) - (rate * mean) / (spread + 1e-8);
      weights[f] = next * (signs[f] as number) < 0 ? 0 : next;
    }
  }
  return weights.map((weight, f) => weight / (scale[f] as number));
}

function gradientAt(groups: readonly FitGroup[], weights: Float64Array): Float64Array {
  const features = weights.length;
  const perRepository = new Map<string, number>();
  for (const { repository } of groups) {
    perRepository.set(repository, (perRepository.get(repository) ?? 0) + 1);
  }
  const gradient = new Float64Array(features);
  for (const { rows, count, wanted, repository } of groups) {
    const share = 1 / ((perRepository.get(repository) as number) * perRepository.size);
    const pull = new Float64Array(count);
    let at = 0;
    let largest = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < count; row++) {
      let score = 0;
      for (let f = 0; f < features; f++) score += (rows[at++] as number) * (weights[f] as number);
      pull[row] = score;
      if (score > largest) largest = score;
    }
    let total = 0;
    for (let row = 0; row < count; row++) {
      const power = Math.exp((pull[row] as number) - largest);
      pull[row] = power;
      total += power;
    }
    for (let row = 0; row < count; row++) pull[row] = ((pull[row] as number) / total) * share;
    for (const row of wanted) pull[row] = (pull[row] as number) - share / wanted.length;
    at = 0;
    for (let row = 0; row < count; row++) {
      const own = pull[row] as number;
      for (let f = 0; f < features; f++) {
        gradient[f] = (gradient[f] as number) + own * (rows[at++] as number);
      }
    }
  }
  return gradient;
}

/** Of each feature within its group; 1 for a feature that never differs. */
function deviations(groups: readonly FitGroup[], features: number): Float64Array {
  const squares = new Float64Array(features);
  let total = 0;
  for (const { rows, count } of groups) {
    total += count;
    for (let f = 0; f < features; f++) {
      let mean = 0;
      for (let row = 0; row < count; row++) mean += (rows[row * features + f] as number) / count;
      for (let row = 0; row < count; row++) {
        squares[f] = (squares[f] as number) + ((rows[row * features + f] as number) - mean) ** 2;
      }
    }
  }
  return squares.map((sum) => Math.sqrt(sum / Math.max(1, total)) || 1);
}
