import type { Plan } from '../../core/plan/plan.ts';
import type { Receipt, StepReceipt } from '../../core/plan/receipt.ts';
import { describeStep, type Step } from '../../core/plan/step.ts';
import { findIncident } from '../../core/rollback/find-incident.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { lineOfField } from '../components/field-line.ts';
import { type Line, type Segment, toned } from '../components/line.tsx';
import { lineOfProgress } from '../components/progress-bar.ts';
import { wrapSegment } from '../components/wrapped-lines.ts';
import { formatBytes } from '../format/bytes.ts';
import type { Theme } from '../terminal/theme.ts';
import { type Act, type News, reasonOf } from './act.ts';

/** The lines of an act at one of its stages but the last, from top to bottom. Pure. */
export function linesOfAct(act: Act, width: number, theme: Theme): readonly Line[] {
  switch (act.at) {
    case 'reason':
      return linesOfReason(act, width);
    case 'planning':
      return [[toned('muted', 'Planning')]];
    case 'review':
      return [...linesOfNews(act.news, width), ...linesOfPlan(act.plan, width, theme)];
    case 'applying':
      return linesOfApplying(act, width, theme);
    case 'finished':
      return linesOfOutcome(act.receipt, width, theme);
    case 'failed':
      return [
        [{ text: 'Not planned. Nothing was written.', tone: 'bad', bold: true }],
        [{ text: act.error.message }],
        [toned('muted', act.error.hint)],
      ];
    default:
      return act satisfies never;
  }
}

function linesOfReason(act: Extract<Act, { readonly at: 'reason' }>, width: number): readonly Line[] {
  const incident = findIncident(reasonOf(act));
  const note: Segment =
    incident === undefined
      ? toned('muted', 'It goes on record. Name the incident if there is one, for example INC-42.')
      : toned('good', `Incident ${incident} recognised.`);
  return [[{ text: 'Why?', bold: true }], lineOfField('Reason: ', act.field, width), [note]];
}

function linesOfNews(news: News, width: number): readonly Line[] {
  if (news === 'none') return [];
  const { changedBy } = news;
  const who = changedBy === undefined ? '' : ` by ${makeSafeText(changedBy, { limit: 80 })}`;
  const text = `! The model was changed${who} while you were here. This is a new plan: read it again.`;
  return wrapSegment({ text, tone: 'warning', bold: true }, width);
}

/** A plan for review: what blocks it, what to know, each step, what it does not undo, and the same as a command. */
function linesOfPlan(plan: Plan, width: number, theme: Theme): readonly Line[] {
  const { symbols } = theme;
  if (!plan.changes) {
    const behind = plan.behind === undefined ? '' : `! ${plan.behind}`;
    return [
      [{ text: `${plan.title}.`, bold: true }],
      [toned('muted', 'Nothing to do: unchanged.')],
      ...wrapSegment(toned('warning', behind), width),
    ];
  }
  const blockers = plan.blockers.flatMap(blocker => [
    ...wrapSegment({ text: `${symbols.bad} Blocked: ${blocker.message}`, tone: 'bad', bold: true }, width),
    ...wrapSegment(toned('muted', blocker.hint), width),
  ]);
  const warnings = plan.warnings.flatMap(warning => wrapSegment(toned('warning', `! ${warning}`), width));
  const notUndone = plan.notUndone.length === 0 ? '' : `Not undone: ${plan.notUndone.join('; ')}.`;
  const steps = plan.steps.map(
    (step): Line => [{ text: `  ${symbols.separator} ${describeStep(step, symbols.arrow)}` }],
  );
  return [
    [{ text: plan.title, bold: true }],
    ...blockers,
    ...warnings,
    [toned('muted', 'What will be written')],
    ...steps,
    ...wrapSegment(toned('muted', notUndone), width),
    ...wrapSegment(toned('muted', `Same as: ${plan.command}`), width),
  ];
}

