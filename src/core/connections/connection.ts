/** Whether a configured service can be used, found out without changing anything. All texts are safe to show. */
export type Connection = {
  /** What it is called in the configuration, or its kind. */
  readonly name: string;
  /** Address for people, without any secret; null where there is none yet. */
  readonly place: string | null;
  /**
   * `ready`; `limited`: what it is there for works, and something is missing; `not-usable`; `not-configured`; `not-asked`: offline, or
   * asking it would tell people something.
   */
  readonly state: ConnectionState;
  /** Who we are there; null where it does not say. */
  readonly identity: string | null;
  /** What we may do, each in a few words: `write to acme/tiny-llm`. */
  readonly may: readonly string[];
  /** What is missing, each with what to do about it. */
  readonly missing: readonly { readonly what: string; readonly fix: string }[];
};

/** How a service stands, the best first. */
export const connectionStates = ['ready', 'limited', 'not-usable', 'not-configured', 'not-asked'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** What services are there for, in the order they are told of. `state`: the folder of this machine for what is under way. */
export const connectionUses = ['registry', 'hub', 'notification', 'tracking', 'outbox', 'state'] as const;
export type ConnectionUse = (typeof connectionUses)[number];

/** A service that was looked at, with what it is there for. */
export type ExaminedConnection = Connection & { readonly use: ConnectionUse };
