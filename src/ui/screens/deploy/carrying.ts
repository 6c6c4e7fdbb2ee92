import { replaceLink } from '../../../core/deployment/deployment.ts';
import { confirmDeployment, type DeploymentPlan } from '../../../core/deployment/deployment-plan.ts';
import { askConsent, reasonNotConsented } from '../../act/consent.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { State, StateAt } from './state.ts';

/** Shows a plan. One that says the same as the one under review keeps what was consented to; another is announced and confirmed anew. Pure. */
export function reviewPlan(state: StateAt<'planning' | 'review'>, plan: DeploymentPlan): ConsoleNext<State> {
  if (state.at === 'review' && saysSame(state.plan, plan)) return [{ ...state, plan }, []];
  const { wanted, ask } = state;
  const attempt = state.attempt + 1;
  const news = state.at === 'review' ? 'changed' : 'none';
  const base = { at: 'review', wanted, attempt, ask, plan, scroll: 0, news } as const;
  if (!plan.changes || plan.blockers.length > 0) return [{ ...base, consent: { by: 'none' } }, []];
  const [consent, effects] = askConsent(plan.confirmation, attempt);
  return [{ ...base, consent }, effects];
}

/** Whether two plans do the same: ids are others each time. */
function saysSame(one: DeploymentPlan, other: DeploymentPlan): boolean {
  const essence = ({
    title,
    begun,
    changes,
    confirmation,
    blockers,
    warnings,
    links,
  }: DeploymentPlan): string =>
    JSON.stringify([
      ...[title, begun, changes, confirmation, warnings, blockers.map(({ message }) => message)],
      links.map(({ kind, target, expected, value, state }) => [kind, target, expected, value, state]),
    ]);
  return essence(one) === essence(other);
}

/** Why the review cannot be confirmed now, as a sentence; undefined when it can. Pure. */
export function reasonNotToCarryOut(state: State): string | undefined {
  if (state.at !== 'review') return 'There is nothing to confirm.';
  const [blocker] = state.plan.blockers;
  if (blocker !== undefined) return blocker.message;
  return state.plan.changes ? reasonNotConsented(state.consent) : 'Nothing would change.';
}

/** Carries out what is confirmed. Pure. */
export function carry(state: State): ConsoleNext<State> {
  if (state.at !== 'review' || reasonNotToCarryOut(state) !== undefined) return [state, []];
  const { wanted, attempt, ask, plan } = state;
  const confirmed = confirmDeployment(plan);
  if (confirmed === undefined) return [state, []];
  return [
    { at: 'carrying', wanted, attempt, ask, plan, links: plan.links, work: undefined, stop: 'not-asked' },
    [{ run: 'carryDeployment', input: { plan: confirmed } }],
  ];
}

/** The state after a word of a deployment under way. Afterwards every screen hears what is unfinished now. Pure. */
export function follow(
  state: State,
  message: Answers<ConsoleOperations, 'carryDeployment'>,
): ConsoleNext<State> {
  if (state.at !== 'carrying') return [state, []];
  const { wanted, attempt, ask } = state;
  const readUnfinished = { run: 'loadDeployments', input: {} } as const;
  switch (message.type) {
    case 'carryDeployment/progress': {
      const { progress } = message;
      if (progress.at === 'bytes') return [{ ...state, work: progress }, []];
      const links = replaceLink(state.links, progress.link.kind, progress.link);
      return [{ ...state, links, work: undefined }, []];
    }
    case 'carryDeployment/done':
      return [
        {
          ...{ at: 'finished', wanted, attempt, ask, scroll: 0 },
          request: state.plan.request,
          receipt: message.value,
        },
        [readUnfinished],
      ];
    case 'carryDeployment/failed':
      return [{ at: 'failed', wanted, attempt, ask, error: message.error }, [readUnfinished]];
    default:
      return message satisfies never;
  }
}
