import { expect, test } from 'vitest';
import { parseDeploymentParams } from '../../../src/core/decision/parse-deployment-params.ts';
import type { Json } from '../../../src/core/history/canonical-json.ts';

test('a whole params.yaml is read, other sections left alone', () => {
  const params = parseDeploymentParams({
    training: { epochs: 'two' },
    deployment: {
      min_improvement_threshold: 0.005,
      model_registry_name: 'ecommerce-chatbot',
      huggingface: { model_id: 'ORG/NAME', push_to_hub: true, create_model_card: false, other: 1 },
      weighted_scoring: { weights: { bleu1: 0.5, bleu4: 1 } },
    },
    mlflow: { tracking_uri: 'https://example.org/x.mlflow', experiment_name: 'evaluation' },
  });
  expect(params).toEqual({
    minImprovement: 0.005,
    modelName: 'ecommerce-chatbot',
    weights: { bleu1: 0.5, bleu4: 1 },
    hub: { modelId: 'ORG/NAME', pushToHub: true, createModelCard: false },
    mlflow: { trackingUri: 'https://example.org/x.mlflow', experimentName: 'evaluation' },
  });
});

test.each([
  [null],
  [{}],
  [{ deployment: null }],
  [{ deployment: { huggingface: null, weighted_scoring: {} } }],
])('what %j does not say is left open', value => {
  expect(parseDeploymentParams(value as Json)).toEqual({
    minImprovement: undefined,
    modelName: undefined,
    weights: undefined,
    hub: { modelId: undefined, pushToHub: undefined, createModelCard: undefined },
    mlflow: { trackingUri: undefined, experimentName: undefined },
  });
});

const weights = (given: Json): Json => ({ deployment: { weighted_scoring: { weights: given } } });

test.each<readonly [Json, string]>([
  [[], 'params.yaml is []: it must be a section of keys.'],
  [{ deployment: 3 }, 'deployment is 3: it must be a section of keys.'],
  [
    { deployment: { min_improvement_threshold: '0.01' } },
    'deployment.min_improvement_threshold is "0.01": it must be a number of 0 or more.',
  ],
  [
    { deployment: { min_improvement_threshold: -1 } },
    'deployment.min_improvement_threshold is -1: it must be a number of 0 or more.',
  ],
  [
    { deployment: { min_improvement_threshold: Number.NaN } },
    'deployment.min_improvement_threshold is NaN: it must be a number of 0 or more.',
  ],
  [
    weights({ bleu1: '10%' }),
    'deployment.weighted_scoring.weights.bleu1 is "10%": it must be a number of 0 or more.',
  ],
  [
    weights({ bleu1: -0.1 }),
    'deployment.weighted_scoring.weights.bleu1 is -0.1: it must be a number of 0 or more.',
  ],
  [
    weights({ bleu1: Number.POSITIVE_INFINITY }),
    'deployment.weighted_scoring.weights.bleu1 is Infinity: it must be a number of 0 or more.',
  ],
  [
    weights({ bleu1: 0 }),
    'deployment.weighted_scoring.weights: The weights add up to 0: there is nothing to divide by.',
  ],
  [weights({}), 'deployment.weighted_scoring.weights: There are no weights.'],
  [
    { deployment: { huggingface: { push_to_hub: 'yes' } } },
    'deployment.huggingface.push_to_hub is "yes": it must be true or false.',
  ],
  [{ deployment: { model_registry_name: 7 } }, 'deployment.model_registry_name is 7: it must be a text.'],
])('%j is refused with its key and value', (value, message) => {
  expect(() => parseDeploymentParams(value)).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', message }),
  );
});

test('what could steer a terminal is shown, not printed', () => {
  const value = weights({ 'bleu\u001b[2J': 'a\u001b]0;x\u0007' });
  expect(() => parseDeploymentParams(value)).toThrow(
    expect.objectContaining({ message: expect.not.stringMatching(/[\u0000-\u001f]/) as unknown }),
  );
});
