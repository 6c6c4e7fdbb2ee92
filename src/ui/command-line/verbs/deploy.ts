import { abandonDeployment } from '../../../core/apply/abandon-deployment.ts';
import { requireWriteAccess } from '../../../core/apply/apply-plan.ts';
import type { DeploymentPlan } from '../../../core/deployment/deployment-plan.ts';
import { findExitMeaning } from '../../../core/deployment/deployment-receipt.ts';
import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { findOvertaken } from '../../../core/session/find-overtaken.ts';
import { findUnreadable, getDeployment, loadDeployments } from '../../../core/session/load-deployments.ts';
import { prepareResumption } from '../../../core/session/prepare-resumption.ts';
import type { Session } from '../../../core/session/session.ts';
import { type WriteCall, writeOptionRows } from '../carry-out.ts';
import { carryOutDeployment, planDeploymentHere } from '../carry-out-deployment.ts';
import { withReading } from '../check-files.ts';
import { requireConsent } from '../consent.ts';
import { describeDeploy, describeDeployments, describeDeployPlan } from '../documents/deploy-document.ts';
import type { Named } from '../name-registry.ts';
import { printDeploymentPlan, printDeploymentReceipt, printDeployments } from '../print-deployment.ts';
import { publishOptionRows } from '../publish-options.ts';
import { deploySubjectRows, readDeploymentRequest } from '../read-deployment-request.ts';
import { reasonRow } from '../reason.ts';
import { defineVerb, type OptionRows, type OptionValues } from '../verb.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from '../verb-result.ts';

/** Options that say what is asked for; of a deployment that was begun the journal says it. */
const askingRows = {
  to: { takes: 'ALIAS', help: 'alias to promote it to; the usual one when none is named' },
  ...deploySubjectRows,
  ...publishOptionRows,
  reason: reasonRow,
  'override-gate': { help: 'go on without a passing gate; needs a reason and stays marked for ever' },
  'force-deploy': { help: "the same, in S1's word" },
} as const satisfies OptionRows;

export const deployVerb = defineVerb({
  name: 'deploy',
  group: 'Move what is live',
  summary: 'register, judge, publish and promote a version and tell of it, as one act that can be resumed',
  words: ['[MODEL]', '[VERSION]'],
  options: {
    ...askingRows,
    list: { help: 'show the deployments that are not finished on this machine' },
    resume: { takes: '[ID]', help: 'carry one on; the only one when none is named' },
    abandon: { takes: 'ID', help: 'give one up: what is done of it stays' },
    ...writeOptionRows,
    confirm: {
      takes: 'TEXT',
      help: 'the names that confirm it, as the plan shows them: of a protected alias, of a public repository',
    },
  },
  run: async ({ host, global, words, options, openSession }) => {
    const asked = [options.list, options.resume !== undefined, options.abandon !== undefined];
    const about = asked.filter(each => each).length;
    if (about > 1 || (about === 1 && (words.MODEL !== undefined || asksForMore(options)))) {
      const message = '--list, --resume and --abandon stand alone: what was asked for is in the journal.';
      throw new InvalidInputError('usage', message, {
        hint: 'Leave the rest out; to deploy something else give it up, and deploy anew.',
      });
    }
    if (options.abandon !== undefined) requireId(options.abandon);
    const call: WriteCall = { host, global, options };
    if (options.list) return await list(await openSession(), global);
    if (options.abandon !== undefined) return await abandon(call, await openSession(), options.abandon);
    const session = await openSession();
    if (options.resume !== undefined) return await resume(call, session, options.resume || undefined);
    const request = await readDeploymentRequest(host, session, words, options);
    return await carryOut(call, session, await planDeploymentHere(host, session, request, global));
  },
});

function asksForMore(options: OptionValues<typeof askingRows>): boolean {
  const names = Object.keys(askingRows) as readonly (keyof typeof askingRows)[];
  return names.some(name => {
    const given = options[name];
    return typeof given === 'object' ? given.length > 0 : given !== undefined && given !== false;
  });
}

/** A variable that is empty leaves the next option in the place of the ID. @throws InvalidInputError usage */
function requireId(typed: string): void {
  if (typed !== '' && !typed.startsWith('-')) return;
  throw new InvalidInputError('usage', '--abandon needs the ID of a deployment.', {
    hint: 'See the IDs with lastgood deploy --list.',
  });
}

/** Shows a plan, or carries it out. */
async function carryOut(call: WriteCall, session: Session, plan: DeploymentPlan): Promise<VerbResult> {
  if (call.options['dry-run']) return describeDeploymentDryRun(plan);
  const receipt = await carryOutDeployment(call, session, plan);
  return {
    exitCode: exitCodeOf(findExitMeaning(receipt)),
    document: () => describeDeploy(receipt, call.global),
    lines: () => printDeploymentReceipt(receipt, call.global),
  };
}

/** The plan as a result: exit code 0, or the first blocker's. Pure. */
export function describeDeploymentDryRun(plan: DeploymentPlan): VerbResult {
  const [blocker] = plan.blockers;
  return {
    exitCode: blocker === undefined ? exitCodeOf('done') : exitCodeOfError(blocker.code),
    document: () => describeDeployPlan(plan),
    lines: () => printDeploymentPlan(plan),
  };
}

async function resume(call: WriteCall, session: Session, typed: string | undefined): Promise<VerbResult> {
  const deployment = getDeployment(await loadDeployments(session), typed);
  const plan = await withReading(call.host, 'Reading what is to be published:', options =>
    prepareResumption(session, deployment, options),
  );
  return await carryOut(call, session, plan);
}

async function list(session: Session, named: Named): Promise<VerbResult> {
  const loaded = await loadDeployments(session);
  const overtaken = await findOvertaken(session, loaded);
  return {
    exitCode: exitCodeOf('done'),
    document: () => describeDeployments(loaded, named),
    lines: () => printDeployments(loaded, overtaken),
  };
}

async function abandon(
  { host, global, options }: WriteCall,
  session: Session,
  typed: string,
): Promise<VerbResult> {
  const loaded = await loadDeployments(session);
  const torn = findUnreadable(loaded, typed);
  const { deploymentId, title } = torn ? { ...torn, title: torn.path } : getDeployment(loaded, typed);
  const { deploying } = session;
  if (!options['dry-run'] && deploying !== undefined) {
    requireWriteAccess(session);
    await requireConsent(host, options, { kind: 'yes' });
    await abandonDeployment(deploying.journal, deploymentId);
  }
  const left = await loadDeployments(session);
  const words = options['dry-run'] ? 'to be given up' : 'given up';
  return {
    exitCode: exitCodeOf('done'),
    document: () => describeDeployments(left, global),
    lines: () => [`${words}: ${title}`, '  What is done of it stays as it is.'],
  };
}
