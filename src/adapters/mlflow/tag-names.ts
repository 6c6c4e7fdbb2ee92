/** What the tags of ours begin with, on models and on versions. */
export const ownTagPrefix = 'lastgood.';

/** What MLflow's own tags begin with. */
export const theirTagPrefix = 'mlflow.';

/** The tag of a version that says which operation registered it. */
export const operationTag = 'lastgood.operation';

/** The tag of a version that holds what MLflow has no field for; long ones go on in `lastgood.registration.2` and so on. */
export const registrationTag = 'lastgood.registration';

/** The tag of a version that shows the newest verdict on it: `PASS (rag)`. */
export const gateTag = 'lastgood.gate';

/** S1's tag of a version: its weighted score. */
export const scoreTag = 'weighted_score';

/** Longest value of a tag that every server takes, in characters; newer ones take 100,000. */
export const tagValueLimit = 5000;

const historyPrefix = 'lastgood.history.';

/** The tag of a model that holds one entry of its history. Pure. */
export function formatHistoryTag(generation: number, operationId: string): string {
  return `${historyPrefix}${String(generation).padStart(8, '0')}.${operationId}`;
}

/** What such a tag is the place of; undefined for every other tag. Pure. */
export function parseHistoryTag(
  key: string,
): { readonly generation: number; readonly operationId: string } | undefined {
  const match = key.startsWith(historyPrefix)
    ? /^([0-9]{8,15})\.(.{1,128})$/.exec(key.slice(historyPrefix.length))
    : null;
  const [, digits = '', operationId = ''] = match ?? [];
  const generation = Number(digits);
  return match !== null && generation >= 1 && formatHistoryTag(generation, operationId) === key
    ? { generation, operationId }
    : undefined;
}
