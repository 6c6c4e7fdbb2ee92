import type { DeploymentPlan } from '../../../core/deployment/deployment-plan.ts';
import type { PublishWish } from '../../../core/deployment/deployment-request.ts';
import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import type { Session } from '../../../core/session/session.ts';
import { usualAliasOf } from '../../../core/session/usual-alias.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type WriteCall, writeOptionRows } from '../carry-out.ts';
import { carryOutDeployment, planDeploymentHere } from '../carry-out-deployment.ts';
import { type DecidedDeployment, decideDeployment } from '../decide-deployment.ts';
import { describeDone, findObjection, requestDeployment } from '../deploy-candidate.ts';
import { deploymentOptionRows, findOutputFolder, readDeploymentOptions } from '../deployment-options.ts';
import { describeDeployment } from '../documents/deployment-document.ts';
import type { Host } from '../host.ts';
import { logDeploymentRun } from '../log-deployment-run.ts';
import type { Named } from '../name-registry.ts';
import { openDeploymentSession } from '../open-deployment-session.ts';
import { writeBeside } from '../output-files.ts';
import { printDecision } from '../print-decision.ts';
import {
  checkRepository,
  findConfigured,
  findPublishedFiles,
  publishOptionRows,
} from '../publish-options.ts';
import { type FoundParameters, findParameters } from '../read-candidate.ts';
import { readText } from '../reason.ts';
import { describeRegistrationEnd, endOfDeployment, type RegistrationEnd } from '../registration-end.ts';
import { tell, warn } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { tellDecision } from '../tell-decision.ts';
import { type Call, defineVerb, type OptionValues } from '../verb.ts';
import { exitCodeWithProblem, type VerbResult } from '../verb-result.ts';
import { exitCodeOfDecision, historyOf } from '../verbs/decide.ts';
import { describeDeploymentDryRun } from '../verbs/deploy.ts';
import {
  describeUndecided,
  replaceDeploymentState,
  requireDeploymentFiles,
  withFailureOnFile,
  writeDeploymentFiles,
} from '../write-deployment-files.ts';

/** The model S1's script registers, whatever its parameters say. */
const originalModelName = 'ecommerce-chatbot';

const optionRows = {
  ...deploymentOptionRows,
  'hf-model-id': {
    takes: 'OWNER/NAME',
    help: 'publish it there first; else as params.yaml says',
    ours: 'deploy --hub',
  },
  'publish-weights': { ...publishOptionRows['publish-weights'], ours: 'deploy --publish-weights' },
  'hub-tag': { ...publishOptionRows['hub-tag'], ours: 'deploy --hub-tag' },
  'skip-hf-push': { help: 'do not publish it, whatever params.yaml says' },
  to: { takes: 'ALIAS', help: 'alias to promote it to; the usual one when none is named' },
  ...writeOptionRows,
} as const;

type ScriptCall = Call<unknown, OptionValues<typeof optionRows>>;

/** A decision to carry out, with all that was found for it. */
type Decided = {
  readonly session: Session;
  readonly deployment: DecidedDeployment;
  readonly parameters: FoundParameters;
  readonly publish: PublishWish | undefined;
  readonly reason: string;
};

export const deploymentScriptVerb = defineVerb({
  name: 'deployment_script',
  ours: 'decide',
  group: "The originals' own commands",
  summary: 'decide by the score, then register and promote what is to be deployed, as S1 does',
  words: [],
  options: optionRows,
  run: async call => {
    const { host, global, options } = call;
    const named = { registry: global.registry };
    const folder = await findOutputFolder(host, options);
    await requireDeploymentFiles(host, folder);
    if (options['dry-run']) return await tryOut(call, named, await decide(call));
    const undecided = {
      alias: makeSafeText(options.to ?? defaultAlias, { limit: 100 }),
      forced: options['force-deploy'],
    };
    const decided = await withFailureOnFile(
      host,
      folder,
      problem => describeUndecided(host, undecided, problem),
      () => decide(call),
    );
    const { record } = decided.deployment;
    for (const warning of record.warnings) warn(host, warning);
    await tellDecision(host, decided.session, record);
    if (decided.deployment.decision.outcome === 'deploy') return await deploy(call, named, folder, decided);
    return await finish(call, named, { folder, deployment: decided.deployment, end: undefined });
  },
});

async function decide({ host, global, options }: ScriptCall): Promise<Decided> {
  const asked = readDeploymentOptions(options, global);
  const parameters = await findParameters(host, asked.parameters);
  const session = await openDeploymentSession(host, global, { ...options, purpose: 'to-change' });
  const deployment = await decideDeployment(host, session, {
    ...{ options: asked, global, parameters },
    model: parameters.params.modelName ?? originalModelName,
    alias: options.to ?? usualAliasOf(session),
  });
  const publish = await findPublishing(host, session, deployment.candidate.model, { options, parameters });
  return { session, deployment, parameters, publish, reason: readText(options.reason ?? '') };
}

