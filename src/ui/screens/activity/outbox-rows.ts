import { describeEventTitle } from '../../../core/events/event-words.ts';
import { formatCommand } from '../../../core/plan/planning.ts';
import type { OutboxItem } from '../../../core/ports/outbox.ts';
import { type Segment, type Tone, toned } from '../../components/line.tsx';
import { formatMinute } from '../../format/age.ts';
import { formatCount } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';
import { type State, untoldOf } from './update.ts';

/** How an event in the outbox stands, in a word. Pure. */
export function stateOfItem({ state }: OutboxItem, { symbols }: Context['theme']): Segment {
  return state === 'given-up' ? toned('bad', `${symbols.bad} UNTOLD`) : toned('warning', 'waits');
}

/** Who is to be told of what. Pure. */
export function describeItem({ channel, event }: OutboxItem): string {
  return `Tell ${channel}: ${describeEventTitle(event)}`;
}

/** What others are still to be told, in one line: `To be told: 2 events wait, 1 given up`; empty where that is nothing. Pure. */
export function describeOutbox(state: State): string {
  const untold = untoldOf(state);
  const unreadable = state.outbox?.unreadable.length ?? 0;
  const waiting = untold.filter(item => item.state === 'waiting').length;
  const givenUp = untold.length - waiting;
  const said = [
    ...(waiting === 0 ? [] : [`${formatCount(waiting, 'event')} ${waiting === 1 ? 'waits' : 'wait'}`]),
    ...(givenUp === 0 ? [] : [`${givenUp} given up`]),
    ...(unreadable === 0 ? [] : [`${unreadable} cannot be read`]),
  ];
  return said.length === 0 ? '' : `To be told: ${said.join(', ')}`;
}

/** The command that sends it now. Pure. */
export function formatSend(
  { id, state }: OutboxItem,
  { registryWords }: Pick<Context, 'registryWords'>,
): string {
  // One that was given up is tried again only where it is named.
  return formatCommand(['outbox', 'send', ...(state === 'given-up' ? [id] : []), ...registryWords]);
}

/** Everything about one: what went wrong, the next try, what it is, how it is sent now. Pure. */
export function describeUntold(
  item: OutboxItem,
  keptBecause: string | undefined,
  context: Pick<Context, 'registryWords'>,
): readonly (readonly [Tone, string])[] {
  const { problem, state, attempts, nextAt } = item;
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  const next =
    state === 'given-up'
      ? `Given up after ${tries}: nobody is told any more.`
      : `${attempts === 0 ? 'Not tried yet' : tries}, next ${nextAt === null ? 'when something is sent' : `${formatMinute(nextAt)} UTC`}.`;
  return [
    ...(problem === null
      ? []
      : ([
          ['bad', problem.message],
          ['plain', problem.hint],
        ] as const)),
    ...(keptBecause === undefined
      ? []
      : ([['warning', `Nothing is sent for now: ${keptBecause}.`]] as const)),
    ['plain', next],
    ['plain', describeItem(item)],
    ['muted', `Send it now: ${formatSend(item, context)}`],
  ];
}
