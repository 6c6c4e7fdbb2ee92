import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { extendCommand } from '../../../core/plan/extend-command.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import type { Session } from '../../../core/session/session.ts';
import { usualAliasOf } from '../../../core/session/usual-alias.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeDryRun, type WriteCall, writeOptionRows } from '../carry-out.ts';
import { type DecidedDeployment, decideDeployment } from '../decide-deployment.ts';
import { describeDone, wishDeployment } from '../deploy-candidate.ts';
import { deploymentOptionRows, findOutputFolder, readDeploymentOptions } from '../deployment-options.ts';
import { describeDeployment } from '../documents/deployment-document.ts';
import { exitCodeWithRun, logDeploymentRun } from '../log-deployment-run.ts';
import { type Named, nameRegistry } from '../name-registry.ts';
import { openDeploymentSession } from '../open-deployment-session.ts';
import { printDecision } from '../print-decision.ts';
import { type FoundParameters, findParameters } from '../read-candidate.ts';
import { readText } from '../reason.ts';
import { planRegistrationHere, type RegistrationWish, registerVersion } from '../register-version.ts';
import { describeRegistrationEnd, type RegistrationEnd } from '../registration-end.ts';
import { tell, warn } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { type Call, defineVerb, type OptionValues } from '../verb.ts';
import type { VerbResult } from '../verb-result.ts';
import { exitCodeOfDecision, historyOf } from '../verbs/decide.ts';
import {
  describeUndecided,
  replaceDeploymentState,
  withFailureOnFile,
  writeDeploymentFiles,
} from '../write-deployment-files.ts';

/** The model S1's script registers, whatever its parameters say. */
const originalModelName = 'ecommerce-chatbot';

const optionRows = {
  ...deploymentOptionRows,
  'hf-model-id': { takes: 'OWNER/NAME', help: 'where to publish it: not in this version' },
  'skip-hf-push': { help: 'do not publish it' },
  to: { takes: 'ALIAS', help: 'alias to promote it to; the usual one when none is named' },
  ...writeOptionRows,
} as const;

type ScriptCall = Call<unknown, OptionValues<typeof optionRows>>;

/** A decision to carry out, with all that was found for it. */
type Decided = {
  readonly session: Session;
  readonly deployment: DecidedDeployment;
  readonly parameters: FoundParameters;
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
    if (options['dry-run']) return await tryOut(call, named, await decide(call));
    const undecided = {
      alias: makeSafeText(options.to ?? defaultAlias, { limit: 100 }),
      forced: options['force-deploy'],
    };
    const folder = await findOutputFolder(host, options);
    const decided = await withFailureOnFile(
      host,
      folder,
      problem => describeUndecided(host, undecided, problem),
      () => decide(call),
    );
    const { record } = decided.deployment;
    for (const warning of record.warnings) warn(host, warning);
    if (decided.deployment.decision.outcome === 'deploy') return await deploy(call, named, folder, decided);
    return await finish(call, named, { folder, deployment: decided.deployment, end: undefined });
  },
});

async function decide({ host, global, options }: ScriptCall): Promise<Decided> {
  const asked = readDeploymentOptions(options, global);
  const parameters = await findParameters(host, asked.parameters);
  refusePublishing(options, parameters);
  const session = await openDeploymentSession(host, global, { ...options, purpose: 'to-change' });
  const deployment = await decideDeployment(host, session, {
    ...{ options: asked, global, parameters },
    model: parameters.params.modelName ?? originalModelName,
    alias: options.to ?? usualAliasOf(session),
  });
  return { session, deployment, parameters, reason: readText(options.reason ?? '') };
}

/**
 * The original moved production first and published after it, so that a failure left the two apart. What cannot be published is not
 * moved at all. @throws InvalidInputError capability-missing
 */
function refusePublishing(options: ScriptCall['options'], { params: { hub } }: FoundParameters): void {
  if (options['skip-hf-push']) return;
  const isWished = options['hf-model-id'] !== undefined || (hub.pushToHub ?? hub.modelId !== undefined);
  if (!isWished) return;
  throw new InvalidInputError(
    'capability-missing',
    'This version of lastgood publishes nothing: nothing was moved.',
    { hint: 'Add --skip-hf-push, and publish it by hand before others rely on it.' },
  );
}

/** The plan of what is to be deployed, or the decision not to. Nothing is written, no file either. */
async function tryOut(call: ScriptCall, named: Named, decided: Decided): Promise<VerbResult> {
  const { deployment } = decided;
  for (const warning of deployment.record.warnings) warn(call.host, warning);
  if (deployment.decision.outcome !== 'deploy') return describeEnd(call, named, deployment, undefined);
  tell(call.host, [`Decision: deploy. ${deployment.decision.reason}`]);
  const { plan } = await planDeployment(call, named, decided);
  return describeDryRun(plan);
}

async function planDeployment(
  { host }: ScriptCall,
  named: Named,
  { session, deployment, parameters, reason }: Decided,
): Promise<{ readonly plan: Plan; readonly wish: RegistrationWish }> {
  const wish = await wishDeployment(host, session, deployment, parameters.path, reason);
  const plan = extendCommand(await planRegistrationHere(session, wish), nameRegistry(named));
  return { plan, wish };
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
      const { plan, wish } = await planDeployment(call, named, decided);
      const unfinished = { code: 'partly-done', message: 'This run has not ended.' };
      await replaceDeploymentState(host, folder, { ...record, problem: unfinished });
      return await registerVersion(write, session, plan, wish);
    },
    failed => logDeploymentRun(host, { ...failed, at: session.now() }, deployment.runTarget),
  );
  const after = { ...record, at: session.now(), ...describeDone(end, record.alias) };
  return await finish(call, named, { folder, deployment: { ...deployment, record: after }, end });
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
  await writeDeploymentFiles(host, folder, deployment.record);
  const { record, problem } = await logDeploymentRun(host, deployment.record, deployment.runTarget);
  if (record.loggedRun !== null) await replaceDeploymentState(host, folder, record);
  const result = describeEnd(call, named, { ...deployment, record }, end);
  return { ...result, exitCode: exitCodeWithRun(result.exitCode, problem) };
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
