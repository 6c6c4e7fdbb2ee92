import type { Json } from '../../core/history/canonical-json.ts';
import type { Artifact, LineageFacts, VersionRecord } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { flattenConfiguration } from '../files/flatten-configuration.ts';
import type { JsonObject } from '../files/read-json.ts';
import { findServedOutput } from './choose-output.ts';
import type { FileChange } from './dvc-context.ts';
import { type DvcOutput, isFolderOutput, shortenMd5 } from './dvc-output.ts';
import { layout } from './dvc-places.ts';
import type { DvcRun, FoundOutput, RunPart } from './dvc-tree.ts';
import type { LockedStage } from './parse-lock.ts';
import type { DvcParams } from './parse-params.ts';
import type { RunMetrics } from './run-metrics.ts';
import { readStamp } from './run-name.ts';
import { describeStage } from './run-stages.ts';
import { listDockerLines } from './serving/docker-lines.ts';

/** Everything the tree says of a run. */
export type RunParts = {
  readonly family: string;
  readonly run: DvcRun;
  readonly measured: RunMetrics;
  /** Stages that made something of it, as they ran last. */
  readonly stages: readonly LockedStage[];
  /** Undefined where `params.yaml` is of another run, or cannot be read. */
  readonly params: DvcParams | undefined;
  /** Digest of the data set that `params` names; undefined where nobody wrote it down. */
  readonly datasetMd5: string | undefined;
  /** Tag of its image. Safe to show. */
  readonly image: string | undefined;
  /** The change by which what it is served by came into the tree. */
  readonly change: FileChange | undefined;
};

const partWords: Readonly<Record<RunPart, string>> = {
  wip: 'WIP',
  candidate: 'candidate',
  merged: 'merged',
  stable: 'stable',
  archived: 'archived',
};

/** A run as a version, made safe to show. Pure. */
export function describeRun(parts: RunParts): VersionRecord {
  const { family, run, measured, params, stages } = parts;
  const oddities = [...measured.oddities, ...listOddities(run)];
  const stamp = run.found.findLast(({ part, stamp }) => part === 'wip' && stamp !== undefined)?.stamp;
  const trainedAt = stamp === undefined ? undefined : readStamp(stamp);
  return {
    model: family,
    version: run.run,
    createdAt: trainedAt ?? measured.measuredAt,
    metrics: measured.metrics,
    configuration: flattenConfiguration(params?.fields ?? collectParams(stages), oddities),
    artifacts: listArtifacts(parts),
    parent: undefined,
    notes: undefined,
    tags: [],
    ...(params === undefined || Object.keys(params.training).length === 0
      ? {}
      : { training: params.training }),
    lineage: describeLineage(parts),
    particulars: listParticulars(parts),
    oddities,
  };
}

/** The parameters that the stages of a run depended on when they ran. */
function collectParams(stages: readonly LockedStage[]): Json {
  const files: Record<string, Json> = {};
  for (const { params } of stages)
    for (const [file, values] of Object.entries(params))
      if (file === layout.params) Object.assign(files, values);
  return files as JsonObject;
}

function listOddities({ run, found, unread }: DvcRun): readonly string[] {
  const problems = unread.map(
    ({ file, problem }) => `${makeSafeText(file, { limit: 200 })} cannot be read: ${problem}`,
  );
  const stable = found.find(({ part }) => part === 'stable')?.output.md5;
  const merged = found.findLast(({ part }) => part === 'merged')?.output.md5;
  if (stable === undefined || merged === undefined || stable === merged) return problems;
  const words = `stable names md5 ${shortenMd5(stable)}, and the pipeline has made md5 ${shortenMd5(merged)} of ${run} since`;
  return [...problems, makeSafeText(words)];
}

/** What it is served by first; each digest once. */
function listArtifacts({ run, stages, measured, family }: RunParts): readonly Artifact[] {
  const served = findServedOutput(run);
  const made = stages
    .flatMap(({ outs }) => outs)
    .filter(({ path }) => path.startsWith(`${layout.gguf}/${family}/`));
  const outputs = [...(served === undefined ? [] : [served]), ...run.found].map(({ output }) => output);
  const once = new Map<string, DvcOutput>();
  for (const output of [...outputs, ...made]) if (!once.has(output.md5)) once.set(output.md5, output);
  const weights = [...once.values()].map(
    ({ path, sizeBytes }): Artifact => ({
      name: makeSafeText(path, { limit: 500 }),
      role: 'weights',
      sha256: undefined,
      sizeBytes,
    }),
  );
  if (measured.file === undefined) return weights;
  return [...weights, { name: measured.file, role: 'evidence', sha256: undefined, sizeBytes: undefined }];
}

/** Data with its digest in its name: another state of the same file is other data. */
function describeLineage({ params, datasetMd5, stages, change }: RunParts): LineageFacts {
  const dataset = params?.dataset;
  const named =
    dataset === undefined
      ? []
      : [datasetMd5 === undefined ? dataset : nameData({ path: dataset, md5: datasetMd5 })];
  const read = stages.flatMap(({ deps }) =>
    deps.filter(({ path }) => path.startsWith('data/')).map(nameData),
  );
  return {
    dataSources: [...new Set([...named, ...read])].map(name => makeSafeText(name, { limit: 300 })),
    gitCommit: change?.commit,
  };
}

function nameData({ path, md5 }: Pick<DvcOutput, 'path' | 'md5'>): string {
  return `${path}@${shortenMd5(md5)}`;
}

function listParticulars(parts: RunParts): VersionRecord['particulars'] {
  const { family, run, measured, stages, image, change } = parts;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ...run.found.map(found => [partWords[found.part], describeFound(found)] as const),
    ...run.untracked.map(path => ['not in DVC', path] as const),
    ['image', image],
    ...listDockerLines(image, family, run.run),
    ['evaluated', [measured.model, measured.measuredAt].filter(Boolean).join(', ') || undefined],
    ...stages.map(stage => [`stage ${stage.name}`, describeStage(stage)] as const),
    ['pointer changed', change === undefined ? undefined : `${change.at} by ${change.author}`],
  ];
  return facts.flatMap(([label, value]) =>
    value === undefined
      ? []
      : [[makeSafeText(label, { limit: 80 }), makeSafeText(value, { limit: 500 })] as const],
  );
}

/** `models/hf/wip/qwen/run-000.dvc: md5 b65b2ddf…, 9 files, 2556076630 bytes`. */
function describeFound({ file, output, stamp }: FoundOutput): string {
  const { md5, fileCount, sizeBytes } = output;
  const facts = [
    `md5 ${md5}`,
    ...(isFolderOutput(output) && fileCount !== undefined
      ? [fileCount === 1 ? '1 file' : `${fileCount} files`]
      : []),
    ...(sizeBytes === undefined ? [] : [`${sizeBytes} bytes`]),
    ...(stamp === undefined ? [] : [stamp]),
  ];
  return `${file}: ${facts.join(', ')}`;
}
