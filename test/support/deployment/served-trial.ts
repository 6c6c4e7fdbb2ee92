import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { OutboxItem } from '../../../src/core/ports/outbox.ts';
import type { Finished } from '../../bin/run-program.ts';
import type { Crossing } from '../relay/crossing.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { deployedModel, prepareWorld } from './deployment-world.ts';
import { describeServedEnd, listArrived, listJournals, listOpenItems, type ServedEnd } from './served-end.ts';
import { publishedIn, type RunOptions, type ServedWorld, serveWorld } from './served-world.ts';

/** Where every trial begins, made once. */
export type Beginning = { readonly folder: string; readonly remove: () => void };

/** A registry with v1 live and the inputs of a candidate, on disk. */
export async function prepareBeginning(): Promise<Beginning> {
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-served-'));
  await prepareWorld(folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A served world of its own that begins there, until the running test ends. */
export async function openTrial({ folder }: Beginning): Promise<ServedWorld> {
  const root = createTemporaryFolder();
  cpSync(folder, root, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  return await serveWorld(root);
}

/** What an undisturbed run asks of whom, and what becomes of it. */
export type Undisturbed = { readonly crossings: readonly Crossing[]; readonly end: ServedEnd };

/** Deploys in a world where nothing goes wrong. */
export async function deployUndisturbed(world: ServedWorld): Promise<Undisturbed> {
  const finished = await world.run(deployCommand(world));
  if (finished.code !== 0) throw new Error(finished.error);
  const crossings = [...world.crossings];
  // A busy machine may not have told everybody in time.
  if (listOpenItems(world).length > 0) await world.run(['outbox', 'send']);
  return { crossings, end: await describeServedEnd(world) };
}

const sure = ['--yes', '--confirm', `${deployedModel}@latest`];

/** The command line that deploys the candidate. */
export function deployCommand({ root }: ServedWorld): readonly string[] {
  const inputs = ['--weights', join(root, 'inputs/tiny.gguf'), '--results', join(root, 'inputs/results')];
  const publish = ['--hub', publishedIn, '--license', 'mit'];
  return ['deploy', deployedModel, ...inputs, ...publish, '--reason', 'INC-7: the candidate', ...sure];
}

/** How a run ended, and which mails and posts it sent though nothing called for that. */
export type WatchedRun = Finished & { readonly twice: readonly string[] };

/**
 * Runs the program in a world. A mail or a post may arrive once more in a run, under its name, where the outbox did not know that it had
 * arrived: whoever sent it was killed, or never heard the answer. Any other second one is told.
 */
export async function runWatched(
  world: ServedWorld,
  argv: readonly string[],
  options?: RunOptions,
): Promise<WatchedRun> {
  const before = listArrived(world);
  const unsure = new Set(listOpenItems(world).map(({ channel, event }) => `${channel} ${event.eventId}`));
  const finished = await world.run(argv, options);
  const countIn = (names: readonly string[], name: string): number =>
    names.filter(each => each === name).length;
  const after = listArrived(world);
  const twice = [...new Set(after)].filter(name => {
    const earlier = countIn(before, name);
    const mayCome = earlier === 0 || unsure.has(name) ? 1 : 0;
    return countIn(after, name) > earlier + mayCome;
  });
  return { ...finished, twice };
}

/**
 * Goes on with a deployment that was cut off: by its id, or by the same command, which is all there is where nothing had begun or all was
 * done. Then tells whom nobody has told yet. @returns how the first of these ended
 */
export async function goOn(world: ServedWorld, by: 'its-id' | 'the-same-command'): Promise<WatchedRun> {
  const [id] = listJournals(world);
  const isResumed = by === 'its-id' && id !== undefined;
  const argv = isResumed ? ['deploy', '--resume', id, ...sure] : deployCommand(world);
  const finished = await runWatched(world, argv);
  const twice = [...finished.twice];
  // A process that was killed while it took an item leaves it taken for some seconds.
  await expect
    .poll(async () => {
      if (listOpen(world, 'waiting').length > 0)
        twice.push(...(await runWatched(world, ['outbox', 'send'])).twice);
      return listOpen(world, 'waiting');
    })
    .toEqual([]);
  // What a service refused for good is sent again when somebody says so.
  for (const item of listOpen(world, 'given-up'))
    twice.push(...(await runWatched(world, ['outbox', 'send', item])).twice);
  return { ...finished, twice };
}

function listOpen(world: ServedWorld, wanted: OutboxItem['state']): readonly string[] {
  return listOpenItems(world)
    .filter(({ state }) => state === wanted)
    .map(({ id }) => id);
}

/** A request for people: `hub 14 POST /api/models/acme/rag/commit/main`. */
export function formatCrossing({ service, place, what }: Crossing): string {
  return `${service} ${place} ${what.replace(/[0-9a-f]{32,64}/g, '…')}`;
}

/** Does work for each of many, a few at a time. */
export async function forEachOf<Item>(
  items: readonly Item[],
  work: (item: Item, place: number) => Promise<void>,
): Promise<void> {
  const next = items.entries();
  const worker = async (): Promise<void> => {
    for (const [place, item] of next) await work(item, place);
  };
  await Promise.all([worker(), worker(), worker()]);
}
