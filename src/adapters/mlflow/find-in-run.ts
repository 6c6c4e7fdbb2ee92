import type { MlflowRun } from './entities.ts';
import type { CallOptions, MlflowClient } from './mlflow-client.ts';

/** What a path of a run leads to. `unknown`: the server could not say. */
export type RunPlace =
  | { readonly at: 'artifacts' | 'nowhere' | 'unknown' }
  | { readonly at: 'logged-model'; readonly modelId: string };

/**
 * What lies at a path of a run: files among its artifacts, or a model that MLflow 3 keeps by itself under the name that the path is.
 * Rejects with the signal's reason only.
 * @param path below the run's artifact root, without slashes at the ends
 */
export async function findInRun(
  client: Pick<MlflowClient, 'listArtifacts' | 'findLoggedModelName'>,
  { runId, loggedModels = [] }: Pick<MlflowRun, 'runId' | 'loggedModels'>,
  path: string,
  options: CallOptions,
): Promise<RunPlace> {
  try {
    if ((await client.listArtifacts(runId, path, options)).length > 0) return { at: 'artifacts' };
    // Nothing is listed below a file: it stands in the folder above.
    const above = await client.listArtifacts(runId, path.replace(/\/?[^/]*$/, ''), options);
    if (above.some(row => row.path === path && !row.isFolder)) return { at: 'artifacts' };
    for (const modelId of loggedModels.toReversed())
      if ((await client.findLoggedModelName(modelId, options)) === path)
        return { at: 'logged-model', modelId };
    return { at: 'nowhere' };
  } catch {
    options.signal?.throwIfAborted();
    return { at: 'unknown' };
  }
}
