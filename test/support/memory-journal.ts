import type { Deployment } from '../../src/core/deployment/deployment.ts';
import type { DeploymentJournal, HeldDeployment } from '../../src/core/ports/deployment-journal.ts';

/** A journal of deployments in memory: every one goes through JSON, as in a file. */
export type MemoryJournal = DeploymentJournal & {
  /** What stands in it, as text, by id. */
  readonly texts: ReadonlyMap<string, string>;
  /** Cuts one short, as a broken disk does: it cannot be read any more. */
  readonly tear: (deploymentId: string) => void;
};

/** An empty journal. Whoever has a deployment has it until it is let go. */
export function createMemoryJournal(): MemoryJournal {
  const texts = new Map<string, string>();
  const held = new Set<string>();
  const torn = new Set<string>();
  const read = (id: string): Deployment => JSON.parse(texts.get(id) ?? 'null') as Deployment;
  const hold = (deployment: Deployment): HeldDeployment => {
    const { deploymentId } = deployment;
    held.add(deploymentId);
    return {
      deployment,
      save: async changed => void texts.set(deploymentId, JSON.stringify(changed)),
      remove: async () => {
        texts.delete(deploymentId);
        held.delete(deploymentId);
      },
      release: async () => void held.delete(deploymentId),
    };
  };
  return {
    texts,
    tear: id => {
      texts.delete(id);
      torn.add(id);
    },
    list: async () => ({
      deployments: [...texts.keys()].map(id => ({
        deployment: read(id),
        at: held.has(id) ? 'running' : 'cut-off',
      })),
      unreadable: [...torn].map(id => ({ deploymentId: id, path: `/journal/${id}.json` })),
    }),
    begin: async deployment => {
      texts.set(deployment.deploymentId, JSON.stringify(deployment));
      return hold(read(deployment.deploymentId));
    },
    discard: async id => torn.delete(id),
    claim: async id => {
      if (!texts.has(id)) return { outcome: 'missing' };
      if (held.has(id)) return { outcome: 'taken', by: undefined };
      return { outcome: 'claimed', held: hold(read(id)) };
    },
  };
}
