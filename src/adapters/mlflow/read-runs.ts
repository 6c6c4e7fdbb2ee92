import { trendLength } from '../../core/trend/metric-choice.ts';
import type { Contents } from './contents.ts';
import type { MlflowVersion } from './entities.ts';
import { findHolders, liveStages } from './holders.ts';
import type { CallOptions } from './mlflow-client.ts';
import type { MlflowContent, MlflowOrigin } from './origin.ts';
import { compareNumbers } from './version-number.ts';

/** The versions whose numbers a list of models shows: of each model the newest, and what is live. Pure. */
export function chooseFirstRuns({ models }: Pick<Contents, 'models'>): readonly MlflowVersion[] {
  return [...models.values()].flatMap(({ content }) => chooseOf(content));
}

function chooseOf(content: MlflowContent): readonly MlflowVersion[] {
  const newest = [...content.versions]
    .sort((one, other) => compareNumbers(other.version, one.version))
    .slice(0, trendLength);
  const aliases = [...liveStages, ...Object.keys(content.model.aliases)];
  const live = new Set(aliases.flatMap(alias => findHolders(content, alias)));
  return [...newest, ...content.versions.filter(each => live.has(each.version) && !newest.includes(each))];
}

/** Whether a run that is known may have become another one: it ran when it was read. */
function mayHaveChanged(run: ReturnType<Contents['runs']['get']>): boolean {
  return typeof run === 'object' && run.status !== 'FINISHED' && run.status !== 'FAILED';
}

/**
 * Asks for the runs of versions that are not known yet, or that still ran when they were read; `isAnew`: for all of them. What the server
 * does not have is remembered as missing.
 * @throws UnavailableError and others as the origin does
 */
export async function readMissingRuns(
  origin: MlflowOrigin,
  { runs }: Pick<Contents, 'runs'>,
  versions: readonly MlflowVersion[],
  { isAnew = false, ...options }: CallOptions & { readonly isAnew?: boolean },
): Promise<void> {
  const wanted = new Set(
    versions.flatMap(({ runId }) => {
      if (runId === undefined || runId === '') return [];
      const known = runs.get(runId);
      return isAnew || known === undefined || mayHaveChanged(known) ? [runId] : [];
    }),
  );
  if (wanted.size === 0) return;
  for (const run of await origin.readRuns([...wanted], options)) {
    runs.set(run.runId, run);
    wanted.delete(run.runId);
  }
  for (const runId of wanted) runs.set(runId, 'missing');
}
