import type { Json } from '../../core/history/canonical-json.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { AdapterFacts, WeightsHeader } from '../../core/weights/weights-header.ts';
import type { JsonObject } from '../files/read-json.ts';

/** What transformers' config.json says of weights that do not say it themselves. Pure. */
export function readModelFacts(
  { architecture, contextLength }: WeightsHeader,
  configuration: JsonObject | undefined,
): Pick<WeightsHeader, 'architecture' | 'contextLength'> {
  const architectures = configuration?.['architectures'];
  const named = Array.isArray(architectures) ? architectures[0] : configuration?.['model_type'];
  return {
    architecture: architecture ?? readText(named),
    contextLength: contextLength ?? readCount(configuration?.['max_position_embeddings']),
  };
}

/** What adapter_config.json says, in PEFT's words or MLX's; undefined where there is none. Pure. */
export function readAdapterFacts(configuration: JsonObject | undefined): AdapterFacts | undefined {
  if (configuration === undefined) return undefined;
  const inner = configuration['lora_parameters'];
  const lora = isObject(inner) ? inner : {};
  return {
    kind: readText(configuration['peft_type'] ?? configuration['fine_tune_type'])?.toLowerCase(),
    baseModel: readText(configuration['base_model_name_or_path'] ?? configuration['model']),
    rank: readCount(configuration['r'] ?? lora['rank']),
    alpha: readNumber(configuration['lora_alpha']),
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readText(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? makeSafeText(value, { limit: 200 }) : undefined;
}

function readCount(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function readNumber(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
