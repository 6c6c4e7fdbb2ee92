import type { Plan } from '../../../../core/plan/plan.ts';
import { formatCommand } from '../../../../core/plan/planning.ts';
import { findPolicy } from '../../../../core/session/load-policies.ts';
import { carryOut, writeOptionRows } from '../../carry-out.ts';
import { feedbackOptionRows, formatFeedbackOptions, withFeedback } from '../../feedback-options.ts';
import type { Host } from '../../host.ts';
import { readText, reasonRow } from '../../reason.ts';
import { tell } from '../../speak.ts';
import { defineVerb, type OptionRows, type OptionValues } from '../../verb.ts';
import { preparePromotionHere } from '../../verbs/promote.ts';
import { takeReasonAsConfirmation } from '../reason-as-confirmation.ts';
import { tellDone } from '../tell-done.ts';
import { familyRow, openNamedRun } from './open-dvc-registry.ts';

/** The alias that S4's script moves, and the policy of its document, which the script never asked. */
const stable = 'stable';
const documentPolicy = 'votes';

/** What the voting page calls its file where nobody says another. */
const usualFeedback = 'user_feedback.json';

const switchRows = {
  ...familyRow,
  ...feedbackOptionRows,
  reason: { ...reasonRow, help: 'for the record; with --yes it confirms the move' },
  'override-gate': {
    help: 'go on without the votes; needs a reason',
    ours: 'promote --override-gate',
  },
  ...writeOptionRows,
} as const satisfies OptionRows;

type SwitchOptions = OptionValues<typeof switchRows>;

export const switchStableVerb = defineVerb({
  name: 'switch_stable',
  ours: 'promote --to stable',
  group: "The originals' own commands",
  summary: 'make a run the stable one of its family, once the votes are for it; the one before is archived',
  words: ['RUN'],
  options: switchRows,
  run: async call => {
    const { host, global, words, options } = call;
    const named = await openNamedRun(call, words.RUN, options.family);
    const { family, run } = named;
    const feedback = options.feedback ?? (await findUsualFeedback(host));
    const session = await withFeedback(host, named.session, { ...options, feedback });
    tell(host, [`Switching stable of ${family} to ${run}.`]);
    const isBound = (await findPolicy(session, family, stable)) !== undefined;
    // Without votes to read, a verdict that is on record counts.
    const judge = isBound && session.feedback?.path === undefined ? undefined : 'now';
    const plan = async (): Promise<Plan> => {
      const planned = await preparePromotionHere(session, host, {
        ...{ model: family, version: run, alias: stable, reason: readText(options.reason ?? '') },
        gate: options['override-gate'] ? 'overridden' : 'as-bound',
        policy: isBound ? undefined : documentPolicy,
        ...{ results: undefined, unbound: undefined, judge, files: 'verify' },
      });
      return { ...planned, command: formatOwnCommand(family, run, { ...options, feedback }) };
    };
    const consent = takeReasonAsConfirmation(session, family, options, stable);
    const result = await carryOut({ host, global, options: consent }, session, await plan(), plan);
    return tellDone(
      result,
      { host, nothingDone: options['dry-run'] },
      `Stable updated: ${run} for ${family}`,
    );
  },
});

/** The same as one command, for whoever repeats it: promote asks no votes where no policy is bound. Pure. */
function formatOwnCommand(family: string, run: string, options: SwitchOptions): string {
  return formatCommand([
    ...['switch_stable', run, '--family', family, ...formatFeedbackOptions(options)],
    ...(options['override-gate'] ? ['--override-gate'] : []),
    ...(options.reason === undefined ? [] : ['--reason', options.reason]),
  ]);
}

/** What FEEDBACK_FILE names has been read by then. */
async function findUsualFeedback(host: Host): Promise<string | undefined> {
  if (host.variables['FEEDBACK_FILE']) return undefined;
  return (await host.findPath(usualFeedback)).kind === 'file' ? usualFeedback : undefined;
}
