import { randomUUID } from 'node:crypto';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import type { MlflowClient } from '../../../src/adapters/mlflow/mlflow-client.ts';
import { createMlflowRegistry } from '../../../src/adapters/mlflow/mlflow-registry.ts';
import {
  createMlflowClient,
  type MlflowClientOptions,
} from '../../../src/adapters/mlflow/rest/mlflow-rest-client.ts';
import { createServerOrigin } from '../../../src/adapters/mlflow/rest/server-origin.ts';
import type { Registry } from '../../../src/core/ports/registry.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { type OpenOptions, sessionOn } from '../registry-rig.ts';

/** What a test may set of a machine that speaks to a server. `cache`: folder of what it read last. */
export type MlflowOptions = OpenOptions & {
  readonly cache: string;
  /** Waits so many milliseconds; by the machine's timers when left out. */
  readonly pause?: (milliseconds: number) => Promise<void>;
  readonly limits?: MlflowClientOptions['limits'];
};

/** A client as the program has it, without a login. */
export function openMlflowClient(url: string, limits?: MlflowClientOptions['limits']): MlflowClient {
  return createMlflowClient({
    ...{ url, credentials: { kind: 'none' }, now: Date.now, random: Math.random, limits },
  });
}

/** The registry of a server as one process has it. */
export function openMlflowRegistry(url: string, options: MlflowOptions): Registry {
  const { cache, fileSystem = createNodeFileSystem(), createId = randomUUID, nowMs = Date.now } = options;
  const client = openMlflowClient(url, options.limits);
  return createMlflowRegistry({
    ...{ name: 'test', client, cache, fileSystem, createId, now: nowMs, tool: 'lastgood test' },
    origin: createServerOrigin(client),
    origins: 'server',
    pause: options.pause,
  });
}

/** A session on it. */
export function openMlflowSession(url: string, options: MlflowOptions): Session {
  return sessionOn(openMlflowRegistry(url, options), options);
}
