import { InvalidInputError } from '../../../core/errors/app-error.ts';
import type { GateReport } from '../../../core/gate/report.ts';
import { extendCommand } from '../../../core/plan/extend-command.ts';
import { defaultAlias } from '../../../core/registry/default-alias.ts';
import { prepareGate } from '../../../core/session/prepare-gate.ts';
import type { Session } from '../../../core/session/session.ts';
import { apply, confirm, exitCodeOfReceipt, type WriteCall, writeOptionRows } from '../carry-out.ts';
import { withReading } from '../check-files.ts';
import { describeGate } from '../documents/gate-document.ts';
import { feedbackOptionRows, formatFeedbackOptions, withFeedback } from '../feedback-options.ts';
import {
  findPolicyName,
  findResults,
  getResultsJudge,
  judgeResultsHere,
  openWatchedJudging,
} from '../judge-results.ts';
import { nameRegistry } from '../name-registry.ts';
import { printGateReport } from '../print-gate.ts';
import { printPlan } from '../print-plan.ts';
import { printReceipt } from '../print-receipt.ts';
import { chooseAlias, readAlias } from '../read-alias.ts';
import { tell } from '../speak.ts';
import { type StalePass, withoutStalePass } from '../stale-pass.ts';
import { fitToOutput } from '../table-options.ts';
import { type Call, defineVerb, type OptionValues } from '../verb.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from '../verb-result.ts';

export const gateVerb = defineVerb({
  name: 'gate',
  group: 'Move what is live',
  summary: 'judge a version and record the verdict; without a model, judge a results folder',
  words: ['[MODEL]', '[VERSION]'],
  options: {
    results: { takes: 'DIR', help: 'results of an evaluation; else the files registered with the version' },
    policy: { takes: 'NAME|FILE', help: 'policy to judge by; else what is bound to the alias, or rag' },
    to: { takes: 'ALIAS', help: 'alias it would be promoted to; the usual one when none is named' },
    ...feedbackOptionRows,
    ...writeOptionRows,
  },
  run: async call => {
    const { host, words, options } = call;
    if (words.MODEL === undefined && options.results === undefined) throw describeNothingToJudge();
    const results = options.results === undefined ? undefined : await findResults(host, options.results);
    const writes = options['dry-run'] || call.global.readOnly ? 'never' : 'allowed';
    return await withoutStalePass(host, { folder: results, writes }, async stale => {
      const policy = options.policy === undefined ? undefined : await findPolicyName(host, options.policy);
      const { MODEL: model, VERSION: version } = words;
      if (model === undefined)
        return await judgeFolder(
          call,
          { folder: results ?? '', policy, alias: readAlias(options.to) ?? defaultAlias },
          stale,
        );
      const session = await withFeedback(host, stale.follow(await call.openSession()), options);
      const alias = await chooseAlias(session, model, options.to);
      const request = { model, version, alias, results, policy };
      const evaluation = await withReading(host, `Reading the files of ${model}:`, reading =>
        prepareGate(session, request, reading),
      );
      return await recordVerdict(call, session, evaluation, formatFeedbackOptions(options));
    });
  },
});

type GateOptions = OptionValues<typeof feedbackOptionRows> & OptionValues<typeof writeOptionRows>;

type GateCall = WriteCall & Pick<Call<unknown, GateOptions>, 'global' | 'options'>;

type FolderQuestion = {
  readonly folder: string;
  /** undefined: what is bound to the alias. */
  readonly policy: string | undefined;
  readonly alias: string;
};

/** Judges a results folder that belongs to no version. */
async function judgeFolder(
  { host, global, options }: GateCall,
  { folder, policy, alias }: FolderQuestion,
  stale: StalePass,
): Promise<VerbResult> {
  const judging = await withFeedback(host, await openWatchedJudging(host, global, stale), options);
  const bound =
    policy === undefined
      ? await getResultsJudge(judging, { model: undefined, alias })
      : await judging.policies.getPolicy(policy);
  const isKept = bound.policy.statusFiles === 'quality-gate' && !options['dry-run'];
  const question = { folder, bound, statusFiles: isKept ? 'write' : 'leave' } as const;
  const { report, written } = await judgeResultsHere(host, judging, question, stale);
  return {
    exitCode: exitCodeOfVerdict(report),
    document: () => describeGate(report, { written }, global),
    lines: () => [
      ...printGateReport(report, fitToOutput(host)),
      ...(written.length === 0 ? [] : ['', `written: ${written.join(', ')}`]),
    ],
  };
}

/** 0 for PASS, else that of a gate that did not pass. Pure. */
export function exitCodeOfVerdict({ verdict }: Pick<GateReport, 'verdict'>): number {
  return exitCodeOf(verdict === 'PASS' ? 'done' : 'gate');
}

type Evaluation = Awaited<ReturnType<typeof prepareGate>>;

async function recordVerdict(
  call: WriteCall,
  session: Session,
  { report, plan: planned }: Evaluation,
  words: readonly string[],
): Promise<VerbResult> {
  const { host, global, options } = call;
  const plan = extendCommand(planned, [...words, ...nameRegistry(global)]);
  const printed = printGateReport(report, fitToOutput(host));
  if (options['dry-run']) {
    const [blocker] = plan.blockers;
    return {
      exitCode: blocker === undefined ? exitCodeOfVerdict(report) : exitCodeOfError(blocker.code),
      document: () => describeGate(report, { plan }, global),
      lines: () => [...printed, '', ...printPlan(plan)],
    };
  }
  const isAsked = host.canAsk && !options.yes;
  if (isAsked) tell(host, [...printed, '']);
  const receipt = await apply(host, session, await confirm(call, session, plan));
  const recordedCode = exitCodeOfReceipt(receipt);
  return {
    exitCode: recordedCode === exitCodeOf('done') ? exitCodeOfVerdict(report) : recordedCode,
    document: () => describeGate(report, { receipt }, global),
    lines: () => [...(isAsked ? [] : [...printed, '']), ...printReceipt(receipt, global)],
  };
}

function describeNothingToJudge(): InvalidInputError {
  return new InvalidInputError(
    'usage',
    'There is nothing to judge: neither a model nor results were named.',
    {
      hint: 'Name a model, or the results of an evaluation with --results DIR.',
    },
  );
}
