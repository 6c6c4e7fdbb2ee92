import {
  type Deployment,
  type DeploymentLink,
  getLink,
  isSettled,
  replaceLink,
} from '../deployment/deployment.ts';
import type { DeploymentPlan } from '../deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../deployment/deployment-receipt.ts';
import { formatDeploymentTitle } from '../deployment/deployment-title.ts';
import { deriveOperationId } from '../deployment/operation-ids.ts';
import type { Confirmation } from '../plan/plan.ts';
import type { HeldDeployment } from '../ports/deployment-journal.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import { carryLink } from './carry-link.ts';
import { tellStopped } from './carry-telling.ts';
import { type DeploymentEnvironment, failLink, type LinkEnd } from './deployment-environment.ts';
import { endDeployment } from './end-deployment.ts';

/** A deployment that this process has. */
export type ChainStart = {
  readonly plan: DeploymentPlan;
  readonly deployment: Deployment;
  readonly held: HeldDeployment;
};

/** What came of the links so far. */
type Chain = {
  readonly deployment: Deployment;
  readonly receipts: DeploymentReceipt['receipts'];
  readonly notices: readonly string[];
};

/** Makes every link that is not settled, and writes down each. @throws UnavailableError when the journal cannot be written */
export async function carryLinks(
  { plan, deployment, held }: ChainStart,
  environment: DeploymentEnvironment,
): Promise<DeploymentReceipt> {
  let chain: Chain = { deployment, receipts: {}, notices: [] };
  let hasJudgedAgain = false;
  for (;;) {
    const link = chain.deployment.links.find(each => !isSettled(each));
    if (link === undefined) break;
    const gate = hasJudgedAgain ? 'judged-again' : 'as-it-stands';
    const work: NextLink = { link, gate, confirmed: plan.confirmation };
    const { next, end } = await makeLink(chain, work, held, environment);
    chain = next;
    if (end.state !== 'failed') continue;
    if (isJudgedAgain(end, work)) {
      hasJudgedAgain = true;
      continue;
    }
    const told = await tellStopped(environment.session, chain.deployment, link, end.problem);
    return await endDeployment({ plan, held, ...chain, notices: [...chain.notices, ...told] }, { link, end });
  }
  return await endDeployment({ plan, held, ...chain }, undefined);
}

/** The link that is made next; whether a promotion has been sent back to the gate in this run. */
type NextLink = {
  readonly link: DeploymentLink;
  readonly gate: 'as-it-stands' | 'judged-again';
  readonly confirmed: Confirmation;
};

type FailedEnd = Extract<LinkEnd, { readonly state: 'failed' }>;

/** Whether a link only waits for a verdict made anew: that happens once, then it has failed. */
function isJudgedAgain({ reopen }: FailedEnd, { gate }: Pick<NextLink, 'gate'>): boolean {
  return reopen === 'gate' && gate === 'as-it-stands';
}

/** Nothing has failed: the link is made once the gate has judged again. */
function waitForGate(
  deployment: Deployment,
  kind: DeploymentLink['kind'],
  { problem }: FailedEnd,
): Deployment {
  const detail = `it is judged again first: ${withoutFullStop(problem.message)}`;
  return change(deployment, kind, { state: 'waiting', detail, problem: null });
}

async function makeLink(
  chain: Chain,
  work: NextLink,
  held: HeldDeployment,
  environment: DeploymentEnvironment,
): Promise<{ readonly next: Chain; readonly end: LinkEnd }> {
  const { link, confirmed } = work;
  const { kind, operationId } = link;
  if (environment.stop?.aborted) return { next: chain, end: failLink(stopped) };
  const begun = change(chain.deployment, kind, {
    state: 'running',
    attempts: link.attempts + 1,
    detail: null,
    problem: null,
  });
  await held.save(begun);
  const running = begun.links.find(each => each.kind === kind) ?? link;
  environment.onLink?.(running);
  const session = { ...environment.session, createId: () => operationId };
  const registered = chain.receipts.register?.outcome === 'applied' ? 'in-this-run' : 'before';
  const end = await carryLink(
    { deployment: begun, link: running, confirmed, environment, session },
    { registered },
  );
  const settledNow = settle(begun, kind, end, environment.session.sha256);
  const deployment =
    end.state === 'failed' && isJudgedAgain(end, work) ? waitForGate(settledNow, kind, end) : settledNow;
  await held.save(deployment);
  const settled = deployment.links.find(each => each.kind === kind);
  if (settled !== undefined) environment.onLink?.(settled);
  const receipts = end.receipt === undefined ? chain.receipts : { ...chain.receipts, [kind]: end.receipt };
  return { next: { deployment, receipts, notices: [...chain.notices, ...(end.notices ?? [])] }, end };
}

const stopped = {
  code: 'cancelled',
  message: 'Stopped on request between two links.',
  hint: 'Resume the deployment when ready.',
} as const;

function settle(
  deployment: Deployment,
  kind: DeploymentLink['kind'],
  end: LinkEnd,
  sha256: (text: string) => string,
): Deployment {
  if (end.state !== 'failed') {
    const { state, detail, version } = end;
    const value = version === undefined ? {} : { value: version };
    const settled = change(deployment, kind, { state, detail, problem: null, ...value });
    return version === undefined ? settled : nameVersion(settled, version);
  }
  const failed = change(deployment, kind, { state: 'failed', problem: end.problem });
  if (end.reopen === undefined) return failed;
  // What it made before stands; what it makes next is another operation.
  const { operationId } = getLink(deployment.links, end.reopen);
  const another = deriveOperationId(operationId, end.reopen, sha256);
  return change(failed, end.reopen, { state: 'waiting', detail: null, operationId: another });
}

/** What the later links do is known now. */
function nameVersion(deployment: Deployment, version: string): Deployment {
  const links = deployment.links.map(link =>
    (link.kind === 'publish' && link.state !== 'skipped') || link.kind === 'promote'
      ? { ...link, value: version }
      : link,
  );
  const title = formatDeploymentTitle(deployment.model, version, deployment.alias);
  return { ...deployment, title, version, links };
}

function change(
  deployment: Deployment,
  kind: DeploymentLink['kind'],
  link: Partial<Omit<DeploymentLink, 'kind'>>,
): Deployment {
  return { ...deployment, links: replaceLink(deployment.links, kind, link) };
}
