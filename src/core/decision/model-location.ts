import type { EvidenceValue } from '../evidence/evidence-file.ts';
import { asObject, describeValue, type EvidenceObject, readMember } from '../evidence/evidence-object.ts';
import { makeSafeText } from '../text/safe-text.ts';

/** What S1's training leaves behind of a model: `fine_tuned_model_location.json`. Texts are safe to show. */
export type ModelLocation = {
  readonly runId: string;
  readonly trackingUri: string | undefined;
  readonly baseModel: string | undefined;
  /** As the training wrote it: `20250521_100704`, local time there. */
  readonly trainedAt: string | undefined;
};

/** A location that can be relied on, or in a sentence why there is none. */
export type LocationReading =
  | { readonly ok: true; readonly location: ModelLocation }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads the location of a model, for the metrics that are to decide about it. Where the fine-tuned model could not be loaded S1's
 * evaluation measured the base model and said nothing: what does not say that it is fine-tuned, and what speaks of another model or
 * run than the metrics, is refused. Pure.
 * @param name of the file, for people
 */
export function readModelLocation(
  name: string,
  value: EvidenceValue,
  metrics: EvidenceObject,
): LocationReading {
  const fields = asObject(value);
  if (fields === undefined) return refuse(`${name} is ${describeValue(value)}, not an object.`);
  const fineTuned = readMember(fields, 'fine_tuned') ?? null;
  if (fineTuned !== true)
    return refuse(
      `${name} does not say that the model is fine-tuned (fine_tuned is ${describeValue(fineTuned)}): the metrics may be of the base model.`,
    );
  const runId = readText(fields, 'mlflow_run_id');
  if (runId === undefined) return refuse(`${name} has no mlflow_run_id: nothing says which model it is.`);
  const difference = findDifference(fields, metrics);
  if (difference !== undefined) return refuse(`The metrics are of another model: ${difference}.`);
  const location = {
    runId,
    // A name and password in it are for the server, not for the record.
    trackingUri: readText(fields, 'tracking_uri')?.replace(/\/\/[^/@\s]*@/, '//'),
    baseModel: readText(fields, 'model_name'),
    trainedAt: readText(fields, 'timestamp'),
  };
  return { ok: true, location };
}

/** What the metrics may say about their model, by the field of the location it must equal. */
const sameFacts = [
  ['mlflow_run_id', ['mlflow_run_id', 'run_id']],
  ['model_name', ['model_name', 'model', 'base_model']],
  ['fine_tuned', ['fine_tuned']],
] as const;

function findDifference(location: EvidenceObject, metrics: EvidenceObject): string | undefined {
  for (const [field, names] of sameFacts) {
    for (const name of names) {
      const said = readMember(metrics, name);
      const expected = readMember(location, field);
      if (said !== undefined && said !== null && said !== expected)
        return `they say ${name} is ${describeValue(said)}, the location says ${field} is ${describeValue(expected ?? null)}`;
    }
  }
  return undefined;
}

function readText(fields: EvidenceObject, name: string): string | undefined {
  const value = readMember(fields, name);
  return typeof value === 'string' && value.trim() !== ''
    ? makeSafeText(value.trim(), { limit: 300 })
    : undefined;
}

function refuse(problem: string): LocationReading {
  return { ok: false, problem };
}
