import type { DigestCheck } from '../../../core/history/entry.ts';
import { extendCommand } from '../../../core/plan/extend-command.ts';
import { findLiveVersion, getVersion } from '../../../core/plan/find-version.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PromotionRequest } from '../../../core/plan/plan-promotion.ts';
import { type LoadedVersions, loadVersions } from '../../../core/session/load-model.ts';
import { type PromotionInput, planLoadedPromotion } from '../../../core/session/prepare-promotion.ts';
import type { Session } from '../../../core/session/session.ts';
import { carryOut, writeOptionRows } from '../carry-out.ts';
import { checkFiles, withReading } from '../check-files.ts';
import { feedbackOptionRows, formatFeedbackOptions, withFeedback } from '../feedback-options.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { findResults } from '../judge-results.ts';
import { chooseAlias } from '../read-alias.ts';
import { readText, reasonRow } from '../reason.ts';
import { type JudgedFolder, withoutStalePass } from '../stale-pass.ts';
import { findUnboundWord } from '../status-files.ts';
import { defineVerb, type OptionRows } from '../verb.ts';

/** Options that let the word of a status file count. */
export const unboundOptionRows = {
  'quality-gate': { takes: 'FILE', help: 'file with PASS or FAIL; else quality_gate.txt of the results' },
  'accept-unbound': {
    help: 'take the PASS of that file for evidence that is not there; stays marked for ever',
  },
} as const satisfies OptionRows;

export const promoteVerb = defineVerb({
  name: 'promote',
  group: 'Move what is live',
  summary: 'make a version live under an alias; the newest one when none is named',
  words: ['MODEL', '[VERSION]'],
  options: {
    to: { takes: 'ALIAS', help: 'alias to move; the usual one when none is named' },
    results: { takes: 'DIR', help: 'judge the results of this evaluation now, and record the verdict' },
    ...feedbackOptionRows,
    ...unboundOptionRows,
    reason: reasonRow,
    'override-gate': { help: 'go on without a passing gate; needs a reason and stays marked for ever' },
    'no-verify': {
      help: 'do not verify the files first; those a verdict stands on are checked all the same',
    },
    ...writeOptionRows,
  },
  run: async ({ host, global, words, options, openSession }) => {
    const folder = options.results === undefined ? undefined : await findResults(host, options.results);
    return await withoutStalePass(host, describeJudged(folder, options, global), async stale => {
      const file = options['quality-gate'];
      const consent = options['accept-unbound'] ? 'accepted' : 'not-accepted';
      const unbound = await findUnboundWord(host, { results: folder, file, consent });
      const session = await withFeedback(host, stale.follow(await openSession()), options);
      const alias = await chooseAlias(session, words.MODEL, options.to);
      const plan = async (): Promise<Plan> => {
        const planned = await preparePromotionHere(session, host, {
          model: words.MODEL,
          version: words.VERSION,
          alias,
          reason: readText(options.reason ?? ''),
          gate: options['override-gate'] ? 'overridden' : 'as-bound',
          results: folder,
          unbound,
          judge: options.feedback === undefined ? undefined : 'now',
          files: options['no-verify'] ? 'unverified' : 'verify',
        });
        return extendCommand(planned, [
          ...formatFeedbackOptions(options),
          ...(file === undefined ? [] : ['--quality-gate', file]),
          ...(options['accept-unbound'] ? ['--accept-unbound'] : []),
          ...(options['no-verify'] ? ['--no-verify'] : []),
        ]);
      };
      return await carryOut({ host, global, options }, session, await plan(), plan);
    });
  },
});

/** The results folder of a promotion as one that is about to be judged. Pure. */
export function describeJudged(
  folder: string | undefined,
  options: Readonly<Record<'dry-run' | 'accept-unbound' | 'override-gate', boolean>>,
  { readOnly }: Pick<GlobalOptions, 'readOnly'>,
): JudgedFolder {
  return {
    folder,
    writes: options['dry-run'] || readOnly ? 'never' : 'allowed',
    isWordAccepted: options['accept-unbound'] && !options['override-gate'],
  };
}

/** A promotion as the command line asks for it. */
export type PromotionWish = Omit<PromotionInput, 'digest'> & {
  /** `verify`: the digests are recomputed first; else what is known of them already. */
  readonly files: 'verify' | DigestCheck;
};

/** Loads the model, verifies the version's files and plans its promotion. @throws AppError as loading and naming do */
export async function preparePromotionHere(session: Session, host: Host, wish: PromotionWish): Promise<Plan> {
  const loaded = await loadVersions(session, wish.model, 'everything', host.stop);
  const digest = wish.files === 'verify' ? await verify(session, host, loaded, wish) : wish.files;
  return await withReading(host, `Checking what ${wish.model} was judged by:`, options =>
    planLoadedPromotion(session, loaded, { ...wish, digest }, options),
  );
}

/** Nothing is verified that is live already or cannot become live anyway. */
async function verify(
  session: Session,
  host: Host,
  loaded: LoadedVersions,
  wish: PromotionWish,
): Promise<PromotionRequest['digest']> {
  const { status, versions } = loaded;
  const newest = versions.findLast(version => version.whole === 'complete')?.version;
  const typed = wish.version ?? newest;
  if (typed === undefined) return 'unverified';
  const { version } = getVersion(status.index, typed);
  const isComplete = versions.some(known => known.version === version && known.whole === 'complete');
  if (!isComplete || findLiveVersion(status, wish.alias) === version) return 'unverified';
  return (await checkFiles(session, host, wish.model, version)).forMove;
}
