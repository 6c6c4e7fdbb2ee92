import { deploymentCodes } from './deployment-codes.ts';
import type { ErrorCodeRow } from './error-code-row.ts';
import { outsideErrorCodes } from './outside-error-codes.ts';
import { workingTreeCodes } from './working-tree-codes.ts';

/** Every error code there is. `docs/errors.md` is made from this table; codes are never renamed or reused. */
export const errorCodes = {
  usage: {
    exit: 'usage',
    meaning: 'The command line was not understood.',
    hint: 'Run the command with --help to see what it takes.',
  },
  'confirmation-required': {
    exit: 'usage',
    meaning: 'A write needs a confirmation that was not given.',
    hint: 'Add --yes, and for a protected alias --confirm with the text shown.',
  },
  'reason-required': {
    exit: 'usage',
    meaning: 'This act is recorded with a reason and none was given.',
    hint: 'Add --reason "why" (an incident id in it is recognised).',
  },
  'invalid-name': {
    exit: 'usage',
    meaning: 'A model, version or alias name cannot be used.',
    hint: 'Use letters, digits, dot, dash and underscore, at most 128 characters.',
  },
  'invalid-time': {
    exit: 'usage',
    meaning: 'A time was not understood.',
    hint: 'Write it as ISO 8601, for example 2026-11-21T03:00:00Z.',
  },
  'invalid-configuration': {
    exit: 'usage',
    meaning: 'A configuration file or variable is wrong.',
    hint: 'Correct the named setting; docs/configuration.md lists all of them.',
  },
  'invalid-policy': {
    exit: 'usage',
    meaning: 'A policy file is wrong.',
    hint: 'Correct what is named at that line; docs/policies.md lists every key.',
  },
  'invalid-card': {
    exit: 'usage',
    meaning: 'The template of the model card is wrong.',
    hint: 'Correct what is named; docs/publish.md lists every section.',
  },
  'secret-found': {
    exit: 'error',
    meaning: 'What is to be published holds what looks like a secret.',
    hint: 'Take it out, and replace the secret where it was used: it may have been read.',
  },
  'secret-given': {
    exit: 'usage',
    meaning: 'A reason, a note, a tag or another text holds a secret, or what looks like one.',
    hint: 'Say it without: it would stay on record, and be told to others.',
  },
  'weights-elsewhere': {
    exit: 'error',
    meaning: 'The weights are not on this machine, so they cannot be sent from here.',
    hint: 'Run it where they are, or name their file or folder with --model-path.',
  },
  'policy-not-found': {
    exit: 'usage',
    meaning: 'There is no policy of that name.',
    hint: 'Use rag, weighted-bleu, votes, dev, staging, prod, a configured name, or the path of a policy file.',
  },
  'results-not-found': {
    exit: 'error',
    meaning: 'The results folder of the evaluation is not there.',
    hint: 'Give the folder that holds core_eval_main and the others.',
  },
  'feedback-not-found': {
    exit: 'error',
    meaning: 'The file with the votes of people is not there.',
    hint: 'Give the path of the file that the voting page writes, with --feedback or FEEDBACK_FILE.',
  },
  'evidence-missing': {
    exit: 'usage',
    meaning: 'The results folder lacks a file that the version must be registered with.',
    hint: 'Name the folder the evaluation wrote to.',
  },
  'registry-not-chosen': {
    exit: 'usage',
    meaning: 'No registry was named and none was found.',
    hint: 'Name one with --registry, LASTGOOD_REGISTRY or lastgood.config.yaml.',
  },
  'registry-ambiguous': {
    exit: 'usage',
    meaning: 'More than one registry fits and nothing says which is meant.',
    hint: 'Name one with --registry.',
  },
  'registry-kind-unknown': {
    exit: 'usage',
    meaning: 'The place does not look like a registry of any known kind.',
    hint: 'Give the kind as a prefix, for example --registry directory:PATH.',
  },
  'capability-missing': {
    exit: 'usage',
    meaning: 'This kind of registry cannot do that.',
    hint: 'See the capabilities of the kind in docs/registries.md.',
  },
  'registry-not-found': {
    exit: 'error',
    meaning: 'The registry does not exist.',
    hint: 'Check the path; register creates a registry in an existing folder.',
  },
  'registry-not-a-folder': {
    exit: 'error',
    meaning: 'The registry path is not a folder.',
    hint: 'Give the folder that holds the version folders.',
  },
  'model-not-found': {
    exit: 'error',
    meaning: 'No model has that name.',
    hint: 'Run lastgood models to see the names.',
  },
  'version-not-found': {
    exit: 'error',
    meaning: 'The model has no such version.',
    hint: 'List the versions of the model with lastgood versions.',
  },
  'alias-not-found': {
    exit: 'error',
    meaning: 'Nothing is live under that alias.',
    hint: 'See its aliases with lastgood show.',
  },
  'metric-not-found': {
    exit: 'error',
    meaning: 'No version of the model has a metric of that name.',
    hint: 'See its metrics with lastgood trend MODEL --list.',
  },
  'data-set-not-found': {
    exit: 'error',
    meaning: 'No version was trained on a data set of that name.',
    hint: 'Check the name; lastgood lineage MODEL --data lists the data sets of a model.',
  },
  'experiment-not-found': {
    exit: 'error',
    meaning: 'The tracking server has no experiment of that name.',
    hint: 'Check the name, or add --first if there is no history yet.',
  },
  'operation-not-found': {
    exit: 'error',
    meaning: 'The history has no such operation.',
    hint: 'See the operations with lastgood history.',
  },
  'item-not-found': {
    exit: 'error',
    meaning: 'The outbox has no such item.',
    hint: 'See the items with lastgood outbox.',
  },
  'nothing-proven': {
    exit: 'error',
    meaning: 'No earlier version is proven good.',
    hint: 'Nothing proven, choose --to.',
  },
  'no-previous-version': {
    exit: 'error',
    meaning: 'There is no earlier version to go back to.',
    hint: 'Choose a target with --to.',
  },
  'plan-blocked': {
    exit: 'error',
    meaning: 'The plan cannot be carried out.',
    hint: 'Remove what blocks it and plan again.',
  },
  'version-exists': {
    exit: 'conflict',
    meaning: 'A version of that name is already registered; versions never change.',
    hint: 'Leave the version out to get the next free number.',
  },
  'moved-meanwhile': {
    exit: 'conflict',
    meaning: 'Somebody moved the model after the plan was made. Nothing was written.',
    hint: 'Look at the history, then plan again.',
  },
  'history-forked': {
    exit: 'conflict',
    meaning: 'The history on this machine and the one in the bucket are not one. Nothing was written.',
    hint: 'See both with lastgood sync status, and decide which is right.',
  },
  'history-ahead': {
    exit: 'conflict',
    meaning: 'The history on this machine goes on where the one in the bucket ends. Nothing was written.',
    hint: 'Push it first, with lastgood sync push.',
  },
  'gate-not-passed': {
    exit: 'gate',
    meaning: 'The gate of this alias did not pass.',
    hint: 'Improve the evidence, or override with --override-gate and a reason.',
  },
  'gate-stale': {
    exit: 'gate',
    meaning:
      'The verdict of the gate counts no more: it is too old, or the policy or what is live has changed since.',
    hint: 'Evaluate the version again with lastgood gate.',
  },
  'evidence-changed': {
    exit: 'integrity',
    meaning: 'A file that the verdict of the gate stands on is not the one that was judged.',
    hint: 'Find out who changed it, then evaluate the version again with lastgood gate.',
  },
  'version-held': {
    exit: 'held',
    meaning: 'The version is held and may not become live.',
    hint: 'Find out why, then lift the hold with release.',
  },
  'model-held': {
    exit: 'held',
    meaning: 'The whole model is held: nothing may be promoted.',
    hint: 'Find out why, then lift the hold with release.',
  },
  'version-damaged': {
    exit: 'integrity',
    meaning: 'The files of the version cannot be trusted.',
    hint: 'Run lastgood doctor to see what is wrong with it.',
  },
  'version-incomplete': {
    exit: 'integrity',
    meaning: 'The version has no metadata.json: it was never finished, or its files are gone.',
    hint: 'Choose another version, or put its files back from a copy that has them.',
  },
  'digest-mismatch': {
    exit: 'integrity',
    meaning: 'A file is not the one that was registered.',
    hint: 'Restore the registered file, or choose another version.',
  },
  'history-damaged': {
    exit: 'integrity',
    meaning: 'The history chain is altered, truncated or forked; the model is read-only.',
    hint: 'Run lastgood doctor to see which file it is, then restore that from a backup.',
  },
  'pointer-blocked': {
    exit: 'integrity',
    meaning: 'Something that is not a pointer stands where the pointer belongs; it is never overwritten.',
    hint: 'Move what stands there away by hand, then run lastgood doctor.',
  },
  'partly-done': {
    exit: 'partial',
    meaning: 'Some steps were done and some were not.',
    hint: 'Run lastgood doctor to finish what is left.',
  },
  'unreadable-file': {
    exit: 'integrity',
    meaning: 'A file is torn, too large, too deeply nested or not what it should be.',
    hint: 'Restore the file from a backup; nothing was changed.',
  },
  'request-refused': {
    exit: 'error',
    meaning: 'The server will not do what it was asked for; its own words say why. Nothing was written.',
    hint: 'Change what the server objects to, then try again.',
  },
  ...deploymentCodes,
  ...outsideErrorCodes,
  ...workingTreeCodes,
  cancelled: {
    exit: 'cancelled',
    meaning: 'Cancelled. Nothing was written.',
    hint: 'Start again when ready.',
  },
  'internal-bug': {
    exit: 'error',
    meaning: 'A mistake in lastgood itself.',
    hint: 'Please report it with the command and the message.',
  },
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;

export type ErrorCode = keyof typeof errorCodes;

/** The table row of a code. */
export function describeErrorCode(code: ErrorCode): ErrorCodeRow {
  return errorCodes[code];
}
