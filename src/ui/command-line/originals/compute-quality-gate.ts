import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { defineVerb } from '../verb.ts';

export const computeQualityGateVerb = defineVerb({
  name: 'compute_quality_gate',
  group: "The originals' own commands",
  summary: 'evaluate the quality gate (not in this version yet)',
  words: [],
  options: {},
  run: () => {
    throw new InvalidInputError('capability-missing', 'This version of lastgood evaluates no gates yet.', {
      hint: 'Run the original compute_quality_gate; deploy_model honours the status it writes.',
    });
  },
});
