import type { ArrivedRequest, GivenAnswer } from '../mlflow/faulty-server.ts';
import {
  addCommit,
  createFakeRepository,
  describeEntry,
  type FakeEntry,
  type FakeRepository,
  findCommit,
  headOf,
  sha256Of,
} from './fake-repository.ts';

/** What the fake hub holds. */
export type HubContent = {
  readonly repositories: Map<string, FakeRepository>;
  /** Large objects by their sha256. */
  readonly objects: Map<string, Buffer>;
  /** Sizes of objects that come in pieces, by their sha256; below nothing until all pieces are there. */
  readonly inPieces: Map<string, number>;
  /** How large files are sent: whole to a store, or in pieces. */
  readonly transfer: 'basic' | 'xet';
  /** The token that is accepted. */
  token: string;
  /** What the token may do. */
  role: 'read' | 'write';
  readonly userName: string;
  readonly organisations: readonly string[];
  /** From this size on a file is large; so is one whose name ends like weights. */
  readonly largeFromBytes: number;
  /** The organisation lets nobody make a private repository. */
  readonly makesPublic: boolean;
  /** Files on a page of a listing. */
  readonly pageSize: number;
};

/** Answers one request as the hub would. */
export function answerHub(content: HubContent, origin: string, request: ArrivedRequest): GivenAnswer {
  const ofPieces = answerPieces(content, request);
  if (ofPieces !== undefined) return ofPieces;
  const url = new URL(request.target, origin);
  const path = decodeURIComponent(url.pathname);
  const route = routes.find(each => each.method === request.method && each.path.test(path));
  if (route === undefined) return refuse(404, 'Not Found');
  const login = readLogin(content, request);
  if (login === 'wrong') return refuse(401, 'Invalid credentials in Authorization header');
  if (route.writes && login === 'none') return refuse(401, 'Unauthorized');
  if (route.writes && content.role === 'read')
    return refuse(403, 'Forbidden: pass a token with the write role to use this endpoint');
  const [, ...parts] = route.path.exec(path) ?? [];
  return route.answer({ content, request, url, parts, isKnown: login === 'known', origin });
}

type Question = {
  readonly content: HubContent;
  readonly request: ArrivedRequest;
  readonly url: URL;
  readonly parts: readonly string[];
  readonly isKnown: boolean;
  readonly origin: string;
};

type Route = {
  readonly method: string;
  readonly path: RegExp;
  readonly writes?: boolean;
  readonly answer: (question: Question) => GivenAnswer;
};

const name = '([^/]+/[^/]+)';

const routes: readonly Route[] = [
  { method: 'GET', path: /^\/api\/whoami-v2$/, answer: answerIdentity },
  { method: 'POST', path: /^\/api\/validate-yaml$/, answer: () => json({ errors: [], warnings: [] }) },
  { method: 'POST', path: /^\/api\/repos\/create$/, writes: true, answer: createRepository },
  { method: 'GET', path: new RegExp(`^/api/models/${name}/refs$`), answer: answerRefs },
  { method: 'GET', path: new RegExp(`^/api/models/${name}/tree/([^/]+)$`), answer: answerTree },
  { method: 'GET', path: new RegExp(`^/api/models/${name}/commits/([^/]+)$`), answer: answerCommits },
  { method: 'GET', path: new RegExp(`^/api/models/${name}(?:/revision/([^/]+))?$`), answer: answerModel },
  {
    method: 'POST',
    path: new RegExp(`^/api/models/${name}/preupload/`),
    writes: true,
    answer: answerPreupload,
  },
  { method: 'POST', path: new RegExp(`^/api/models/${name}/commit/`), writes: true, answer: makeCommit },
  { method: 'POST', path: new RegExp(`^/api/models/${name}/tag/([^/]+)$`), writes: true, answer: makeTag },
  {
    method: 'POST',
    path: new RegExp(`^/${name}.git/info/lfs/objects/batch$`),
    writes: true,
    answer: answerBatch,
  },
  { method: 'PUT', path: /^\/store\/([0-9a-f]{64})$/, answer: storeObject },
  { method: 'GET', path: new RegExp(`^/${name}/resolve/([^/]+)/(.+)$`), answer: answerFile },
  { method: 'HEAD', path: new RegExp(`^/${name}/resolve/([^/]+)/(.+)$`), answer: answerFile },
];

function readLogin(content: HubContent, { headers }: ArrivedRequest): 'known' | 'none' | 'wrong' {
  const given = headers['authorization'];
  if (given === undefined) return 'none';
  return given === `Bearer ${content.token}` ? 'known' : 'wrong';
}

function find({ content, parts: [repository = ''], isKnown }: Question): FakeRepository | undefined {
  const found = content.repositories.get(repository);
  return found?.isPrivate && !isKnown ? undefined : found;
}

