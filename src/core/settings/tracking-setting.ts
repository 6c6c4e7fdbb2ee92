import type { EventKind } from '../events/event.ts';
import type { ConfiguredChannel } from './notify-setting.ts';
import { findVariable, type Variables } from './read-environment.ts';
import type { Settings } from './settings.ts';

/** Where runs are kept of what happens, as a configuration file or the variables of W&B say it. */
export type ConfiguredTracker = Omit<ConfiguredChannel, 'service'> & { readonly service: TrackerService };

export type TrackerService =
  /** `entity` undefined: the usual one of the login. */
  | { readonly at: 'wandb'; readonly entity: string | undefined; readonly project: string }
  | {
      readonly at: 'mlflow';
      /** An address, or the name of the variable that holds it. */
      readonly url: { readonly text: string } | { readonly variable: string };
      readonly experiment: string;
    };

/** Experiment of MLflow where none is named. */
export const usualExperiment = 'lastgood';

/** What is kept as a run where nothing is said: what was judged, decided, and moved. */
const usualTrackedKinds: readonly EventKind[] = [
  'gated',
  'decided',
  'refused',
  'deployed',
  'promoted',
  'rolled-back',
  'unset',
  'failed',
];

/** What a tracker hears of. Pure. @param on as configured; undefined: the usual ones */
export function chooseTrackedKinds(on: readonly EventKind[] | undefined): ReadonlySet<EventKind> {
  return new Set(on ?? usualTrackedKinds);
}

/** Why a text is not `PROJECT` or `ENTITY/PROJECT` of W&B, in words that follow "it"; undefined when it is. Pure. */
export function findProjectProblem(text: string): string | undefined {
  return /^(?:[\w.-]{1,128}\/)?[\w.-]{1,128}$/.test(text) && !/(?:^|\/)\.\.?(?:\/|$)/.test(text)
    ? undefined
    : 'must be PROJECT or ENTITY/PROJECT of W&B';
}

/** The parts of `PROJECT` or `ENTITY/PROJECT`. Pure. */
export function parseProject(text: string): Extract<TrackerService, { at: 'wandb' }> {
  const [first = '', second] = text.split('/');
  return second === undefined
    ? { at: 'wandb', entity: undefined, project: first }
    : { at: 'wandb', entity: first, project: second };
}

/** Words of WANDB_MODE and WANDB_DISABLED that switch W&B's own programs off. */
const switchedOff: ReadonlySet<string> = new Set(['disabled', 'offline', 'dryrun']);

/** Whether the variables say that nothing is to be sent to W&B: the words that say so; undefined: they do not. Pure. */
export function findWandbSwitch(variables: Variables): string | undefined {
  const mode = findVariable(variables, 'WANDB_MODE') ?? '';
  if (switchedOff.has(mode)) return `WANDB_MODE is ${mode}`;
  const disabled = findVariable(variables, 'WANDB_DISABLED')?.toLowerCase() ?? '';
  return ['1', 'true', 'yes', 'on'].includes(disabled) ? 'WANDB_DISABLED is set' : undefined;
}

/**
 * The trackers in force: those of the configuration and, where none of them is W&B, the one that S0's own variables mean. WANDB_PROJECT
 * switches it on, with WANDB_ENTITY where it is set; WANDB_API_KEY alone does not, since whoever uses W&B has it set everywhere. Pure.
 * @param variables of the process, without what a `.env` adds
 */
export function listTrackers(
  { tracking, notify }: Pick<Settings, 'tracking' | 'notify'>,
  variables: Variables,
): readonly ConfiguredTracker[] {
  const project = findVariable(variables, 'WANDB_PROJECT');
  const isConfigured = tracking.some(({ service }) => service.at === 'wandb');
  if (project === undefined || isConfigured || findWandbSwitch(variables) !== undefined) return tracking;
  const isTaken = [...tracking, ...notify].some(({ name }) => name === usualName);
  return [
    ...tracking,
    {
      name: isTaken ? `${usualName}-of-variables` : usualName,
      kinds: chooseTrackedKinds(undefined),
      service: { at: 'wandb', entity: findVariable(variables, 'WANDB_ENTITY'), project },
      file: 'WANDB_PROJECT',
      namedBy: 'user',
    },
  ];
}

/** Name of the tracker that only the variables mean. */
const usualName = 'wandb';
