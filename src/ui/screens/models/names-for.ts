import type { State } from './update.ts';

/** Names for the words that verbs take: of models, and of versions, aliases and the metric of the model that stands first. Pure. */
export function namesFor(state: State, word: string, [model]: readonly string[]): readonly string[] {
  if (state.at !== 'shown') return [];
  const { models } = state.overview;
  if (word === 'MODEL') return models.map(({ status }) => status.index.model);
  const found = models.find(({ status }) => status.index.model === model);
  if (found === undefined) return [];
  const { status, policies, trendMetric } = found;
  switch (word) {
    case 'VERSION':
    case 'A':
    case 'B':
      return status.index.versions.map(({ version }) => version).toReversed();
    case 'ALIAS':
      return [...new Set([...status.effective.aliases.keys(), ...policies.keys()])];
    case 'METRIC':
      return trendMetric === undefined ? [] : [trendMetric];
    default:
      return [];
  }
}