/** What is missing and what may not be seen look the same. */
function missing({ isKnown }: Question): GivenAnswer {
  return refuse(isKnown ? 404 : 401, 'Repository not found', 'RepoNotFound');
}

function answerIdentity({ content, isKnown }: Question): GivenAnswer {
  if (!isKnown) return refuse(401, 'Unauthorized');
  const orgs = content.organisations.map(each => ({ name: each, roleInOrg: 'write' }));
  const auth = { type: 'access_token', accessToken: { displayName: 'ci', role: content.role } };
  return json({ type: 'user', name: content.userName, orgs, auth });
}

function createRepository({ content, request, origin }: Question): GivenAnswer {
  const asked = JSON.parse(request.body.toString());
  const repository = `${asked.organization ?? content.userName}/${asked.name}`;
  const url = `${origin}/${repository}`;
  if (content.repositories.has(repository))
    return refuse(409, 'You already created this model repo', undefined, { url });
  if (![content.userName, ...content.organisations].includes(asked.organization))
    return refuse(
      403,
      `You don't have the rights to create a model under the namespace "${asked.organization}".`,
    );
  content.repositories.set(
    repository,
    createFakeRepository(asked.visibility === 'private' && !content.makesPublic),
  );
  return json({ url, id: repository, name: repository });
}

function answerRefs(question: Question): GivenAnswer {
  const repository = find(question);
  if (repository === undefined) return missing(question);
  const tags = [...repository.tags].map(([tag, commit]) => ({
    name: tag,
    ref: `refs/tags/${tag}`,
    targetCommit: commit,
  }));
  const main = { name: 'main', ref: 'refs/heads/main', targetCommit: headOf(repository).id };
  return json({ branches: [main], converts: [], tags, pullRequests: [] });
}

function answerModel(question: Question): GivenAnswer {
  const repository = find(question);
  const commit = repository && findCommit(repository, question.parts[1] ?? 'main');
  if (repository === undefined || commit === undefined) return missing(question);
  const [id] = question.parts;
  const siblings = [...commit.tree].map(([path]) => ({ rfilename: path }));
  return json({
    _id: '1',
    id,
    modelId: id,
    private: repository.isPrivate,
    sha: commit.id,
    siblings,
    tags: [],
  });
}

function answerTree(question: Question): GivenAnswer {
  const repository = find(question);
  const commit = repository && findCommit(repository, question.parts[1] ?? '');
  if (commit === undefined) return missing(question);
  const { pageSize } = question.content;
  const from = Number(question.url.searchParams.get('cursor') ?? 0);
  const all = [...commit.tree].map(([path, entry]) => describeEntry(path, entry));
  const next = new URL(question.url);
  next.searchParams.set('cursor', String(from + pageSize));
  const link = from + pageSize < all.length ? { link: `<${next.href}>; rel="next"` } : {};
  return json(all.slice(from, from + pageSize), link);
}

function answerCommits(question: Question): GivenAnswer {
  const repository = find(question);
  if (repository === undefined) return missing(question);
  const date = '2026-12-01T00:00:00.000Z';
  const commits = repository.commits
    .toReversed()
    .map(({ id, title, message }) => ({ id, title, message, authors: [], date }));
  return json(commits.slice(0, Number(question.url.searchParams.get('limit') ?? 50)));
}

function isLarge(content: HubContent, path: string, bytes: number): boolean {
  return bytes >= content.largeFromBytes || /\.(?:gguf|safetensors|bin)$/.test(path);
}

function answerPreupload(question: Question): GivenAnswer {
  if (find(question) === undefined) return missing(question);
  const { files } = JSON.parse(question.request.body.toString());
  const modes = files.map(({ path, size }: { path: string; size: number }) => ({
    path,
    uploadMode: isLarge(question.content, path, size) ? 'lfs' : 'regular',
    shouldIgnore: false,
  }));
  return json({ files: modes });
}

function answerBatch({ content, origin, parts, request }: Question): GivenAnswer {
  const { objects } = JSON.parse(request.body.toString());
  const { transfer } = content;
  const inPieces = {
    href: `${origin}/api/models/${parts[0]}/xet-write-token/main`,
    header: {
      'X-Xet-Cas-Url': origin.replace('127.0.0.1', 'localhost'),
      'X-Xet-Access-Token': piecesToken,
      'X-Xet-Token-Expiration': '9999999999',
      'X-Xet-Session-Id': 'session',
    },
  };
  const answers = objects.map(({ oid, size }: { oid: string; size: number }) => {
    if (content.objects.has(oid) || (content.inPieces.get(oid) ?? 0) > 0) return { oid, size };
    if (transfer === 'xet') content.inPieces.set(oid, -size);
    const upload = transfer === 'xet' ? inPieces : { href: `${origin}/store/${oid}`, header: {} };
    return { oid, size, actions: { upload } };
  });
  return json({ transfer, objects: answers });
}

