import { confirmPlan, type Plan } from '../plan/plan.ts';
import type { Receipt } from '../plan/receipt.ts';
import { applyPlan } from './apply-plan.ts';
import { failLink, type LinkEnd, type LinkWork } from './deployment-environment.ts';

/** How the plan of a link is applied. `told`: others hear of it as of any other act. */
type LinkApplyOptions = { readonly told: 'as-usual' | 'by-the-deployment' };

/**
 * Applies the plan of a link, which was confirmed with the deployment. A plan that something blocks is a failure of the link.
 * @returns the receipt, or how the link ended where it was not applied
 */
export async function applyLinkPlan(
  { environment, session, link }: LinkWork,
  plan: Plan,
  { told }: LinkApplyOptions,
): Promise<
  { readonly at: 'applied'; readonly receipt: Receipt } | { readonly at: 'ended'; readonly end: LinkEnd }
> {
  const confirmed = confirmPlan(plan);
  const [blocker] = plan.blockers;
  if (confirmed === undefined || blocker !== undefined) {
    const { code, message, hint } = blocker ?? planBlocked;
    return { at: 'ended', end: failLink({ code, message, hint }) };
  }
  const { registry, writes, now, sha256, tool, telling } = session;
  const receipt = await applyPlan(confirmed, {
    ...{ registry, writes, now, sha256, tool },
    telling: told === 'as-usual' ? telling : undefined,
    stop: environment.stop,
    onProgress: (done, total) => environment.onProgress?.(link.kind, done, total),
  });
  const { outcome, problem } = receipt;
  if (outcome === 'applied' || outcome === 'unchanged') return { at: 'applied', receipt };
  return { at: 'ended', end: failLink(problem ?? planBlocked, { receipt }) };
}

const planBlocked = {
  code: 'plan-blocked',
  message: 'Something blocks the plan.',
  hint: 'Remove what blocks it and plan again.',
} as const;
