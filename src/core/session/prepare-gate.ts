import { NotFoundError } from '../errors/app-error.ts';
import type { BoundPolicy } from '../gate/policy.ts';
import { getVersion } from '../plan/find-version.ts';
import { planGate } from '../plan/plan-gate.ts';
import type { ReadOptions } from '../ports/registry.ts';
import type { Version } from '../registry/version.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { GateEvaluation, GateRequest } from './gate-view.ts';
import { judgeVersion } from './judge-version.ts';
import { type LoadedVersions, loadVersions } from './load-model.ts';
import { planningOf } from './planning-of.ts';
import type { Session } from './session.ts';

/**
 * Judges a version by what is bound to the alias, or by the policy named, and plans putting the verdict on record. `onProgress` is told
 * of the bytes of its files, one file after the other.
 * @throws NotFoundError model-not-found, version-not-found, policy-not-found, results-not-found; InvalidInputError invalid-policy,
 *   invalid-name; UnavailableError when the registry cannot be read
 */
export async function prepareGate(
  session: Session,
  request: GateRequest,
  options: ReadOptions = {},
): Promise<GateEvaluation> {
  const { alias, results } = request;
  const loaded = await loadVersions(session, request.model, 'everything', options.signal);
  const version = getLoadedVersion(loaded, request.version);
  const bound = await getBoundPolicy(session, request);
  const judged = await judgeVersion(session, loaded, { version, alias, bound, results }, options);
  return { report: judged.report, plan: planGate(planningOf(session, loaded), judged, request) };
}

/** The version that is meant: as typed, else the newest complete one. @throws NotFoundError version-not-found; InvalidInputError invalid-name */
export function getLoadedVersion(loaded: LoadedVersions, typed: string | undefined): Version {
  const { index } = loaded.status;
  const newest = index.versions.findLast(version => version.whole === 'complete')?.version;
  const { version: name } = getVersion(index, typed ?? newest ?? 'v1');
  const found = loaded.versions.find(candidate => candidate.version === name);
  return found ?? { model: index.model, version: name, whole: 'incomplete' };
}

/** The policy that is named, else the one bound to the alias. @throws NotFoundError policy-not-found; InvalidInputError invalid-policy */
export async function getBoundPolicy(
  session: Pick<Session, 'policies'>,
  { model, alias, policy }: Pick<GateRequest, 'model' | 'alias' | 'policy'>,
): Promise<BoundPolicy> {
  if (policy !== undefined) return await session.policies.getPolicy(policy);
  const bound = await session.policies.findBound(model, alias);
  if (bound !== undefined) return bound;
  const shown = makeSafeText(model, { limit: 80 });
  throw new NotFoundError('policy-not-found', `No policy is bound to ${alias} of ${shown}.`, {
    hint: 'Name one with --policy, or bind one in the configuration under gates.',
    data: { model: shown, alias },
  });
}
