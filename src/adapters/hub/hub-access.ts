/** How a hub is reached. The token is never shown and never stored. */
export type HubAccess = {
  /** Scheme, host, port and path, without a slash at its end. Safe to show. */
  readonly url: string;
  readonly token: HubToken;
  readonly limits: HubLimits;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Waits; rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (waitMs: number, signal: AbortSignal | undefined) => Promise<void>;
};

/** Who asks; without a token why there is none, as a sentence, and what to do. */
export type HubToken =
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'none'; readonly because: string; readonly hint: string };

/** How long is waited and how often is tried. */
export type HubLimits = {
  /** One attempt at a call, in milliseconds; what is sent has its own time on top. */
  readonly callMs: number;
  /** The slowest way that is waited for, in bytes per second. */
  readonly slowestBytesPerSecond: number;
  /** No further attempt at a call begins later than this after the call, in milliseconds. */
  readonly budgetMs: number;
  /** Attempts at a call that may be made again, the first included. */
  readonly attempts: number;
};

/** What a person in front of a screen waits for, and a large upload needs. */
export const usualHubLimits: HubLimits = {
  callMs: 30_000,
  slowestBytesPerSecond: 64 * 1024,
  budgetMs: 60_000,
  attempts: 5,
};
