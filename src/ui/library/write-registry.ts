import { BugError } from '../../core/errors/app-error.ts';
import { trainingFields } from '../../core/registry/training-fields.ts';
import { describeVerb } from '../command-line/verbs/describe.ts';
import { promoteVerb } from '../command-line/verbs/promote.ts';
import { registerVerb } from '../command-line/verbs/register.ts';
import { rollbackVerb } from '../command-line/verbs/rollback.ts';
import { scoreVerb } from '../command-line/verbs/score.ts';
import { stateVerb } from '../command-line/verbs/state.ts';
import { undoVerb } from '../command-line/verbs/undo.ts';
import type { Given, OpenedRegistry } from './call-verb.ts';
import { carryOutVerb } from './carry-out-verb.ts';
import type { Metrics } from './contract/answers.ts';
import type { RegistryClient } from './contract/client.ts';
import type { NewVersion, RollbackOptions, Training } from './contract/requests.ts';

/** The methods that write. */
export type WritingMethods = Pick<
  RegistryClient,
  'register' | 'score' | 'setState' | 'describe' | 'promote' | 'rollback' | 'undo'
>;

/** What can be changed in a registry, each act as its verb does it. */
export function createWritingMethods(opened: OpenedRegistry): WritingMethods {
  return {
    register: async (version, { reason } = {}) => {
      const receipt = await carryOutVerb(opened, registerVerb, giveRegistration(version, reason));
      if (receipt.version === null) throw new BugError('internal-bug', 'A version was added and not named.');
      return { ...receipt, version: receipt.version };
    },
    score: (model, version, metrics, { reason } = {}) =>
      carryOutVerb(opened, scoreVerb, {
        words: { MODEL: model, VERSION: version, 'NAME=VALUE': spellMetrics(metrics) },
        options: { reason },
      }),
    setState: (model, version, state, { reason } = {}) =>
      carryOutVerb(opened, stateVerb, {
        words: { MODEL: model, VERSION: version, STATE: state },
        options: { reason },
      }),
    describe: (model, version, { tags = [], ...texts }) =>
      carryOutVerb(opened, describeVerb, {
        words: { MODEL: model, VERSION: version },
        options: { ...texts, tag: tags },
      }),
    promote: (model, version, { alias, confirm, reason, results, overrideGate = false } = {}) =>
      carryOutVerb(opened, promoteVerb, {
        words: { MODEL: model, VERSION: version },
        options: { to: alias, confirm, reason, results, 'override-gate': overrideGate },
      }),
    rollback: (model, { alias, confirm, reason, hold = true, ...target }) =>
      carryOutVerb(opened, rollbackVerb, {
        words: { MODEL: model },
        options: { alias, confirm, reason, 'no-hold': !hold, ...giveTarget(target) },
      }),
    undo: (model, { operationId, confirm, reason }) =>
      carryOutVerb(opened, undoVerb, {
        words: { MODEL: model, OPERATION: operationId },
        options: { confirm, reason },
      }),
  };
}

function giveTarget({ to }: Pick<RollbackOptions, 'to'>): Given['options'] {
  return typeof to === 'string' ? { to } : { [to.target]: true };
}

function giveRegistration(version: NewVersion, reason: string | undefined): Given {
  const { model, training = {}, metrics = {}, dataSources = [], tags = [] } = version;
  const words = spellMetrics(metrics);
  return {
    words: { MODEL: model, VERSION: version.version, 'NAME=VALUE': words },
    options: {
      ...giveTraining(training),
      reason,
      parent: version.parent,
      data: dataSources,
      'git-commit': version.gitCommit,
      'model-path': version.modelPath,
      'lora-path': version.loraPath,
      'gguf-path': version.ggufPath,
      'checkpoint-path': version.checkpointPath,
      'config-path': version.configPath,
      results: version.results,
      notes: version.notes,
      tag: tags,
    },
  };
}

function giveTraining(training: Training): Record<string, string> {
  const known: Readonly<Record<string, string | number | undefined>> = training;
  return Object.fromEntries(
    trainingFields.flatMap(({ fact, flag }) => {
      const value = known[fact];
      return value === undefined ? [] : [[flag, String(value)] as const];
    }),
  );
}

/** Metrics as the verbs take them: a number's own spelling gives the same number again. */
function spellMetrics(metrics: Metrics): readonly string[] {
  return Object.entries(metrics).map(([name, value]) => `${name}=${value}`);
}
