import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findErrno } from '../src/adapters/files/file-errors.ts';
import { readTextFile } from '../src/adapters/files/read-text-file.ts';
import { findFileStoreRoot } from '../src/adapters/mlflow/file-store/find-file-store-root.ts';
import type { MlflowClient } from '../src/adapters/mlflow/mlflow-client.ts';
import { createMlflowRegistry } from '../src/adapters/mlflow/mlflow-registry.ts';
import { createOfflineClient } from '../src/adapters/mlflow/offline-client.ts';
import { findMlflowCredentials, type MlflowCredentials } from '../src/adapters/mlflow/rest/credentials.ts';
import { createMlflowClient } from '../src/adapters/mlflow/rest/mlflow-rest-client.ts';
import { createServerOrigin } from '../src/adapters/mlflow/rest/server-origin.ts';
import type { Registry } from '../src/core/ports/registry.ts';
import type { Unwritable } from '../src/core/registry/registry-index.ts';
import type { RegistryPlace, ServerPlace } from '../src/core/settings/judge-place.ts';
import { isReadableOnTheWay, judgeTokenHost, type NamedServer } from '../src/core/settings/token-hosts.ts';
import { makeSafeText } from '../src/core/text/safe-text.ts';
import type { OutsideAccess, RegistryTools } from './compose.ts';
import { tool } from './version.ts';

/** Who only wants to look sees what was last read soon when the server does not answer. */
const budgetOfLookingMs = 8000;

/** Largest `~/.mlflow/credentials` that is read. */
const limitBytes = 64 * 1024;

/** Why nothing is ever written to MLflow's files: MLflow has no way to write them that another program would not overwrite. */
function describeOnlyRead(root: string): Unwritable {
  return {
    code: 'capability-missing',
    problem: "MLflow's files are only read",
    hint: `Start a server on them: mlflow server --backend-store-uri ${makeSafeText(root)}. Then name its address.`,
  };
}

/**
 * The registry of MLflow behind a server, or in the files of a folder. Nothing is asked and nothing is made yet.
 * @throws InvalidInputError invalid-configuration
 */
export async function openMlflow(
  place: RegistryPlace,
  { fileSystem, now }: RegistryTools,
  access: OutsideAccess,
): Promise<Registry> {
  const { name, path, server } = place;
  const tools = { name, fileSystem, now, createId: randomUUID, tool };
  if (server === undefined) {
    // Not before there are files: what reads YAML takes 14 ms to load, which a server is not to wait for.
    const { createFileStoreOrigin } = await import('../src/adapters/mlflow/file-store/file-store-origin.ts');
    const root = findFileStoreRoot(path) ?? path;
    // What is only read needs no folder of its own: nothing is ever put there.
    const files = {
      client: undefined,
      unwritable: describeOnlyRead(root),
      cache: root,
      origins: 'files',
    } as const;
    return createMlflowRegistry({ ...tools, ...files, origin: createFileStoreOrigin(root, { now }) });
  }
  const { client, warning } = await openServer(server, access);
  const origin = createServerOrigin(client);
  const registry = createMlflowRegistry({ ...tools, client, cache: path, origins: 'server', origin });
  return warning === undefined ? registry : warnBy(registry, warning);
}

/** A client of a server, who asks with it, and what whoever uses it has to know of its login. */
export type OpenedServer = {
  readonly client: MlflowClient;
  readonly credentials: MlflowCredentials;
  readonly warning: string | undefined;
};

/** A server, which is not asked yet. `budgetMs`: how long a read is tried again, where that is not as the purpose has it. */
export async function openServer(
  server: ServerPlace & Pick<NamedServer, 'isOwn'>,
  { settings, variables, purpose, budgetMs }: OutsideAccess & { readonly budgetMs?: number },
): Promise<OpenedServer> {
  const { url } = server;
  if (settings.offlineBecause !== undefined) {
    const client = createOfflineClient(url, settings.offlineBecause);
    return { client, credentials: { kind: 'none' }, warning: undefined };
  }
  const credentials = await findCredentials(server, { settings, variables });
  const looking = purpose === 'to-look' ? { budgetMs: budgetOfLookingMs } : {};
  const limits = budgetMs === undefined ? looking : { budgetMs };
  const client = createMlflowClient({ url, credentials, limits, now: Date.now, random: Math.random });
  const isReadable = credentials.kind !== 'none' && isReadableOnTheWay(url);
  const warning = `The login goes to ${url} unencrypted: others on the way can read it. Use https where you can.`;
  return { client, credentials, warning: isReadable ? warning : undefined };
}

/** What stood in the address is for this server; what is in the environment, for those that may have it. */
async function findCredentials(
  server: ServerPlace & Pick<NamedServer, 'isOwn'>,
  { settings, variables }: Pick<OutsideAccess, 'settings' | 'variables'>,
): Promise<MlflowCredentials> {
  if (server.login !== undefined) return { kind: 'basic', ...server.login };
  const found = findMlflowCredentials(variables, await readCredentialsFile());
  if (found.kind === 'none') return found;
  const verdict = judgeTokenHost(server, settings.tokenHosts, variables);
  return verdict.may ? found : { kind: 'none', withheld: verdict };
}

/** The text of `~/.mlflow/credentials`; one that cannot be read is none, as for MLflow. */
async function readCredentialsFile(): Promise<string | undefined> {
  return await readTextFile(join(homedir(), '.mlflow', 'credentials'), limitBytes).catch(
    (thrown: unknown) => {
      if (findErrno(thrown) === undefined) throw thrown;
      return undefined;
    },
  );
}

function warnBy(registry: Registry, warning: string): Registry {
  const { source } = registry;
  if (source === undefined) return registry;
  return { ...registry, source: { ...source, getCondition: () => ({ ...source.getCondition(), warning }) } };
}
