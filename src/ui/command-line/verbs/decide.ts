import type { Decision } from '../../../core/decision/decide.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import { usualAliasOf } from '../../../core/session/usual-alias.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { decideDeployment } from '../decide-deployment.ts';
import { decideRegistered, requireRegistered } from '../decide-registered.ts';
import { deploymentOptionRows, findOutputFolder, readDeploymentOptions } from '../deployment-options.ts';
import { describeDecision } from '../documents/decision-document.ts';
import { logDeploymentRun } from '../log-deployment-run.ts';
import { openDeploymentSession } from '../open-deployment-session.ts';
import { printDecision } from '../print-decision.ts';
import { chooseAlias } from '../read-alias.ts';
import { findParameters } from '../read-candidate.ts';
import { tell, warn } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { tellDecision } from '../tell-decision.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf, exitCodeWithProblem } from '../verb-result.ts';
import {
  describeUndecided,
  type Problem,
  replaceDeploymentState,
  requireDeploymentFiles,
  withFailureOnFile,
  writeDeploymentFiles,
} from '../write-deployment-files.ts';

export const decideVerb = defineVerb({
  name: 'decide',
  group: 'Look',
  summary: 'say by its score whether a version, or a model not yet registered, is to be deployed',
  words: ['[MODEL]', '[VERSION]'],
  options: {
    ...deploymentOptionRows,
    model: { takes: 'NAME', help: 'the model; else deployment.model_registry_name of the parameters' },
    to: { takes: 'ALIAS', help: 'alias it would be deployed under; the usual one when none is named' },
    check: { help: 'exit with 3 when the answer is to skip' },
  },
  run: async ({ host, global, words, options }) => {
    const skipping = options.check ? 'skip-is-refused' : 'skip-is-done';
    if (words.MODEL !== undefined) {
      const version = requireRegistered(words.VERSION, options);
      const configuration = options.config ?? global.configuration;
      const session = await host.openSession({ ...global, configuration }, 'to-look');
      const alias = await chooseAlias(session, words.MODEL, options.to);
      const query = { model: words.MODEL, version, alias };
      const { decision, ...result } = await decideRegistered(host, session, query);
      return { exitCode: exitCodeOfDecision(decision, skipping), ...result };
    }
    const folder = await findOutputFolder(host, options);
    await requireDeploymentFiles(host, folder);
    const alias = makeSafeText(options.to ?? defaultAlias, { limit: 100 });
    const undecided = { alias, forced: options['force-deploy'] };
    const describe = (problem: Problem) => describeUndecided(host, undecided, problem);
    const decided = await withFailureOnFile(host, folder, describe, async () => {
      const asked = readDeploymentOptions(options, global);
      const parameters = await findParameters(host, asked.parameters);
      const session = await openDeploymentSession(host, global, { ...options, purpose: 'to-look' });
      const made = await decideDeployment(host, session, {
        ...{ options: asked, global, parameters },
        model: options.model,
        alias: options.to ?? usualAliasOf(session),
      });
      return { ...made, session };
    });
    const { decision } = decided;
    await writeDeploymentFiles(host, folder, decided.record);
    const { record, problem } = await logDeploymentRun(host, decided.record, decided.runTarget);
    if (record.loggedRun !== null) await replaceDeploymentState(host, folder, record);
    for (const warning of record.warnings) warn(host, warning);
    await tellDecision(host, decided.session, record);
    tell(host, [`Written to ${folder}: deployment_info.json, model_comparison.json, deployment_logs.txt.`]);
    return {
      exitCode: exitCodeWithProblem(exitCodeOfDecision(decision, skipping), problem),
      document: () => describeDecision(record, decision),
      lines: () => printDecision(record, fitToOutput(host), historyOf(options)),
    };
  },
});

/** What the history of a decision is made of, by its options. Pure. */
export function historyOf(options: { readonly 'history-runs': string | undefined }): 'versions' | 'runs' {
  return options['history-runs'] === undefined ? 'versions' : 'runs';
}

/** Skipping is a normal end of a pipeline's run, unless it was asked to be told apart. Pure. */
export function exitCodeOfDecision(
  { outcome }: Decision,
  skipping: 'skip-is-done' | 'skip-is-refused',
): number {
  switch (outcome) {
    case 'deploy':
      return exitCodeOf('done');
    case 'skip':
      return exitCodeOf(skipping === 'skip-is-done' ? 'done' : 'gate');
    case 'unknown':
      return exitCodeOf('error');
    default:
      return outcome satisfies never;
  }
}