/** What lets in to the store of pieces, and to nothing else. */
const piecesToken = 'pieces-token';

/** The store of pieces: it knows none before they are sent, and does not put files together. */
function answerPieces(
  content: HubContent,
  { method, target, headers }: ArrivedRequest,
): GivenAnswer | undefined {
  if (!/^\/v1\/(?:chunks|xorbs|shards)/.test(target)) return undefined;
  if (headers['authorization'] !== `Bearer ${piecesToken}`) return refuse(401, 'Unauthorized');
  if (method === 'GET') return refuse(404, 'No such piece');
  if (target.startsWith('/v1/shards'))
    for (const [oid, size] of content.inPieces) content.inPieces.set(oid, Math.abs(size));
  return json({ was_inserted: true, result: 1 });
}

function storeObject({ content, request, parts: [sha256 = ''] }: Question): GivenAnswer {
  if (sha256Of(request.body) !== sha256) return refuse(400, 'The object is not of this digest');
  content.objects.set(sha256, request.body);
  return { status: 200, headers: { etag: '"1"' }, body: '' };
}

type CommitLine = {
  readonly key: 'header' | 'file' | 'lfsFile' | 'deletedFile';
  readonly value: {
    readonly summary: string;
    readonly description?: string;
    readonly parentCommit?: string;
    readonly path: string;
    readonly content: string;
    readonly oid: string;
  };
};

function makeCommit(question: Question): GivenAnswer {
  const repository = find(question);
  if (repository === undefined) return missing(question);
  const lines: readonly CommitLine[] = question.request.body
    .toString()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
  const header = lines.find(({ key }) => key === 'header')?.value;
  const head = headOf(repository);
  if (header?.parentCommit !== undefined && header.parentCommit !== head.id)
    return refuse(412, 'A commit has happened since. Please refresh and try again.');
  const tree = new Map<string, FakeEntry>(head.tree);
  for (const { key, value } of lines) {
    if (key === 'file') tree.set(value.path, { bytes: Buffer.from(value.content, 'base64'), isLarge: false });
    if (key === 'deletedFile') tree.delete(value.path);
    if (key !== 'lfsFile') continue;
    const object = findObject(question.content, value.oid);
    if (object === undefined)
      return refuse(400, `LFS pointer pointed to a file that does not exist: ${value.oid}`);
    tree.set(value.path, object);
  }
  const id = addCommit(repository, header?.summary ?? '', header?.description ?? '', tree);
  return json({
    success: true,
    commitOid: id,
    commitUrl: `${question.origin}/${question.parts[0]}/commit/${id}`,
    hookOutput: '',
  });
}

function findObject({ objects, inPieces }: HubContent, sha256: string): FakeEntry | undefined {
  const bytes = objects.get(sha256);
  if (bytes !== undefined) return { bytes, isLarge: true };
  const size = inPieces.get(sha256) ?? 0;
  return size > 0 ? { bytes: Buffer.alloc(0), isLarge: true, inPieces: { sha256, size } } : undefined;
}

function makeTag(question: Question): GivenAnswer {
  const repository = find(question);
  if (repository === undefined) return missing(question);
  const { tag } = JSON.parse(question.request.body.toString());
  const commit = findCommit(repository, question.parts[1] ?? '');
  if (commit === undefined) return refuse(404, 'Invalid rev id', 'RevisionNotFound');
  if (repository.tags.has(tag)) return refuse(409, 'Tag reference exists already');
  repository.tags.set(tag, commit.id);
  return { status: 200, headers: {}, body: 'OK' };
}

function answerFile(question: Question): GivenAnswer {
  const repository = find(question);
  const commit = repository && findCommit(repository, question.parts[1] ?? '');
  const entry = commit?.tree.get(question.parts[2] ?? '');
  if (repository === undefined) return missing(question);
  if (commit === undefined || entry === undefined) return refuse(404, 'Entry not found', 'EntryNotFound');
  const headers = { 'x-repo-commit': commit.id, etag: `"${sha256Of(entry.bytes)}"` };
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: entry.bytes,
  };
}

function json(document: unknown, headers: Readonly<Record<string, string>> = {}): GivenAnswer {
  const type = 'application/json; charset=utf-8';
  return { status: 200, headers: { 'content-type': type, ...headers }, body: JSON.stringify(document) };
}

function refuse(
  status: number,
  error: string,
  code?: string,
  more: Readonly<Record<string, unknown>> = {},
): GivenAnswer {
  const said = code === undefined ? {} : { 'x-error-code': code, 'x-error-message': error };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...said },
    body: JSON.stringify({ error, ...more }),
  };
}
