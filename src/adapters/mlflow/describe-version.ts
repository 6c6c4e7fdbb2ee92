import type { LineageFacts, TrainingFacts, Version, VersionRecord } from '../../core/registry/version.ts';
import { maskAddress } from '../../core/text/address-secrets.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { flattenConfiguration } from '../files/flatten-configuration.ts';
import { printTags } from './describe-tags.ts';
import type { MlflowRun, MlflowVersion } from './entities.ts';
import { findUnfinished } from './find-unfinished.ts';
import { listEvidence } from './list-evidence.ts';
import { type RegistrationRecord, readRegistration } from './registration-record.ts';
import { scoreTag } from './tag-names.ts';
import { printVersion } from './version-number.ts';

/** What is known of the run a version was made in. `coming`: it is being asked for; `unread`: it could not be had. */
export type KnownRun = MlflowRun | 'none' | 'missing' | 'coming' | 'unread';

/** A version with everything the server says of it, made safe to show. Pure. */
export function describeVersion(version: MlflowVersion, run: KnownRun): Version {
  const { model } = version;
  const name = printVersion(version.version);
  const unfinished = findUnfinished(version);
  if (unfinished !== undefined) return { model, version: name, whole: 'incomplete', unfinished };
  return { model, version: name, whole: 'complete', record: describeRecord(version, name, run) };
}

function describeRecord(version: MlflowVersion, name: string, run: KnownRun): VersionRecord {
  const oddities: string[] = [];
  const reading = readRegistration(version);
  if (reading?.ok === false) oddities.push(reading.problem);
  const own = reading?.ok ? reading.record : undefined;
  const found = typeof run === 'object' ? run : undefined;
  if (run === 'missing') oddities.push('its run is not on the server any more: it has no metrics of it');
  if (run === 'unread') oddities.push('its run could not be read: metrics are missing');
  const { description, source } = version;
  return {
    model: version.model,
    version: name,
    createdAt: own === undefined ? printTime(version.createdAt) : makeSafeText(own.createdAt, { limit: 40 }),
    metrics: collectMetrics(version, found, own),
    configuration: {
      ...describeParams(found),
      ...flattenConfiguration(own?.configuration ?? null, oddities),
    },
    artifacts: [
      ...(source === undefined || source === '' ? [] : [describeWeights(source, own)]),
      ...listEvidence(version),
    ],
    parent: own?.parent ?? findParent(version),
    notes: description === undefined || description === '' ? undefined : makeSafeText(description),
    tags: printTags(version.tags),
    ...describeTraining(version, own),
    lineage: describeLineage(version, found, own),
    particulars: listParticulars(version, found),
    oddities,
  };
}

function describeWeights(source: string, own: RegistrationRecord | undefined) {
  const { sha256, sizeBytes } = own?.weights ?? { sha256: undefined, sizeBytes: undefined };
  return { name: showSource(source), role: 'weights', sha256, sizeBytes } as const;
}

/** Where files are, for people: another program may have stored an address with a secret in it. Pure. */
export function showSource(source: string): string {
  return makeSafeText(maskAddress(source), { limit: 500 });
}

/** Milliseconds since the epoch as ISO 8601 UTC; undefined for what is no time. Pure. */
export function printTime(milliseconds: number | undefined): string | undefined {
  const date = milliseconds === undefined ? undefined : new Date(milliseconds);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Those of its run, then those named when it was registered, then S1's score. */
function collectMetrics(
  { tags }: MlflowVersion,
  run: MlflowRun | undefined,
  own: RegistrationRecord | undefined,
): VersionRecord['metrics'] {
  const metrics: Record<string, number> = {};
  for (const [name, value] of [...Object.entries(run?.metrics ?? {}), ...Object.entries(own?.metrics ?? {})])
    if (Number.isFinite(value)) metrics[makeSafeText(name, { limit: 200 })] = value;
  const score = tags[scoreTag]?.trim() ?? '';
  if (metrics[scoreTag] === undefined && score !== '' && Number.isFinite(Number(score)))
    metrics[scoreTag] = Number(score);
  return metrics;
}

/** Parameters are texts; those that read as a number or a truth value are shown as one. */
function describeParams(run: MlflowRun | undefined): VersionRecord['configuration'] {
  return Object.fromEntries(
    Object.entries(run?.params ?? {}).map(([name, value]) => [
      makeSafeText(name, { limit: 120 }),
      makeSafeText(
        /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)$/i.test(value) ? value : JSON.stringify(value),
        {
          limit: 500,
        },
      ),
    ]),
  );
}

/** A version that was registered from another one of the same model is made from it. */
function findParent({ model, source }: MlflowVersion): string | undefined {
  const match = /^models:\/(.+)\/(\d{1,19})\/?$/.exec(source ?? '');
  const [, name, number] = match ?? [];
  return name === model && number !== undefined ? printVersion(BigInt(number).toString()) : undefined;
}

function describeTraining(
  { tags }: MlflowVersion,
  own: RegistrationRecord | undefined,
): { readonly training?: TrainingFacts } {
  const framework = tags['framework'];
  const baseModel = tags['base_model'];
  const told = {
    ...(framework ? { framework: makeSafeText(framework, { limit: 200 }) } : {}),
    ...(baseModel ? { baseModel: makeSafeText(baseModel, { limit: 300 }) } : {}),
    ...own?.training,
  };
  return Object.keys(told).length === 0 ? {} : { training: told };
}

function describeLineage(
  { tags }: MlflowVersion,
  run: MlflowRun | undefined,
  own: RegistrationRecord | undefined,
): LineageFacts {
  const named = Object.entries({ ...run?.tags, ...tags }).flatMap(([key, value]) =>
    (key === 'dataset' || key.startsWith('data_')) && value !== '' ? [value] : [],
  );
  const given = run?.dataSets.map(({ name }) => name) ?? [];
  const sources = [...(own?.lineage?.dataSources ?? []), ...given, ...named];
  const gitCommit = own?.lineage?.gitCommit ?? run?.tags['mlflow.source.git.commit'];
  return {
    dataSources: [...new Set(sources.map(source => makeSafeText(source, { limit: 300 })))],
    gitCommit: gitCommit ? makeSafeText(gitCommit, { limit: 80 }) : undefined,
  };
}

function listParticulars(version: MlflowVersion, run: MlflowRun | undefined): VersionRecord['particulars'] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['stage', version.stage],
    ['run', [version.runId, run?.name === undefined ? undefined : `(${run.name})`].filter(Boolean).join(' ')],
    ['run status', run?.status],
    ['logged model', version.modelId],
    ['source', version.source && showSource(version.source)],
    ['registered by', version.user],
    ['changed', printTime(version.updatedAt)],
    ['status', version.statusMessage],
  ];
  return facts.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [[label, makeSafeText(value, { limit: 500 })] as const],
  );
}
