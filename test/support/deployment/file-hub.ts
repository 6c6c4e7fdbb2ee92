import { join } from 'node:path';
import type { AppError } from '../../../src/core/errors/app-error.ts';
import { ConflictError } from '../../../src/core/errors/app-error.ts';
import type { FileSystem } from '../../../src/core/ports/file-system.ts';
import type { ModelHub } from '../../../src/core/ports/model-hub.ts';
import type {
  Publication,
  PublicationReceipt,
  PublicationState,
} from '../../../src/core/publish/publication.ts';

/** What a commit of the hub holds. */
type Commit = { readonly operationId: string; readonly files: Readonly<Record<string, string>> };

/** What a call meets before it is answered; undefined: nothing. */
export type HubFault = (call: 'find' | 'publish') => AppError | undefined;

const limitBytes = 1024 * 1024;

/** A hub whose repositories are folders: each outside step of a publication is one file that must not be there yet. */
export function createFileHub(
  fileSystem: FileSystem,
  folder: string,
  fault: HubFault = () => undefined,
): ModelHub {
  const refuse = (call: 'find' | 'publish'): void => {
    const error = fault(call);
    if (error !== undefined) throw error;
  };
  const find = (publication: Publication) => findState(fileSystem, placeOf(folder, publication), publication);
  return {
    url: 'https://hub.example.org',
    findPublication: async publication => {
      refuse('find');
      return await find(publication);
    },
    publish: async publication => {
      refuse('publish');
      return await publish(fileSystem, placeOf(folder, publication), publication, await find(publication));
    },
    examine: async () => ({
      ...{ name: 'hub', place: 'https://hub.example.org', state: 'ready', identity: 'anna' },
      ...{ may: [], missing: [] },
    }),
  };
}

function placeOf(folder: string, { repository }: Publication): string {
  return join(folder, repository.replace('/', '__'));
}

/** The model's files of a publication, by path. */
function modelFilesOf({ files }: Publication): Readonly<Record<string, string>> {
  return Object.fromEntries(
    files.filter(({ part }) => part === 'model').map(({ path, sha256 }) => [path, sha256]),
  );
}

async function findState(
  fileSystem: FileSystem,
  place: string,
  publication: Publication,
): Promise<PublicationState> {
  if ((await fileSystem.findFacts(join(place, 'repository.json'))) === undefined)
    return { at: 'no-repository' };
  const wanted = modelFilesOf(publication);
  const tag = await readJson<{ readonly commit: string }>(
    fileSystem,
    join(place, `tag-${publication.tag}.json`),
  );
  const head = await findHead(fileSystem, place);
  const isSame = (commit: Commit | undefined) => JSON.stringify(commit?.files) === JSON.stringify(wanted);
  const visibility = publication.visibility;
  if (tag !== undefined) {
    const commit = await readJson<Commit>(fileSystem, join(place, `${tag.commit}.json`));
    return isSame(commit)
      ? { at: 'published', url: urlOf(publication), commit: tag.commit, visibility, differing: [] }
      : { at: 'other-content', commit: tag.commit, differing: Object.keys(wanted) };
  }
  if (head !== undefined && isSame(head.commit)) return { at: 'untagged', commit: head.name, visibility };
  return { at: 'repository', head: head?.name ?? 'none', visibility, replaces: [], drops: [] };
}

async function publish(
  fileSystem: FileSystem,
  place: string,
  publication: Publication,
  state: PublicationState,
): Promise<PublicationReceipt> {
  const { tag, visibility, operationId } = publication;
  const made = { repository: false, commit: false, tag: false };
  if (state.at === 'other-content' || state.at === 'other-model')
    throw new ConflictError('publication-conflict', 'It stands on other files there.');
  if (state.at === 'no-repository') {
    if ((await fileSystem.findFacts(place)) === undefined) await fileSystem.makeFolder(place);
    await write(fileSystem, join(place, 'repository.json'), { visibility });
    made.repository = true;
  }
  let commit = 'commit' in state ? state.commit : undefined;
  if (commit === undefined) {
    const last = await findHead(fileSystem, place);
    commit = `commit-${Number(last?.name.slice('commit-'.length) ?? 0) + 1}`;
    await write(fileSystem, join(place, `${commit}.json`), { operationId, files: modelFilesOf(publication) });
    made.commit = true;
  }
  if (state.at !== 'published') {
    await write(fileSystem, join(place, `tag-${tag}.json`), { commit });
    made.tag = true;
  }
  return { url: urlOf(publication), commit, tag, visibility, made };
}

async function findHead(fileSystem: FileSystem, place: string) {
  const names = (await fileSystem.listNames(place)).filter(name => name.startsWith('commit-')).sort();
  const name = names.at(-1)?.replace('.json', '');
  if (name === undefined) return undefined;
  const commit = await readJson<Commit>(fileSystem, join(place, `${name}.json`));
  return commit && { name, commit };
}

function urlOf({ repository, tag }: Publication): string {
  return `https://hub.example.org/${repository}/tree/${tag}`;
}

async function write(fileSystem: FileSystem, path: string, value: object): Promise<void> {
  await fileSystem.createFile(path, new TextEncoder().encode(JSON.stringify(value)));
}

/** A file that is cut off was never answered for: there is none. */
async function readJson<Value>(fileSystem: FileSystem, path: string): Promise<Value | undefined> {
  try {
    return JSON.parse(Buffer.from(await fileSystem.readFile(path, limitBytes)).toString()) as Value;
  } catch {
    return undefined;
  }
}
