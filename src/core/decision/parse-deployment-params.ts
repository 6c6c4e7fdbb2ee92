import { InvalidInputError } from '../errors/app-error.ts';
import type { Json } from '../history/canonical-json.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { findWeightsProblem, type Weights } from './weights.ts';

/** What a project's params.yaml says of deploying. Undefined: it does not say. */
export type DeploymentParams = {
  readonly minImprovement: number | undefined;
  /** The model in the registry. */
  readonly modelName: string | undefined;
  readonly weights: Weights | undefined;
  readonly hub: {
    /** `owner/name`. */
    readonly modelId: string | undefined;
    readonly pushToHub: boolean | undefined;
    readonly createModelCard: boolean | undefined;
  };
  readonly mlflow: { readonly trackingUri: string | undefined; readonly experimentName: string | undefined };
};

type Section = { readonly [key: string]: Json };

/**
 * Reads the sections `deployment` and `mlflow` of a params.yaml; everything else in it belongs to other stages. Unknown keys are
 * left alone. Pure.
 * @throws InvalidInputError invalid-configuration with the key and the value, for what is there and is not what it must be
 */
export function parseDeploymentParams(value: Json): DeploymentParams {
  const params = sectionOf(value ?? {}, 'params.yaml');
  const deployment = readSection(params, '', 'deployment');
  const hub = readSection(deployment, 'deployment.', 'huggingface');
  const mlflow = readSection(params, '', 'mlflow');
  return {
    minImprovement: readLeastImprovement(deployment['min_improvement_threshold']),
    modelName: readText(deployment, 'deployment.', 'model_registry_name'),
    weights: readWeights(readSection(deployment, 'deployment.', 'weighted_scoring')['weights']),
    hub: {
      modelId: readText(hub, 'deployment.huggingface.', 'model_id'),
      pushToHub: readFlag(hub, 'deployment.huggingface.', 'push_to_hub'),
      createModelCard: readFlag(hub, 'deployment.huggingface.', 'create_model_card'),
    },
    mlflow: {
      trackingUri: readText(mlflow, 'mlflow.', 'tracking_uri'),
      experimentName: readText(mlflow, 'mlflow.', 'experiment_name'),
    },
  };
}

function readLeastImprovement(value: Json | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw wrong('deployment.min_improvement_threshold', value, 'a number of 0 or more');
}

function readWeights(value: Json | undefined): Weights | undefined {
  if (value === undefined || value === null) return undefined;
  const key = 'deployment.weighted_scoring.weights';
  const weights: Record<string, number> = Object.create(null);
  for (const [metric, weight] of Object.entries(sectionOf(value, key))) {
    const isWeight = typeof weight === 'number' && Number.isFinite(weight) && weight >= 0;
    if (!isWeight) throw wrong(`${key}.${metric}`, weight, 'a number of 0 or more');
    weights[metric] = weight;
  }
  const problem = findWeightsProblem(weights);
  if (problem !== undefined) throw describeProblem(`${key}: ${problem}`, key, value);
  return weights;
}

function readText(section: Section, path: string, key: string): string | undefined {
  const value = section[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw wrong(`${path}${key}`, value, 'a text');
}

function readFlag(section: Section, path: string, key: string): boolean | undefined {
  const value = section[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw wrong(`${path}${key}`, value, 'true or false');
}

function readSection(section: Section, path: string, key: string): Section {
  return sectionOf(section[key] ?? {}, `${path}${key}`);
}

function sectionOf(value: Json, key: string): Section {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Section;
  throw wrong(key, value, 'a section of keys');
}

function wrong(key: string, value: Json | undefined, expected: string): InvalidInputError {
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return describeProblem(`${key} is ${shown}: it must be ${expected}.`, key, value);
}

function describeProblem(message: string, key: string, value: Json | undefined): InvalidInputError {
  return new InvalidInputError('invalid-configuration', makeSafeText(message, { limit: 400 }), {
    hint: 'Correct that key of params.yaml.',
    data: {
      key: makeSafeText(key, { limit: 200 }),
      value: makeSafeText(String(JSON.stringify(value)), { limit: 200 }),
    },
  });
}
