import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Version } from '../../core/registry/version.ts';
import { describeVersion, type KnownRun } from './describe-version.ts';
import type { MlflowVersion } from './entities.ts';
import { findNamed, type MlflowContext } from './mlflow-context.ts';

/** Versions with the numbers of their runs, in the order asked. One that is not there is incomplete. */
export async function loadMlflowVersions(
  context: MlflowContext,
  model: string,
  names: readonly string[],
  { signal }: ReadOptions,
): Promise<readonly Version[]> {
  signal?.throwIfAborted();
  const { models, runs } = await context.source.open();
  const content = models.get(model)?.content;
  const found = names.map(name => findNamed(content, name));
  await context.source.loadRuns(
    found.flatMap(version => (version !== undefined && isAsked(version, runs) ? [version] : [])),
    { signal },
  );
  return names.map((name, place) => {
    const version = found[place];
    return version === undefined
      ? { model, version: name, whole: 'incomplete' }
      : describeVersion(version, findRun(context, version, runs));
  });
}

function isAsked({ runId }: MlflowVersion, runs: ReadonlyMap<string, unknown>): boolean {
  return runId !== undefined && runId !== '' && !runs.has(runId);
}

function findRun(
  { source }: MlflowContext,
  { runId }: MlflowVersion,
  runs: ReadonlyMap<string, Exclude<KnownRun, 'none' | 'unread' | 'coming'>>,
): KnownRun {
  if (runId === undefined || runId === '') return 'none';
  return runs.get(runId) ?? (source.isRefreshing() ? 'coming' : 'unread');
}
