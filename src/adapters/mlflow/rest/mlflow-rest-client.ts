import { setTimeout as pause } from 'node:timers/promises';
import type { MlflowClient } from '../mlflow-client.ts';
import { createArtifactCalls } from './artifact-calls.ts';
import { createAsk, type RetryOptions } from './create-ask.ts';
import type { MlflowCredentials } from './credentials.ts';
import type { TimeLimits } from './exchange.ts';
import { createModelCalls, createVersionCalls } from './registry-calls.ts';
import { createRunCalls } from './run-calls.ts';
import { parseServerAddress } from './server-address.ts';

/** What a client of an MLflow server takes from outside. */
export type MlflowClientOptions = {
  /** As MLFLOW_TRACKING_URI gives it. A user and password in it are used, unless `credentials` has others, and shown nowhere. */
  readonly url: string;
  readonly credentials: MlflowCredentials;
  /** {@link usualLimits} where left out. */
  readonly limits?: Partial<ClientLimits> | undefined;
  /** The platform's own when left out. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Waits; rejects with the signal's reason as soon as it is aborted. A timer when left out. */
  readonly sleep?: RetryOptions['sleep'] | undefined;
};

/** How long is waited, in milliseconds, and how often a read is tried. */
export type ClientLimits = TimeLimits & Pick<RetryOptions, 'budgetMs' | 'attempts'>;

/** What a person in front of a screen waits for. */
export const usualLimits: ClientLimits = {
  quietMs: 30_000,
  totalMs: 300_000,
  budgetMs: 20_000,
  attempts: 5,
};

/**
 * A client of an MLflow server over its REST API. Makes no connection before its first call.
 * @throws InvalidInputError `invalid-configuration`: `url` is not the address of a server
 */
export function createMlflowClient(options: MlflowClientOptions): MlflowClient {
  const address = parseServerAddress(options.url);
  const limits = { ...usualLimits, ...options.limits };
  const given = options.credentials;
  const credentials = given.kind === 'none' ? (address.credentials ?? given) : given;
  const connection = { address, credentials, limits, fetch: options.fetch ?? globalThis.fetch };
  const ask = createAsk(connection, {
    ...limits,
    now: options.now,
    random: options.random,
    sleep: options.sleep ?? sleep,
  });
  return {
    url: address.shown,
    ...createModelCalls(ask),
    ...createVersionCalls(ask),
    ...createRunCalls(ask),
    ...createArtifactCalls(ask, address.base.host),
  };
}

async function sleep(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(waitMs, undefined, signal === undefined ? {} : { signal });
  } catch (thrown) {
    signal?.throwIfAborted();
    throw thrown;
  }
}
