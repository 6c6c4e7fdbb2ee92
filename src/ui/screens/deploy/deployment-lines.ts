import type { DeploymentLink, LinkKind } from '../../../core/deployment/deployment.ts';
import type { DeploymentReceipt } from '../../../core/deployment/deployment-receipt.ts';
import type { ErrorCode } from '../../../core/errors/error-codes.ts';
import { addWords } from '../../../core/plan/extend-command.ts';
import { linesOfConsent } from '../../act/consent-lines.ts';
import { hintByKeys } from '../../act/gate-blockers.ts';
import { linesOfLinks } from '../../act/link-lines.ts';
import { type Line, type Segment, toned } from '../../components/line.tsx';
import { lineOfProgress } from '../../components/progress-bar.ts';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { formatBytes } from '../../format/bytes.ts';
import type { Context } from '../../runtime/screen.ts';
import { reasonNotToCarryOut } from './carrying.ts';
import { canOverride } from './gate-review.ts';
import type { StateAt } from './state.ts';
import { canPlanAgain, undoneBy } from './update.ts';

/** Widest that a bar is drawn, in cells. */
const widestBar = 60;
/** Rows from which the question stands behind an empty line. */
const roomyRows = 16;

/** A plan for review: what blocks it, every link, what to know, what it does not undo, and the same as a command. Pure. */
export function linesOfPlan(state: StateAt<'review'>, context: Context): readonly Line[] {
  const { plan, news } = state;
  const { size, theme } = context;
  const width = size.columns;
  const wrap = (segment: Segment): readonly Line[] => wrapSegment(segment, width);
  if (!plan.changes && plan.blockers.length === 0)
    return [...wrap({ text: `${plan.title}.`, bold: true }), [toned('muted', 'Nothing to do: unchanged.')]];
  const announced = '! Something changed while you were here. This is a new plan: read it again.';
  const notUndone = plan.notUndone.length === 0 ? '' : `Not undone: ${plan.notUndone.join('; ')}.`;
  return [
    ...(news === 'none' ? [] : wrap({ text: announced, tone: 'warning', bold: true })),
    ...wrap({ text: plan.title, bold: true }),
    ...plan.blockers.flatMap(({ code, message, hint }) => [
      ...wrap({ text: `${theme.symbols.bad} Blocked: ${message}`, tone: 'bad', bold: true }),
      ...wrap(toned('muted', hintHere(state, code, hint))),
    ]),
    ...linesOfLinks(plan.links, 'left', context),
    ...plan.warnings.flatMap(warning => wrap(toned('warning', `! ${warning}`))),
    ...wrap(toned('muted', notUndone)),
    ...wrap(toned('muted', `Same as: ${plan.command}`)),
  ];
}

/** What to do about a blocker, by the keys of the console where they do it. */
function hintHere(state: StateAt<'review'>, code: ErrorCode, hint: string): string {
  if (code === 'deployment-overtaken' && state.plan.request.decision === undefined)
    return 'Give it up on the screen of deployments (: deployments, then X), and deploy anew: D on the version.';
  return canOverride(state) ? hintByKeys(hint) : hint;
}

/** The question below a review. Pure. */
export function questionOf(state: StateAt<'review'>, { size }: Context): readonly Line[] {
  const deed = state.plan.begun === 'begun' ? 'Carry it on' : 'Deploy';
  const lines = linesOfConsent(state.consent, reasonNotToCarryOut(state), deed, size.columns);
  // Behind an empty line where there is room for one.
  return lines.slice(size.rows < roomyRows ? 1 : 0);
}

/** What the bytes of a link are. */
const carried: Readonly<Record<LinkKind, string>> = {
  register: 'read',
  gate: 'read',
  publish: 'read or sent',
  promote: 'read',
  track: 'sent',
  notify: 'sent',
};

/** Every link as it stands, and how far a long one is. Pure. */
export function linesOfCarrying(state: StateAt<'carrying'>, context: Context): readonly Line[] {
  const { size, theme } = context;
  const { plan, links, work, stop } = state;
  const told =
    stop === 'asked'
      ? toned('warning', 'Stopping as soon as that is safe. What is done stays.')
      : toned('muted', 'Losing the connection is safe: it can be carried on.');
  const bar: readonly Line[] =
    work === undefined
      ? []
      : [
          lineOfProgress(
            work.total === 0 ? 1 : work.done / work.total,
            Math.min(widestBar, size.columns),
            theme,
          ),
          [toned('muted', `${formatBytes(work.done)} of ${formatBytes(work.total)} ${carried[work.kind]}`)],
        ];
  const isWaiting = isRunning(links, 'publish') && (work === undefined || work.done >= work.total);
  const waiting =
    isWaiting && stop === 'not-asked' ? [[toned('muted', 'Waiting for the hub; s stops.')]] : [];
  return [
    [{ text: plan.title, bold: true }],
    [told],
    ...linesOfLinks(links, 'worked-on', context),
    ...bar,
    ...waiting,
  ];
}

function isRunning(links: readonly DeploymentLink[], kind: LinkKind): boolean {
  return links.some(link => link.kind === kind && link.state === 'running');
}

/** How it ended: what is done of it and what is not, why, and the command that goes on. Pure. */
export function linesOfReceipt({ receipt }: StateAt<'finished'>, context: Context): readonly Line[] {
  const { size, theme, registryWords } = context;
  const wrap = (segment: Segment): readonly Line[] => wrapSegment(segment, size.columns);
  const { title, problem, model, version, alias, links, notices, resume, outcome, receipts } = receipt;
  const { symbols } = theme;
  const headings: Readonly<Record<DeploymentReceipt['outcome'], Segment>> = {
    applied: {
      // What an earlier run made live others may have moved since.
      text: `${symbols.good} Done: ${receipts.promote === undefined ? title : `${model} ${version} is live as ${alias}`}`,
      tone: 'good',
      bold: true,
    },
    unchanged: { text: `${title}: unchanged`, bold: true },
    partial: { text: `! Partly done: ${title}`, tone: 'warning', bold: true },
    refused:
      resume === null
        ? { text: `${symbols.bad} Refused: ${title}`, tone: 'bad', bold: true }
        : { text: `! Not done: ${title}`, tone: 'warning', bold: true },
  };
  return [
    ...wrap(headings[outcome]),
    ...(problem === undefined
      ? []
      : [...wrap(toned('bad', problem.message)), ...wrap(toned('muted', problem.hint))]),
    ...linesOfLinks(links, 'left', context),
    ...notices.flatMap(notice => wrap(toned('warning', `! ${notice}`))),
    ...(resume === null
      ? wrap(toned('muted', `Same as: ${receipt.command}`))
      : wrap({ text: `To go on: ${addWords(resume, registryWords)}` })),
    ...wrap(toned('muted', `Deployment ${receipt.deploymentId}, by ${receipt.actor}`)),
  ];
}

/** What can be done now. Pure. */
export function wayOn(state: StateAt<'finished'>): readonly Line[] {
  if (state.receipt.resume !== null)
    return [[{ text: 'Press enter to go on from there, esc to go back.', bold: true }]];
  if (canPlanAgain(state)) return [[{ text: 'Press enter to plan it again, esc to go back.', bold: true }]];
  const undo = undoneBy(state) === undefined ? '' : ', Z to undo what is live';
  return [[{ text: `Press esc to go back${undo}.`, bold: true }]];
}
