import { getVersion } from '../plan/find-version.ts';
import { findPublishSetting, type PublishSetting } from '../publish/publication-wish.ts';
import { type LoadedModel, loadModel } from './load-model.ts';
import type { Session } from './session.ts';

/** What there is to choose between when a version of a model is deployed. */
export type DeploymentChoices = {
  readonly loaded: LoadedModel;
  /** The one that was named, else the newest whose files are complete. */
  readonly version: string;
  /** Where the model is published as configured; undefined: nowhere. */
  readonly publishing: PublishSetting | undefined;
};

/**
 * The choices of a deployment of a version that is registered. Nobody outside is asked.
 * @param typed the version; undefined: the newest whose files are complete
 * @throws NotFoundError model-not-found, version-not-found, registry-not-found; InvalidInputError invalid-configuration
 */
export async function loadDeploymentChoices(
  session: Session,
  model: string,
  typed: string | undefined,
  signal?: AbortSignal,
): Promise<DeploymentChoices> {
  const loaded = await loadModel(session, model, signal);
  const { index } = loaded.status;
  const newest = index.versions.findLast(({ whole }) => whole === 'complete')?.version;
  const { version } = getVersion(index, typed ?? newest ?? 'v1');
  const desk = await session.deploying?.openDesk?.();
  return { loaded, version, publishing: desk && findPublishSetting(desk.settings, index.model) };
}
