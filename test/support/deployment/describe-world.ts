import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryEntry } from '../../../src/core/history/entry.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import { openRegistry, readPointer } from '../registry-rig.ts';
import { deployedModel } from './deployment-world.ts';

/** What of a registry does not differ between one way and another to the same end. */
export type RegistryEnd = {
  readonly live: string | undefined;
  readonly pointer: string | undefined;
  readonly versions: readonly string[];
  /** Entries of the history after what the world began with, each as its action and what it is about. */
  readonly entries: readonly string[];
  /** Titles of operations whose journal is left. */
  readonly operations: readonly string[];
};

/** The same of a whole world. */
export type WorldEnd = Omit<RegistryEnd, 'operations'> & {
  /** Files of the hub. */
  readonly hub: readonly string[];
  /** What is told, to whom. */
  readonly told: readonly string[];
  /** Journals that are left: of deployments and of operations. */
  readonly left: readonly string[];
};

/** How a world stands, read by a process that has seen nothing of it. */
export async function describeWorld(root: string): Promise<WorldEnd> {
  const { operations, ...registry } = await describeRegistry(join(root, 'registry'));
  return {
    ...registry,
    hub: listFiles(join(root, 'hub')),
    told: readdirSync(join(root, 'outbox'))
      .filter(name => name.endsWith('.json'))
      .map(name => describeItem(join(root, 'outbox', name)))
      .sort(),
    left: [...readdirSync(join(root, 'state')).filter(name => name.endsWith('.json')), ...operations],
  };
}

/** How the registry of a world stands, read by a process that has seen nothing of it. */
export async function describeRegistry(registry: string): Promise<RegistryEnd> {
  const { status, index } = await loadModel(openRegistry(registry), deployedModel);
  const entries = status.index.entries.map(({ entry }) => entry).filter(({ action }) => action !== 'adopt');
  return {
    live: status.effective.aliases.get('latest')?.version ?? undefined,
    pointer: findPointer(registry),
    versions: status.index.versions.filter(({ whole }) => whole === 'complete').map(each => each.version),
    entries: entries.slice(1).map(describeEntry),
    operations: index.operations.map(({ title }) => title),
  };
}

/** The version that production points to in the registry of a world. */
export function findProduction(registry: string): string | undefined {
  return findPointer(registry)?.split('_').at(-1);
}

function findPointer(registry: string): string | undefined {
  return readPointer(registry, `${deployedModel}_latest`) ?? readPointer(registry, 'latest');
}

/** Whether what production points to may be: what is live first stood published, but for what was live before. */
export function isSafe(root: string): boolean {
  const version = findProduction(join(root, 'registry'));
  return version === 'v1' || existsSync(join(root, 'hub/acme__rag', `tag-${version}.json`));
}

function describeEntry({ action, moves, facts }: HistoryEntry): string {
  const moved = moves.map(({ alias, from, to }) => `${alias} ${from} to ${to}`);
  const kinds = facts.map(fact => `${fact.kind}${'version' in fact ? ` ${fact.version}` : ''}`);
  return [action, ...moved, ...kinds].join(', ');
}

function describeItem(path: string): string {
  const { channel, event } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly channel: string;
    readonly event: { readonly kind: string; readonly outcome: string; readonly to: string };
  };
  return `${channel}: ${event.kind} ${event.to}, ${event.outcome}`;
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.json'))
    .sort();
}