/**
 * Where it is published before production moves; undefined: nowhere. A repository that is named in params.yaml is meant unless
 * `push_to_hub` says no. @throws InvalidInputError usage
 */
async function findPublishing(
  host: Host,
  session: Session,
  model: string,
  { options, parameters }: { readonly options: ScriptCall['options']; readonly parameters: FoundParameters },
): Promise<PublishWish | undefined> {
  const { hub } = parameters.params;
  if (options['skip-hf-push']) return undefined;
  const named = options['hf-model-id'];
  const isWished = named !== undefined || (hub.pushToHub ?? hub.modelId !== undefined);
  if (!isWished) return undefined;
  const repository = named ?? hub.modelId;
  if (repository === undefined) {
    throw new InvalidInputError('usage', 'params.yaml says push_to_hub, and nothing says where to.', {
      hint: 'Name it with --hf-model-id, or as deployment.huggingface.model_id; or add --skip-hf-push.',
    });
  }
  const weights = await findPublishedFiles(host, options['publish-weights']);
  const visibility = (await findConfigured(session, model))?.visibility;
  const tag = options['hub-tag'];
  return { repository: checkRepository(repository), visibility, publicBy: 'setting', weights, tag };
}

/** The plan of what is to be deployed, or the decision not to. Nothing is written, no file either. */
async function tryOut(call: ScriptCall, named: Named, decided: Decided): Promise<VerbResult> {
  const { deployment } = decided;
  for (const warning of deployment.record.warnings) warn(call.host, warning);
  if (deployment.decision.outcome !== 'deploy') return describeEnd(call, named, deployment, undefined);
  tell(call.host, [`Decision: deploy. ${deployment.decision.reason}`]);
  return describeDeploymentDryRun(await planDeployment(call, named, decided));
}

async function planDeployment(
  { host }: ScriptCall,
  named: Named,
  { session, deployment, parameters, publish, reason }: Decided,
): Promise<DeploymentPlan> {
  const wished = { parametersPath: parameters.path, publish, reason };
  const request = await requestDeployment(host, session, deployment, wished);
  return await planDeploymentHere(host, session, request, named);
}

/** Until it is done the files say that it is not: a run that is killed leaves no claim behind. */
async function deploy(call: ScriptCall, named: Named, folder: string, decided: Decided): Promise<VerbResult> {
  const { host, options } = call;
  const { session, deployment } = decided;
  const { record } = deployment;
  const write: WriteCall = { host, global: named, options };
  const end = await withFailureOnFile(
    host,
    folder,
    problem => ({ ...record, problem }),
    async () => {
      const plan = await planDeployment(call, named, decided);
      const unfinished = { code: 'partly-done', message: 'This run has not ended.' };
      await replaceDeploymentState(host, folder, { ...record, problem: unfinished });
      return await carryOutDeployment(write, session, plan, version =>
        findObjection(session, host, deployment, version),
      );
    },
    failed => logDeploymentRun(host, { ...failed, at: session.now() }, deployment.runTarget),
  );
  const after = { ...record, at: session.now(), ...describeDone(end) };
  const told = { folder, deployment: { ...deployment, record: after }, end: endOfDeployment(end) };
  return await finish(call, named, told);
}

/** A deployment that has ended. */
type Ended = {
  readonly folder: string;
  readonly deployment: DecidedDeployment;
  /** undefined when nothing was to be done. */
  readonly end: RegistrationEnd | undefined;
};

/** The files first: whoever acts on them need not wait for a server that logs slowly, or not at all. */
async function finish(
  call: ScriptCall,
  named: Named,
  { folder, deployment, end }: Ended,
): Promise<VerbResult> {
  const { host } = call;
  const unwritten = await writeBeside(host, () => writeDeploymentFiles(host, folder, deployment.record));
  const { record, problem } = await logDeploymentRun(host, deployment.record, deployment.runTarget);
  if (record.loggedRun !== null) await writeBeside(host, () => replaceDeploymentState(host, folder, record));
  const result = describeEnd(call, named, { ...deployment, record }, end);
  return { ...result, exitCode: exitCodeWithProblem(result.exitCode, unwritten ?? problem) };
}

function describeEnd(
  { host, options }: ScriptCall,
  named: Named,
  { record, decision }: DecidedDeployment,
  end: RegistrationEnd | undefined,
): VerbResult {
  const done = end && describeRegistrationEnd(end, named);
  return {
    exitCode: done?.exitCode ?? exitCodeOfDecision(decision, 'skip-is-done'),
    document: () => describeDeployment(record, decision, end, named),
    lines: () => [
      ...printDecision(record, fitToOutput(host), historyOf(options)),
      ...(done ? ['', ...done.lines()] : []),
    ],
  };
}
