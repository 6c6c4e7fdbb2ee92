import { type GateStanding, judgeGate, nameStanding } from '../../../core/gate/gate-standing.ts';
import type { ModelOverview } from '../../../core/session/load-overview.ts';
import { type Segment, toned } from '../../components/line.tsx';
import { toneOfStanding } from '../../format/gate.ts';
import { type LiveAlias, liveAliases } from './model-state.ts';

/** How what is live under an alias stands with its gate. */
export type LiveGate = LiveAlias & { readonly standing: GateStanding };

/** What is live under each alias, in the order of {@link liveAliases}, with where it stands. Pure. */
export function judgeLive({ status, policies }: ModelOverview, now: string): readonly LiveGate[] {
  return liveAliases(status).map(live => {
    const { alias, version } = live;
    const policy = policies.get(alias);
    return { ...live, standing: judgeGate({ history: status.effective, version, alias, policy, now }) };
  });
}

/** Tones of a standing, what one has to know first. */
const worstFirst = ['bad', 'warning', 'good', 'muted'] as const;

/**
 * How what is live stands, in a word: of several aliases the worst, and how many stand otherwise; `overridden` where somebody went past
 * the gate. Pure.
 */
export function segmentOfGates(model: ModelOverview, now: string): Segment {
  const live = judgeLive(model, now);
  const worst = worstFirst.flatMap(tone => live.filter(each => toneOfLive(each) === tone))[0];
  if (worst === undefined) return toned('muted', '-');
  const word = wordOfLive(worst);
  const others = live.filter(each => wordOfLive(each) !== word).length;
  return toned(toneOfLive(worst), others === 0 ? word : `${word} +${others}`);
}

function wordOfLive({ standing, position }: LiveGate): string {
  return position.gate.overridden ? 'overridden' : nameStanding(standing);
}

function toneOfLive({ standing, position }: LiveGate) {
  return position.gate.overridden ? 'warning' : toneOfStanding(standing);
}
