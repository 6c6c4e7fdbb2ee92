import { describeErrorCode } from '../errors/error-codes.ts';
import type { DigestCheck } from '../history/entry.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { summariseForMove } from '../session/check-digest.ts';
import { loadModel, loadVersions } from '../session/load-model.ts';
import { type PromotionInput, planLoadedPromotion } from '../session/prepare-promotion.ts';
import { applyLinkPlan } from './apply-link-plan.ts';
import { promotionInputOf } from './carry-gate.ts';
import { findUnpublished } from './carry-publication.ts';
import { failLink, type LinkEnd, type LinkWork } from './deployment-environment.ts';
import { findLinkEntry } from './find-link-entry.ts';

/** How a promotion begins: whether this run registered the version, so that its files were read just now. */
export type PromotionStart = { readonly registered: 'in-this-run' | 'before' };

/**
 * Makes the version live, once: an earlier try that stands in the history is not repeated, whoever moved the alias since. Right before it,
 * the publication is looked at again. @throws AppError as planning does
 */
export async function carryPromotion(
  work: LinkWork,
  version: string,
  start: PromotionStart,
): Promise<LinkEnd> {
  const { model, alias } = work.deployment;
  const options = readOptionsOf(work);
  const loaded = await loadVersions(work.session, model, 'everything', options.signal);
  const live = findLiveVersion(loaded.status, alias) ?? null;
  if ((await findLinkEntry(work, 'promote')) !== undefined) {
    const moved =
      live === version ? [] : [`${alias} was moved to ${live ?? 'nothing'} since, and stays there.`];
    return { state: 'done', detail: version, notices: moved };
  }
  if (live === version) return { state: 'unchanged', detail: `${alias} is ${version} already` };
  // Before anything is judged anew: a version is not judged against what others have made live since.
  const over = (await work.environment.findObjection?.(version)) ?? findMove(work, live);
  if (over !== undefined) return failLink(over, { again: 'no-more' });
  const input: PromotionInput = {
    ...promotionInputOf(work, version, loaded.status),
    digest: await checkDigest(work, version, start, options),
  };
  const plan = await planLoadedPromotion(work.session, loaded, input, options);
  const [blocker] = plan.blockers;
  // The verdict is too old, or its policy another one now: it is judged again first.
  if (blocker !== undefined)
    return failLink(blocker, describeErrorCode(blocker.code).exit === 'gate' ? { reopen: 'gate' } : {});
  const unpublished = await findUnpublished(work, version);
  if (unpublished !== undefined) return failLink(unpublished, { reopen: 'publish' });
  const applied = await applyLinkPlan(work, plan, { told: 'by-the-deployment' });
  if (applied.at === 'ended') return await endUnmoved(work, applied.end);
  const { receipt } = applied;
  return { state: 'done', detail: version, receipt, notices: receipt.notices };
}

/** A move that was refused because others had moved the alias will be refused again: the deployment is over. */
async function endUnmoved(work: LinkWork, end: LinkEnd): Promise<LinkEnd> {
  if (end.state !== 'failed' || end.problem.code !== 'moved-meanwhile') return end;
  const { model, alias } = work.deployment;
  const { status } = await loadModel(work.session, model, work.environment.stop);
  const moved = findMove(work, findLiveVersion(status, alias) ?? null);
  return moved === undefined ? end : { ...end, problem: moved, again: 'no-more' };
}

/** What was confirmed was this move: who has moved it meanwhile may know why. */
function findMove({ link, deployment }: LinkWork, live: string | null): ReceiptProblem | undefined {
  if (live === link.expected) return undefined;
  const { alias } = deployment;
  return {
    code: 'moved-meanwhile',
    message: `${alias} is ${live ?? 'nothing'} now and was ${link.expected ?? 'nothing'} when this deployment was begun.`,
    hint: 'Look at the history for who moved it, and why.',
  };
}

async function checkDigest(
  { deployment: { model, request }, session }: LinkWork,
  version: string,
  { registered }: PromotionStart,
  options: ReadOptions,
): Promise<PromotionInput['digest']> {
  const { subject } = request;
  if (registered === 'in-this-run' && subject.at === 'new') {
    const known: DigestCheck = subject.registration.weights?.at === 'local' ? 'verified' : 'unverified';
    return known;
  }
  return summariseForMove(await session.registry.reader.verifyVersion(model, version, options));
}

function readOptionsOf({ environment }: LinkWork): ReadOptions {
  return {
    signal: environment.stop,
    onProgress: (done, total) => environment.onProgress?.('promote', done, total),
  };
}
