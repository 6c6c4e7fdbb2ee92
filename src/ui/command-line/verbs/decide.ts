import type { Decision } from '../../../core/decision/decide.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { decideDeployment } from '../decide-deployment.ts';
import { deploymentOptionRows, readDeploymentOptions, readOutputFolder } from '../deployment-options.ts';
import { describeDecision } from '../documents/decision-document.ts';
import { printDecision } from '../print-decision.ts';
import { findParameters } from '../read-candidate.ts';
import { tell, warn } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';
import {
  describeUndecided,
  type Problem,
  withFailureOnFile,
  writeDeploymentFiles,
} from '../write-deployment-files.ts';

export const decideVerb = defineVerb({
  name: 'decide',
  group: 'Look',
  summary: 'say whether a model is to be deployed by its score, and leave the answer in files',
  words: [],
  options: {
    ...deploymentOptionRows,
    model: { takes: 'NAME', help: 'the model; else deployment.model_registry_name of the parameters' },
    to: { takes: 'ALIAS', help: 'alias it would be deployed under; latest when none is named' },
    first: { help: 'take a registry that does not exist for an empty one' },
    check: { help: 'exit with 3 when the answer is to skip' },
  },
  run: async ({ host, global, options }) => {
    const alias = options.to ?? defaultAlias;
    const folder = readOutputFolder(options);
    const undecided = { alias: makeSafeText(alias, { limit: 100 }), forced: options['force-deploy'] };
    const describe = (problem: Problem) => describeUndecided(host, undecided, problem);
    const { record, decision } = await withFailureOnFile(host, folder, describe, async () => {
      const asked = readDeploymentOptions(options, global);
      const parameters = await findParameters(host, asked.parameters);
      const session = await host.openSession({ ...global, configuration: undefined }, 'to-look');
      return await decideDeployment(host, session, {
        options: asked,
        parameters,
        model: options.model,
        alias,
        missingRegistry: options.first ? 'first' : 'refuse',
      });
    });
    await writeDeploymentFiles(host, folder, record);
    for (const warning of record.warnings) warn(host, warning);
    tell(host, [`Written to ${folder}: deployment_info.json, model_comparison.json, deployment_logs.txt.`]);
    return {
      exitCode: exitCodeOfDecision(decision, options.check ? 'skip-is-refused' : 'skip-is-done'),
      document: () => describeDecision(record, decision),
      lines: () => printDecision(record, fitToOutput(host)),
    };
  },
});

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
