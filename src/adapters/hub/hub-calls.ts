import * as z from 'zod/mini';
import { AppError } from '../../core/errors/app-error.ts';
import type { Visibility } from '../../core/publish/publication.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { HubAccess } from './hub-access.ts';
import { describeDamaged } from './hub-failure.ts';

/** A file as it stands on the hub. */
export type RemoteFile = {
  readonly path: string;
  readonly bytes: number;
  /** Digest of the blob in git. */
  readonly blob: string;
  /** Of a large file; undefined: the blob is the file itself. */
  readonly large: { readonly sha256: string; readonly bytes: number } | undefined;
};

/** Branches and tags of a repository with the commits they stand on. */
export type RemoteRefs = {
  readonly branches: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
};

/** Who asks, as the hub says. */
export type RemoteIdentity = {
  readonly name: string;
  readonly organisations: readonly { readonly name: string; readonly role: string | undefined }[];
  /** `read`, `write`, `fineGrained` …; undefined where it does not say. */
  readonly role: string | undefined;
};

/** The calls of the hub that the library lacks, or makes without saying what went wrong. */
export type HubCalls = {
  /** undefined: there is no such repository for this token. */
  readonly findRefs: (repository: string) => Promise<RemoteRefs | undefined>;
  readonly getVisibility: (repository: string) => Promise<Visibility>;
  /** Files of a commit, folders left out. */
  readonly listTree: (repository: string, commit: string) => Promise<readonly RemoteFile[]>;
  /** A small text file of a commit; undefined: none. */
  readonly findText: (repository: string, commit: string, path: string) => Promise<string | undefined>;
  /** The newest commit of a branch whose message holds a text, among the newest; undefined: none. */
  readonly findCommit: (repository: string, branch: string, text: string) => Promise<string | undefined>;
  readonly createRepository: (repository: string, visibility: Visibility) => Promise<'made' | 'there'>;
  readonly createTag: (
    repository: string,
    commit: string,
    tag: string,
    message: string,
  ) => Promise<'made' | 'there'>;
  readonly whoAmI: () => Promise<RemoteIdentity>;
};

/** Most pages of a listing, of a thousand files each. */
const pageLimit = 50;

/** How many commits are looked through for one of ours. */
const commitLimit = 100;

const commitId = z.string().check(z.regex(/^[0-9a-f]{40}$/));
const ref = z.object({ name: z.string(), targetCommit: commitId });
const refsAnswer = z.object({ branches: z.array(ref), tags: z.array(ref) });
const modelAnswer = z.object({ private: z.boolean() });
const treeAnswer = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number(),
    oid: z.string(),
    lfs: z.optional(z.nullable(z.object({ oid: z.string(), size: z.number() }))),
  }),
);
const commitsAnswer = z.array(z.object({ id: commitId, title: z.string(), message: z.optional(z.string()) }));
const identityAnswer = z.object({
  name: z.string(),
  orgs: z.optional(z.array(z.object({ name: z.string(), roleInOrg: z.optional(z.string()) }))),
  auth: z.optional(z.object({ accessToken: z.optional(z.object({ role: z.optional(z.string()) })) })),
});

/** @param fetch as `createHubFetch` makes it */
export function createHubCalls(access: HubAccess, fetch: typeof globalThis.fetch): HubCalls {
  const read = async <Answer>(path: string, answer: z.ZodMiniType<Answer>): Promise<Answer> =>
    (await readPage(access, fetch, `${access.url}${path}`, answer)).answer;
  const post = async (path: string, body: unknown): Promise<'made' | 'there'> => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const made = await unless(409, () => fetch(`${access.url}${path}`, init));
    return made === undefined ? 'there' : 'made';
  };
  return {
    findRefs: async repository => {
      const refs = await unless(404, () => read(`/api/models/${repository}/refs`, refsAnswer));
      return refs && { branches: mapRefs(refs.branches), tags: mapRefs(refs.tags) };
    },
    getVisibility: async repository =>
      (await read(`/api/models/${repository}`, modelAnswer)).private ? 'private' : 'public',
    listTree: (repository, commit) => listTree(access, fetch, `/api/models/${repository}/tree/${commit}`),
    findText: async (repository, commit, path) => {
      const address = `${access.url}/${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
      return await (await unless(404, () => fetch(address)))?.text();
    },
    findCommit: async (repository, branch, text) => {
      const path = `/api/models/${repository}/commits/${encodeURIComponent(branch)}?limit=${commitLimit}`;
      const commits = await read(path, commitsAnswer);
      return commits.find(({ title, message = '' }) => `${title}\n${message}`.includes(text))?.id;
    },
    createRepository: (repository, visibility) => {
      const [organization, name] = repository.split('/');
      return post('/api/repos/create', { type: 'model', name, organization, visibility });
    },
    createTag: (repository, commit, tag, message) =>
      post(`/api/models/${repository}/tag/${commit}`, { tag, message }),
    whoAmI: async () => {
      const { name, orgs = [], auth } = await read('/api/whoami-v2', identityAnswer);
      return {
        name: makeSafeText(name, { limit: 100 }),
        organisations: orgs.map(each => ({ name: each.name, role: each.roleInOrg })),
        role: auth?.accessToken?.role,
      };
    },
  };
}

async function listTree(
  access: HubAccess,
  fetch: typeof globalThis.fetch,
  path: string,
): Promise<readonly RemoteFile[]> {
  const files: RemoteFile[] = [];
  let next: string | undefined = `${access.url}${path}?recursive=true`;
  for (let pages = 0; next !== undefined; pages += 1) {
    const page: Page<z.infer<typeof treeAnswer>> = await readPage(access, fetch, next, treeAnswer);
    for (const { type, lfs, oid, size, ...entry } of page.answer) {
      if (type !== 'file') continue;
      const large = lfs ? { sha256: lfs.oid, bytes: lfs.size } : undefined;
      files.push({ path: entry.path, bytes: size, blob: oid, large });
    }
    next = page.next;
    if (pages >= pageLimit && next !== undefined)
      throw describeDamaged({ access, doing: 'read the repository' }, 'lists more files than are read');
  }
  return files;
}

type Page<Answer> = { readonly answer: Answer; readonly next: string | undefined };

async function readPage<Answer>(
  access: HubAccess,
  fetch: typeof globalThis.fetch,
  url: string,
  answer: z.ZodMiniType<Answer>,
): Promise<Page<Answer>> {
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  const parsed = answer.safeParse(await response.json());
  const context = { access, doing: 'read the repository' };
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = makeSafeText(issue?.path.join('.') || 'the answer', { limit: 100 });
    throw describeDamaged(context, `gave an answer that is not what the hub says (${place})`);
  }
  const [, link] = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '') ?? [];
  const next = link === undefined ? undefined : new URL(link, url);
  if (next !== undefined && next.origin !== new URL(url).origin)
    throw describeDamaged(context, 'sends its listing on to another host');
  return { answer: parsed.data, next: next?.href };
}

/** What a call gives, or undefined where the hub answers with this status. */
async function unless<Result>(status: number, call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.data['status'] === status) return undefined;
    throw thrown;
  }
}

function mapRefs(refs: readonly { readonly name: string; readonly targetCommit: string }[]) {
  return new Map(refs.map(({ name, targetCommit }) => [name, targetCommit]));
}
