import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { NewVersion } from './mlflow-client.ts';
import { getClient, type MlflowContext } from './mlflow-context.ts';

/**
 * Where the files of a new version are, as a server takes it: what is named by a run (`runs:/ID/model`) is named by where the run keeps its
 * files, as MLflow's own client does.
 * @throws InvalidInputError usage, when nothing is named or there is no such run; UnavailableError
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
  const [, runId, path] = /^runs:\/([^/]+)\/(.+)$/.exec(text) ?? [];
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
  const root = run.artifactUri?.replace(/\/$/, '');
  return { source: root === undefined ? text : `${root}/${path}`, runId, modelId: undefined };
}
