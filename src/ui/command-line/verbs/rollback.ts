import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { extendCommand } from '../../../core/plan/extend-command.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { KnownDigests } from '../../../core/rollback/rank-targets.ts';
import {
  getTargetVersion,
  loadRollbackChoices,
  prepareRollback,
  type RollbackChoices,
  type TargetChoice,
} from '../../../core/session/prepare-rollback.ts';
import type { Session } from '../../../core/session/session.ts';
import { carryOut, writeOptionRows } from '../carry-out.ts';
import { checkFiles } from '../check-files.ts';
import type { Host } from '../host.ts';
import { printCandidates } from '../print-candidates.ts';
import { chooseAlias } from '../read-alias.ts';
import { obtainReason, reasonRow } from '../reason.ts';
import { ask, cancelled, tell } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';

export const rollbackVerb = defineVerb({
  name: 'rollback',
  group: 'Move what is live',
  summary: 'go back to an earlier version, and hold the one that is left',
  words: ['MODEL'],
  options: {
    to: { takes: 'VERSION', help: 'go to this version: 7, v7 or MODEL_v7' },
    previous: { help: 'go to the version live before this one that was not rolled back' },
    'last-good': { help: 'go to the version that is proven good and was live last' },
    alias: { takes: 'ALIAS', help: 'alias to move; the usual one when none is named' },
    reason: reasonRow,
    'no-hold': { help: 'do not hold the version that is left' },
    'no-verify': { help: 'do not recompute the digests of the files first' },
    ...writeOptionRows,
  },
  run: async ({ host, global, words, options, openSession }) => {
    const given = readChoice(options);
    if (given === undefined && !host.canAsk) throw describeNoChoice();
    const session = await openSession();
    const alias = await chooseAlias(session, words.MODEL, options.alias);
    const choices = await loadRollbackChoices(session, words.MODEL, alias, new Map(), host.stop);
    const choice = given ?? (await askChoice(host, choices));
    const planned = await prepareRollbackHere(session, host, choices, {
      version: getTargetVersion(choices, choice),
      reason: options.reason,
      holdLeft: options['no-hold'] ? 'no-hold' : 'hold',
      files: options['no-verify'] ? 'as-recorded' : 'verify',
    });
    const plan = extendCommand(planned, options['no-verify'] ? ['--no-verify'] : []);
    return await carryOut({ host, global, options }, session, plan);
  },
});

/** A rollback as the command line asks for it, its target known. */
export type RollbackWish = {
  readonly version: string;
  /** undefined: it is asked for where a person can answer. */
  readonly reason: string | undefined;
  readonly holdLeft: 'hold' | 'no-hold';
  /** `verify`: the digests are recomputed first. */
  readonly files: 'verify' | 'as-recorded';
};

/** Verifies the target's files, obtains the reason and plans the rollback. @throws AppError as loading and naming do */
export async function prepareRollbackHere(
  session: Session,
  host: Host,
  choices: RollbackChoices,
  wish: RollbackWish,
): Promise<Plan> {
  const { version, holdLeft } = wish;
  if (version === choices.live) {
    return prepareRollback(session, choices, {
      version,
      reason: wish.reason ?? '',
      digests: new Map(),
      holdLeft,
    });
  }
  const digests = wish.files === 'verify' ? await verify(session, host, choices, version) : new Map();
  const reason = await obtainReason(host, wish.reason);
  return prepareRollback(session, choices, { version, reason, digests, holdLeft });
}

async function verify(
  session: Session,
  host: Host,
  choices: RollbackChoices,
  version: string,
): Promise<KnownDigests> {
  const { status, versions } = choices.loaded;
  const isComplete = versions.some(known => known.version === version && known.whole === 'complete');
  if (!isComplete) return new Map();
  return new Map([[version, (await checkFiles(session, host, status.index.model, version)).forMove]]);
}

/** How the target is named, or undefined when it is not. @throws InvalidInputError usage when it is named twice */
function readChoice(options: {
  readonly to: string | undefined;
  readonly previous: boolean;
  readonly 'last-good': boolean;
}): TargetChoice | undefined {
  const choices: readonly TargetChoice[] = [
    ...(options.to === undefined ? [] : [{ by: 'version', version: options.to } as const]),
    ...(options.previous ? [{ by: 'previous' } as const] : []),
    ...(options['last-good'] ? [{ by: 'last-good' } as const] : []),
  ];
  if (choices.length > 1) {
    throw new InvalidInputError('usage', 'The target is named more than once.', {
      hint: 'Give one of --to VERSION, --previous and --last-good.',
    });
  }
  return choices[0];
}

function describeNoChoice(): InvalidInputError {
  return new InvalidInputError(
    'usage',
    'A rollback needs a target, and there is no terminal to choose one on.',
    {
      hint: 'Give one of --to VERSION, --previous and --last-good.',
    },
  );
}

async function askChoice(host: Host, choices: RollbackChoices): Promise<TargetChoice> {
  tell(host, printCandidates(choices, { width: fitToOutput(host).width }));
  const suggested = choices.lastGood?.version;
  const answer = await ask(
    host,
    suggested === undefined ? 'Roll back to: ' : `Roll back to [${suggested}]: `,
  );
  const version = answer === '' ? suggested : answer;
  if (version === undefined) throw cancelled('No version was chosen. Nothing was changed.');
  return { by: 'version', version };
}
