import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutboxItem } from '../../../src/core/ports/outbox.ts';
import { describeEntry as describeFile } from '../hub/fake-repository.ts';
import { readMail } from '../notify/read-mail.ts';
import { describeRegistry, type RegistryEnd } from './describe-world.ts';
import { publishedIn, type ServedWorld } from './served-world.ts';

/** What of a served world does not differ between one way and another to the same end. */
export type ServedEnd = {
  readonly registry: RegistryEnd;
  /** Commits with the model's files, the oldest first, and each tag with the place of its commit. */
  readonly hub: readonly string[];
  /** What stands in each medium, as `mail: deployed`: issues and runs one by one, mails and posts by the name they carry. */
  readonly told: readonly string[];
  /** What the runs of both trackers hold. */
  readonly runs: readonly string[];
  /** Journals, and items of the outbox that are not delivered. */
  readonly left: readonly string[];
};

/** How a served world stands. */
export async function describeServedEnd(world: ServedWorld): Promise<ServedEnd> {
  return {
    registry: await describeRegistry(join(world.root, 'registry')),
    hub: describeHub(world),
    told: listTold(world).toSorted(),
    runs: listRuns(world).toSorted(),
    left: [
      ...listJournals(world).map(id => `deployment ${id}`),
      ...listOpenItems(world).map(({ channel, event, state }) => `${channel} ${event.kind} ${state}`),
    ],
  };
}

/** What of an end is not as it should be, each part in a sentence; empty when it is the same. */
export function compareEnds(end: ServedEnd, wanted: ServedEnd): readonly string[] {
  return (['registry', 'hub', 'told', 'runs', 'left'] as const)
    .filter(part => JSON.stringify(end[part]) !== JSON.stringify(wanted[part]))
    .map(part => `${part} is ${JSON.stringify(end[part])}`);
}

/** Ids of the deployments in the journal. */
export function listJournals({ root }: ServedWorld): readonly string[] {
  return listJson(join(root, 'state/deployments')).map(path => path.split('/').at(-1)?.slice(0, -5) ?? '');
}

/** What of the outbox is not delivered. */
export function listOpenItems({ root }: ServedWorld): readonly OutboxItem[] {
  return listJson(join(root, 'state/outbox'))
    .map(path => JSON.parse(readFileSync(path, 'utf8')) as OutboxItem)
    .filter(({ state }) => state !== 'delivered');
}

/** The names under which mails and posts arrived, as `mail EVENT`, as often as they did. */
export function listArrived({ smtp, hook }: ServedWorld): readonly string[] {
  const mails = smtp.mails.map(({ source }) => readMail(source).headers.get('x-lastgood-event'));
  const posts = hook.requests.map(({ headers }) => headers['idempotency-key']);
  return [...mails.map(id => `mail ${id}`), ...posts.map(id => `hook ${id}`)];
}

function describeHub({ hub }: ServedWorld): readonly string[] {
  const repository = hub.content.repositories.get(publishedIn);
  if (repository === undefined) return [];
  const { commits, tags, isPrivate } = repository;
  const place = (commit: string): number => commits.findIndex(({ id }) => id === commit);
  return [
    isPrivate ? 'private' : 'public',
    ...commits.map(({ title, tree }) => {
      const weights = [...tree].filter(([path]) => path.endsWith('.gguf'));
      return [title, ...weights.map(([path, entry]) => JSON.stringify(describeFile(path, entry)))].join(' ');
    }),
    ...[...tags].map(([tag, commit]) => `${tag} on ${place(commit)}`),
  ];
}

function listTold(world: ServedWorld): readonly string[] {
  const named = [...new Set(listArrived(world))].map(name => {
    const [medium = '', event = ''] = name.split(' ');
    return `${medium}: ${event.split('.').at(-1)}`;
  });
  const issues = world.github.issues.map(({ body }) => {
    const [, kind] = /<!-- lastgood:[\w-]+\.([\w-]+) -->/.exec(body) ?? [];
    return `tickets: ${kind}`;
  });
  return [...named, ...issues];
}

function listRuns({ wandb, mlflow }: ServedWorld): readonly string[] {
  const ofWandb = [...wandb.runs.values()].map(
    ({ displayName, jobType, state, history, files }) =>
      `runs: ${jobType}, ${displayName}, ${state}, ${history.length} line, ${[...files.keys()].join(' ')}`,
  );
  const ofMlflow = [...mlflow.store.runs.values()].map(
    ({ name, status, metrics, params }) => `history: ${name}, ${status}, ${metrics.size} ${params.size}`,
  );
  return [...ofWandb, ...ofMlflow];
}

/** Files of the folders of a folder, one for each registry. */
function listJson(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.json'))
      .map(name => join(folder, name));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  }
}
