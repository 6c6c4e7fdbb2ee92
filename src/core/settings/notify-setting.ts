import { type EventKind, eventKinds } from '../events/event.ts';

/** Where events are told, as a configuration file says it. Every secret of it is in a variable that is only named here. */
export type ConfiguredChannel = {
  readonly name: string;
  readonly kinds: ReadonlySet<EventKind>;
  readonly service: ChannelService;
  /** Path of the file that names it. */
  readonly file: string;
  /** Who wrote that: a service that only a file of the project names is given no login. */
  readonly namedBy: 'user' | 'project';
};

export type ChannelService =
  /** `repository`: `OWNER/NAME`. */
  | { readonly at: 'github'; readonly repository: string }
  /** What is left out is in the variables. */
  | {
      readonly at: 'mail';
      readonly to: readonly string[] | undefined;
      readonly from: string | undefined;
      readonly host: string | undefined;
      readonly port: number | undefined;
    }
  | {
      readonly at: 'webhook';
      readonly form: 'event' | 'slack';
      /** An address, or the name of the variable that holds it. */
      readonly url: { readonly text: string } | { readonly variable: string };
      /** Name of the variable that holds what it is signed with. */
      readonly secretVariable: string | undefined;
    };

/** The variables that channels keep their secrets in. Pure. */
export function listSecretVariables(channels: readonly ConfiguredChannel[]): readonly string[] {
  return channels.flatMap(({ service }) => {
    if (service.at !== 'webhook') return [];
    const { url, secretVariable } = service;
    return ['variable' in url ? url.variable : undefined, secretVariable].filter(name => name !== undefined);
  });
}

/** What is told where nothing is said, by service: of an issue somebody has to do something. */
const usualKinds: Readonly<Record<'github' | 'mail' | 'slack' | 'webhook', readonly EventKind[]>> = {
  github: ['rolled-back', 'failed', 'drift'],
  mail: ['deployed', 'promoted', 'rolled-back', 'unset', 'refused', 'failed', 'held', 'released', 'drift'],
  slack: ['deployed', 'promoted', 'rolled-back', 'unset', 'refused', 'failed', 'held', 'released', 'drift'],
  webhook: eventKinds,
};

/** What a channel hears of. Pure. @param on as configured; undefined: the usual ones of its service */
export function chooseKinds(
  on: readonly EventKind[] | undefined,
  service: keyof typeof usualKinds,
): ReadonlySet<EventKind> {
  return new Set(on ?? usualKinds[service]);
}

/** The name of a variable of the environment, as shells take it. */
export const variableForm = /^[A-Z_][A-Z0-9_]{0,127}$/;