function linesOfApplying(
  act: Extract<Act, { readonly at: 'applying' }>,
  width: number,
  theme: Theme,
): readonly Line[] {
  const states = new Map(act.done.map(receipt => [receipt.step, receipt]));
  const next = act.plan.steps.find(step => !states.has(step));
  const steps = act.plan.steps.map((step): Line => {
    const receipt = states.get(step);
    return receipt === undefined ? lineOfComing(step, step === next, theme) : lineOfStep(receipt, theme);
  });
  const work: readonly Line[] =
    act.work === undefined
      ? []
      : [
          lineOfProgress(
            act.work.total === 0 ? 1 : act.work.done / act.work.total,
            Math.min(60, width),
            theme,
          ),
          [toned('muted', `${formatBytes(act.work.done)} of ${formatBytes(act.work.total)}`)],
        ];
  return [
    [{ text: act.plan.title, bold: true }],
    [toned('muted', 'Applying. Losing the connection is safe.')],
    ...steps,
    ...work,
  ];
}

/** A step of which nothing is known yet. A kind may do several by one act, and tells of all of them at its end. */
function lineOfComing(step: Step, isNext: boolean, { symbols }: Theme): Line {
  const state: Segment = isNext
    ? { text: `${symbols.separator} running    `, tone: 'accent' }
    : { text: `${symbols.separator} to come    `, tone: 'muted' };
  return [state, { text: ` ${describeStep(step, symbols.arrow)}` }];
}

function lineOfStep(receipt: StepReceipt, theme: Theme): Line {
  const { symbols } = theme;
  const looks: Readonly<Record<StepReceipt['state'], Segment>> = {
    done: { text: `${symbols.good} done       `, tone: 'good' },
    failed: { text: `${symbols.bad} failed     `, tone: 'bad' },
    'not-started': { text: `${symbols.separator} not started`, tone: 'muted' },
    unknown: { text: `${symbols.unknown} unknown    `, tone: 'warning' },
  };
  const problem = receipt.problem === undefined ? [] : [toned('bad', ` ${receipt.problem}`)];
  return [
    looks[receipt.state],
    { text: ` ${describeStep({ ...receipt.step, target: receipt.target }, symbols.arrow)}` },
    ...problem,
  ];
}

/** How an operation ended, above the table of its steps. */
function linesOfOutcome(receipt: Receipt, width: number, theme: Theme): readonly Line[] {
  const { symbols } = theme;
  const headings: Readonly<Record<Receipt['outcome'], Segment>> = {
    applied: { text: `${symbols.good} Done: ${receipt.title}`, tone: 'good', bold: true },
    unchanged: { text: `${receipt.title}: unchanged`, bold: true },
    partial: { text: `! Partly done: ${receipt.title}`, tone: 'warning', bold: true },
    refused: {
      text: `${symbols.bad} Refused, nothing was written: ${receipt.title}`,
      tone: 'bad',
      bold: true,
    },
  };
  const problem: readonly Line[] = receipt.problem
    ? [
        ...wrapSegment(toned('bad', receipt.problem.message), width),
        ...wrapSegment(toned('muted', receipt.problem.hint), width),
      ]
    : [];
  const happened = receipt.outcome === 'applied' || receipt.outcome === 'partial';
  const notices = (receipt.notices ?? []).flatMap(notice =>
    wrapSegment(toned('warning', `! ${makeSafeText(notice)}`), width),
  );
  return [
    [headings[receipt.outcome]],
    ...problem,
    ...notices,
    ...(happened ? describeRecord(receipt).flatMap(text => wrapSegment(toned('muted', text), width)) : []),
  ];
}

/** Where it is on record. */
function describeRecord(receipt: Receipt): readonly string[] {
  const { model, generation, operationId } = receipt;
  const log = receipt.steps.find(({ step, state }) => step.kind === 'write-log' && state === 'done');
  return [
    `History of ${model}: generation ${generation}. Operation ${operationId}.`,
    ...(log ? [`Log: ${log.target}`] : []),
  ];
}
