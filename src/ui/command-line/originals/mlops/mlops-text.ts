import { formatServerVersion } from '../../../../core/names/server-version.ts';
import type { ModelStatus } from '../../../../core/registry/model-status.ts';
import type { Version } from '../../../../core/registry/version.ts';
import { findStage } from '../../../../core/registry/version-stage.ts';

/** What S3 prints of a version: label and value, in its order. Aliases it had none. */
type Fields = readonly (readonly [label: string, value: string])[];

/** A version as S3 prints it, with the aliases of MLflow that are on it. What is not known is None, as there. Pure. */
export function listVersionFields(status: ModelStatus, version: Version): Fields {
  const record = version.whole === 'complete' ? version.record : undefined;
  const run = record?.particulars.find(([label]) => label === 'run')?.[1];
  const aliases = listAliases(status, version.version);
  return [
    ['Stage', findStage(status, version.version)],
    ...(aliases.length === 0 ? [] : [['Aliases', aliases.join(', ')] as const]),
    ['Run ID', run ?? 'None'],
    ['Timestamp', record?.createdAt ?? 'None'],
    ['Description', record?.notes ?? 'None'],
    ['Tags', record === undefined || record.tags.length === 0 ? 'None' : record.tags.join(', ')],
    ...(version.whole === 'complete' ? [] : [['Status', version.whole] as const]),
  ];
}

function listAliases({ index, effective }: ModelStatus, version: string): readonly string[] {
  const stages = new Set(index.pointers.flatMap(({ alias, isStage }) => (isStage ? [alias] : [])));
  const own = [...effective.aliases].flatMap(([alias, at]) =>
    at.version === version && !stages.has(alias) ? [alias] : [],
  );
  // `@` tells it from the stage, as in MLflow's own addresses.
  const namesakes = (index.namesakes ?? []).filter(namesake => namesake.version === version);
  return [...own, ...namesakes.map(({ alias }) => `@${alias}`)];
}

/** Fields as lines. Pure. */
export function formatFields(fields: Fields, indent = ''): readonly string[] {
  return fields.map(([label, value]) => `${indent}${label}: ${value}`);
}

/** A version as S3 names it in a sentence: `rag v7`. Pure. */
export function nameVersion(model: string, version: string): string {
  return `${model} v${formatServerVersion(version)}`;
}
