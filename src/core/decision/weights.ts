/** Weights of metrics in a score, by metric, in the order to show. */
export type Weights = Readonly<Record<string, number>>;

/** S1's weights, in force where params.yaml says nothing. */
export const defaultWeights: Weights = {
  bleu1: 0.1,
  bleu2: 0.15,
  bleu3: 0.25,
  bleu4: 0.4,
  rougeL_precision: 0.1,
};

/** S1's least improvement, in force where params.yaml says nothing. A model must be better by more than this. */
export const defaultMinImprovement = 0.001;

/** What is wrong with weights, in a sentence with metric and value; undefined when a score can be made with them. Pure. */
export function findWeightsProblem(weights: Weights): string | undefined {
  const names = Object.keys(weights);
  if (names.length === 0) return 'There are no weights.';
  const wrong = names.find(name => !isWeight(weights[name]));
  if (wrong !== undefined)
    return `The weight of ${wrong} is ${String(weights[wrong])}: a weight is a finite number of 0 or more.`;
  const sum = sumWeights(weights);
  if (sum === 0) return 'The weights add up to 0: there is nothing to divide by.';
  return Number.isFinite(sum) ? undefined : 'The weights add up to more than a number can hold.';
}

/** Sum of all weights. Pure. */
export function sumWeights(weights: Weights): number {
  return Object.values(weights).reduce((sum, weight) => sum + weight, 0);
}

function isWeight(weight: number | undefined): boolean {
  return weight !== undefined && Number.isFinite(weight) && weight >= 0;
}
