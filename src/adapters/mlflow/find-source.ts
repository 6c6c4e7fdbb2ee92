import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { findInRun } from './find-in-run.ts';
import type { NewVersion } from './mlflow-client.ts';
import { getClient, type MlflowContext } from './mlflow-context.ts';

/**
 * Where the files of a new version are, as a server takes it: what is named by a run (`runs:/ID/model`) is named by where the run keeps its
 * files, or by the model that was logged under that name, as MLflow's own client does.
 * @throws InvalidInputError usage, when nothing is named, there is no such run, or nothing of that name in it; UnavailableError
 */
export async function findSource(
  context: MlflowContext,
  { weights }: Registration,
  { signal }: ReadOptions,
): Promise<Pick<NewVersion, 'source' | 'runId' | 'modelId'>> {
  if (weights === undefined)
    throw new InvalidInputError('usage', 'An MLflow server keeps no version without its files.', {
      hint: 'Name them with --model-path runs:/RUN/model, or any other address that MLflow takes.',
    });
  const text = weights.at === 'local' ? `file://${weights.path}` : weights.text;
  const [, runId, path] = /^runs:\/+([^/]+)\/+(.*[^/])\/*$/.exec(text) ?? [];
  if (runId === undefined || path === undefined)
    return { source: text, runId: undefined, modelId: /^models:\/(m-[^/]+)/.exec(text)?.[1] };
  const run = await getClient(context).getRun(runId, { signal });
  if (run === undefined)
    throw new InvalidInputError(
      'usage',
      `There is no run ${makeSafeText(runId, { limit: 80 })} on the server.`,
      {
        hint: 'Check the id: it stands on the page of the run in MLflow.',
      },
    );
  const place = await findInRun(getClient(context), run, path, { signal });
  if (place.at === 'nowhere') throw refuseEmpty(runId, path);
  if (place.at === 'logged-model')
    return { source: `models:/${place.modelId}`, runId, modelId: place.modelId };
  const root = run.artifactUri?.replace(/\/$/, '');
  return { source: root === undefined ? text : `${root}/${path}`, runId, modelId: undefined };
}

function refuseEmpty(runId: string, path: string): InvalidInputError {
  const [run, shown] = [makeSafeText(runId, { limit: 80 }), makeSafeText(path, { limit: 120 })];
  return new InvalidInputError(
    'usage',
    `The run ${run} has no files under ${shown}, and no model of that name.`,
    {
      hint: 'Look at its artifacts in MLflow: a version without files would go live and fail where it is loaded.',
    },
  );
}
