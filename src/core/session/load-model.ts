import type { PoliciesByAlias } from '../gate/gate-standing.ts';
import { getModel } from '../plan/find-version.ts';
import type { VersionDetail } from '../ports/registry.ts';
import { judgeModel, type ModelStatus } from '../registry/model-status.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import { loadPolicies } from './load-policies.ts';
import { loadRecords } from './load-records.ts';
import type { Session } from './session.ts';

/** A model as it stands, with the index it was found in. */
export type LoadedModel = {
  readonly index: RegistryIndex;
  readonly status: ModelStatus;
  /** Of every alias the model has, and of the usual one. */
  readonly policies: PoliciesByAlias;
};

/** A model with the records of its versions, oldest first. */
export type LoadedVersions = LoadedModel & { readonly versions: readonly Version[] };

/** Loads one model. @throws NotFoundError model-not-found, registry-not-found */
export async function loadModel(session: Session, model: string, signal?: AbortSignal): Promise<LoadedModel> {
  const index = await session.registry.reader.loadIndex({ signal });
  const status = judgeModel(getModel(index, model), index, session.sha256);
  return { index, status, policies: await loadPolicies(session, status) };
}

/** Loads one model with all its versions. @throws NotFoundError model-not-found, registry-not-found */
export async function loadVersions(
  session: Session,
  model: string,
  detail: VersionDetail,
  signal?: AbortSignal,
): Promise<LoadedVersions> {
  const loaded = await loadModel(session, model, signal);
  const names = loaded.status.index.versions.map(version => version.version);
  const versions = await loadRecords(session, loaded.status, names, detail, signal);
  return { ...loaded, versions };
}
