import type { Json } from '../../core/history/canonical-json.ts';
import type { FilePaths, Registration } from '../../core/registration/registration.ts';
import { trainingFields } from '../../core/registry/training-fields.ts';
import type { LineageFacts, TrainingFacts } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { JsonObject } from '../files/read-json.ts';

/** Training, lineage and paths of files as metadata.json keeps them under `lastgood`; what is not known is left out. Pure. */
export function formatOrigin({ training, lineage, filePaths }: Registration): Readonly<Record<string, Json>> {
  return {
    ...(training === undefined ? {} : { training: withoutUndefined(training) }),
    ...(lineage === undefined ? {} : { lineage: withoutUndefined(lineage) }),
    ...(filePaths === undefined ? {} : { filePaths: withoutUndefined(filePaths) }),
  };
}

function withoutUndefined(facts: TrainingFacts | LineageFacts | FilePaths): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value as Json]])),
  );
}

/** The training as {@link formatOrigin} keeps it; undefined where nothing that is usable stands there. Pure. */
export function parseTraining(value: JsonObject): TrainingFacts | undefined {
  const fields = [...trainingFields, { fact: 'notes', value: 'text' } as const];
  const known = fields.flatMap(({ fact, value: kind }): readonly (readonly [string, string | number])[] => {
    const found = value[fact];
    if (kind === 'text') return typeof found === 'string' ? [[fact, makeSafeText(found)]] : [];
    return typeof found === 'number' && Number.isFinite(found) ? [[fact, found]] : [];
  });
  return known.length === 0 ? undefined : (Object.fromEntries(known) as TrainingFacts);
}

/** Data sets and commit as {@link formatOrigin} keeps them; undefined where neither stands there. Pure. */
export function parseLineage(value: JsonObject): LineageFacts | undefined {
  const { dataSources, gitCommit } = value;
  const names = Array.isArray(dataSources) ? dataSources : [];
  const data = names.flatMap(name => (typeof name === 'string' ? [makeSafeText(name)] : []));
  const commit = typeof gitCommit === 'string' ? makeSafeText(gitCommit, { limit: 100 }) : undefined;
  return data.length === 0 && commit === undefined ? undefined : { dataSources: data, gitCommit: commit };
}
