import type { DeploymentReceipt } from '../../../src/core/deployment/deployment-receipt.ts';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { createProofFileSystem } from '../proof-size.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { deploy, openWorld, prepareWorld, requestOf, type WorldOptions } from './deployment-world.ts';

/** A world and the processes in it. */
export type World = { readonly root: string; readonly open: (options?: WorldOptions) => Session };

/** A world in a temporary folder, with v1 live and a candidate. */
export async function createWorld(): Promise<World> {
  const root = createTemporaryFolder();
  await prepareWorld(root);
  return { root, open: options => openWorld(root, createProofFileSystem(), options) };
}

/** Every link and how it stands. */
export function statesOf({ links }: DeploymentReceipt): readonly string[] {
  return links.map(({ kind, state }) => `${kind} ${state}`);
}

/** What a hub meets that does not answer. */
export const unreachable = () => new UnavailableError('network-failed', 'The hub does not answer.');

/** A world in which publishing has failed once. */
export async function createUnpublished(): Promise<World & { readonly receipt: DeploymentReceipt }> {
  const world = await createWorld();
  const failing = world.open({ hubFault: call => (call === 'publish' ? unreachable() : undefined) });
  return { ...world, receipt: await deploy(failing, requestOf(world.root)) };
}
