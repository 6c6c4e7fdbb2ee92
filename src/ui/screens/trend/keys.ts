import type { Binding } from '../../runtime/screen.ts';
import {
  liveVersionOf,
  type Message,
  type ShownState,
  type State,
  selectedMetric,
  selectedPoint,
} from './update.ts';

/** The keys of the trend screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Show',
    message: { type: 'metric-chosen' },
    hidden: state => state.at !== 'choosing',
    disabled: state =>
      state.at === 'choosing' && selectedMetric(state) === undefined
        ? 'No metric fits what was typed.'
        : undefined,
  },
  {
    keys: ['escape'],
    label: 'Keep the metric',
    message: { type: 'metrics-left' },
    hidden: state => state.at !== 'choosing',
  },
  {
    keys: ['right', 'l'],
    label: 'Newer',
    message: { type: 'moved', move: 'down' },
    hidden: isChoosing,
    disabled: unlessShown(() => undefined),
  },
  {
    keys: ['left', 'h'],
    label: 'Older',
    message: { type: 'moved', move: 'up' },
    hidden: isChoosing,
    disabled: unlessShown(() => undefined),
  },
  {
    keys: ['m'],
    label: 'Metric',
    message: { type: 'metrics-asked' },
    hidden: isChoosing,
    disabled: unlessShown(() => undefined),
  },
  {
    keys: ['enter'],
    label: 'Version',
    message: { type: 'screen-asked', screen: 'version' },
    hidden: isChoosing,
    disabled: unlessShown(() => undefined),
  },
  {
    keys: ['d'],
    label: 'Diff with live',
    message: { type: 'screen-asked', screen: 'diff' },
    hidden: isChoosing,
    disabled: unlessShown(reasonNoDiff),
  },
  {
    keys: ['e'],
    label: 'Gate',
    message: { type: 'screen-asked', screen: 'gate' },
    hidden: isChoosing,
    disabled: unlessShown(() => undefined),
  },
];

function isChoosing(state: State): boolean {
  return state.at === 'choosing';
}

function unlessShown(
  reason: (state: ShownState) => string | undefined,
): (state: State) => string | undefined {
  return state => {
    switch (state.at) {
      case 'loading':
        return 'The versions are still being read.';
      case 'failed':
        return 'The versions could not be read; r tries again.';
      case 'no-metrics':
        return 'No version has a metric.';
      case 'choosing':
        return undefined;
      case 'shown':
        return reason(state);
      default:
        return state satisfies never;
    }
  };
}

function reasonNoDiff(state: ShownState): string | undefined {
  const live = liveVersionOf(state);
  if (live === undefined) return `Nothing is live under ${state.answer.alias} to compare with.`;
  return live === selectedPoint(state)?.version ? `${live} is what is live.` : undefined;
}
