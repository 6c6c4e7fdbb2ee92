import type { Plan } from '../plan/plan.ts';
import { type PromotionRequest, planPromotion } from '../plan/plan-promotion.ts';
import type { EvidenceFolder } from '../ports/evidence.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { judgePromotion } from './judge-promotion.ts';
import { type LoadedVersions, loadVersions } from './load-model.ts';
import { planningOf } from './planning-of.ts';
import { getLoadedVersion } from './prepare-gate.ts';
import type { Session } from './session.ts';
import type { UnboundWord } from './unbound-word.ts';

/** What a promotion is asked to do, by name. */
export type PromotionInput = {
  readonly model: string;
  /** As typed: `7`, `v7`, `model_v7`. undefined: the newest complete version. */
  readonly version: string | undefined;
  readonly alias: string;
  readonly reason: string;
  readonly gate: 'as-bound' | 'overridden';
  /** Results folder, or its path, that is judged then and there; undefined: the verdict on record counts. */
  readonly results?: EvidenceFolder | string | undefined;
  /** `now`: it is judged then and there, by its own files where no results are named; else only where results are named. */
  readonly judge?: 'now' | undefined;
  /** Name or path of the policy that counts; undefined: what is bound to the alias. */
  readonly policy?: string | undefined;
  /** What a status file says; where there is one, the files are judged then and there too. */
  readonly unbound?: UnboundWord | undefined;
  readonly digest: PromotionRequest['digest'];
};

/**
 * Loads the model and plans the promotion.
 * @throws NotFoundError model-not-found, version-not-found, registry-not-found, results-not-found, policy-not-found;
 *   InvalidInputError invalid-name
 */
export async function preparePromotion(
  session: Session,
  input: PromotionInput,
  options: ReadOptions = {},
): Promise<Plan> {
  const loaded = await loadVersions(session, input.model, 'everything', options.signal);
  return await planLoadedPromotion(session, loaded, input, options);
}

/** Plans the promotion of a model that is loaded already. @throws as {@link preparePromotion} */
export async function planLoadedPromotion(
  session: Session,
  loaded: LoadedVersions,
  input: PromotionInput,
  options: ReadOptions = {},
): Promise<Plan> {
  const version = getLoadedVersion(loaded, input.version);
  const gate = await judgePromotion(session, loaded, version, input, options);
  const { alias, reason, digest } = input;
  const results = typeof input.results === 'string' ? input.results : undefined;
  return planPromotion(planningOf(session, loaded), { alias, reason, digest, version, gate, results });
}
