import type { Deploying } from '../src/core/deployment/deploying.ts';
import type { DeploymentJournal } from '../src/core/ports/deployment-journal.ts';
import type { RegistryIdentity } from '../src/core/registry/registry-index.ts';
import type { Variables } from '../src/core/settings/read-environment.ts';
import type { Settings } from '../src/core/settings/settings.ts';

/** What deploying is opened with. */
export type DeployingParts = {
  readonly registry: RegistryIdentity;
  readonly settings: Settings;
  /** Of the process, without what a `.env` adds. */
  readonly variables: Variables;
  /** Absolute. */
  readonly workingFolder: string;
  readonly homeFolder: string;
};

/** What a deployment needs beside the registry. Nothing of it is loaded, read or asked before it is used. */
export function openDeploying(parts: DeployingParts): Deploying {
  let opened: Promise<DeploymentJournal> | undefined;
  const open = (): Promise<DeploymentJournal> => {
    opened ??= import('./open-deployments.ts').then(({ openDeployments }) => openDeployments(parts));
    return opened;
  };
  return {
    journal: {
      list: async () => await (await open()).list(),
      begin: async deployment => await (await open()).begin(deployment),
      claim: async deploymentId => await (await open()).claim(deploymentId),
      discard: async deploymentId => await (await open()).discard(deploymentId),
    },
    hashFile: async (path, options) => {
      const { hashInput } = await import('../src/adapters/state/hash-input.ts');
      return await hashInput(path, options);
    },
    openDesk: async () => {
      const { openPublicationDesk } = await import('./open-hub.ts');
      return await openPublicationDesk(parts);
    },
  };
}
