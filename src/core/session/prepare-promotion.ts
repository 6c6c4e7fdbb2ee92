import type { GateRecord } from '../history/entry.ts';
import { getVersion } from '../plan/find-version.ts';
import type { Plan } from '../plan/plan.ts';
import { type PromotionRequest, planPromotion } from '../plan/plan-promotion.ts';
import { type LoadedVersions, loadVersions } from './load-model.ts';
import { planningOf } from './planning-of.ts';
import type { Session } from './session.ts';

/** What a promotion is asked to do, by name. */
export type PromotionInput = {
  readonly model: string;
  /** As typed: `7`, `v7`, `model_v7`. undefined: the newest complete version. */
  readonly version: string | undefined;
  readonly alias: string;
  readonly reason: string;
  readonly gate: GateRecord;
  readonly digest: PromotionRequest['digest'];
};

/**
 * Loads the model and plans the promotion.
 * @throws NotFoundError model-not-found, version-not-found, registry-not-found; InvalidInputError invalid-name
 */
export async function preparePromotion(
  session: Session,
  input: PromotionInput,
  signal?: AbortSignal,
): Promise<Plan> {
  const loaded = await loadVersions(session, input.model, 'everything', signal);
  return planLoadedPromotion(session, loaded, input);
}

/** Plans the promotion of a model that is loaded already. @throws NotFoundError version-not-found; InvalidInputError invalid-name */
export function planLoadedPromotion(session: Session, loaded: LoadedVersions, input: PromotionInput): Plan {
  const { index } = loaded.status;
  const newest = index.versions.findLast(version => version.whole === 'complete')?.version;
  const { version: name } = getVersion(index, input.version ?? newest ?? 'v1');
  const version = loaded.versions.find(candidate => candidate.version === name) ?? {
    model: index.model,
    version: name,
    whole: 'incomplete',
  };
  return planPromotion(planningOf(session, loaded), { ...input, version });
}
