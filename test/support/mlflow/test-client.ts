import type { MlflowClient } from '../../../src/adapters/mlflow/mlflow-client.ts';
import type { MlflowCredentials } from '../../../src/adapters/mlflow/rest/credentials.ts';
import {
  type ClientLimits,
  createMlflowClient,
} from '../../../src/adapters/mlflow/rest/mlflow-rest-client.ts';

/** How a client of a test differs. */
export type TestClientOptions = {
  readonly credentials?: MlflowCredentials;
  readonly limits?: Partial<ClientLimits>;
  readonly fetch?: typeof globalThis.fetch;
  /** Hears how long each wait between two attempts would be, in milliseconds. */
  readonly onWait?: (waitMs: number) => void;
};

/** A client that waits for nothing between two attempts: the clock goes on by the wait. */
export function createTestClient(url: string, options: TestClientOptions = {}): MlflowClient {
  let waitedMs = 0;
  return createMlflowClient({
    url,
    credentials: options.credentials ?? { kind: 'none' },
    limits: options.limits,
    fetch: options.fetch,
    now: () => Date.now() + waitedMs,
    random: () => 0.5,
    sleep: async (waitMs, signal) => {
      signal?.throwIfAborted();
      waitedMs += waitMs;
      options.onWait?.(waitMs);
    },
  });
}
