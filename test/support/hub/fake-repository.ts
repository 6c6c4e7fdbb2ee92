import { createHash } from 'node:crypto';

/** A file as the fake keeps it: in git as it is, or by a pointer to a large object. */
export type FakeEntry = {
  readonly bytes: Buffer;
  readonly isLarge: boolean;
  /** Of an object that came in pieces, which the fake does not put together. */
  readonly inPieces?: { readonly sha256: string; readonly size: number };
};

export type FakeCommit = {
  readonly id: string;
  readonly title: string;
  readonly message: string;
  readonly tree: ReadonlyMap<string, FakeEntry>;
};

/** A repository of a model. The newest commit is the last one. */
export type FakeRepository = {
  isPrivate: boolean;
  readonly commits: FakeCommit[];
  readonly tags: Map<string, string>;
};

/** As the hub makes one: a first commit that says which files are large. */
export function createFakeRepository(isPrivate: boolean): FakeRepository {
  const repository: FakeRepository = { isPrivate, commits: [], tags: new Map() };
  addCommit(repository, 'initial commit', '', new Map([['.gitattributes', text('*.gguf filter=lfs\n')]]));
  return repository;
}

/** A file of text, kept as it is. */
export function text(content: string): FakeEntry {
  return { bytes: Buffer.from(content), isLarge: false };
}

/** Puts a commit on top, and gives its id. */
export function addCommit(
  repository: FakeRepository,
  title: string,
  message: string,
  tree: ReadonlyMap<string, FakeEntry>,
): string {
  const id = createHash('sha1')
    .update(`${repository.commits.length} ${title} ${Math.random()}`)
    .digest('hex');
  repository.commits.push({ id, title, message, tree });
  return id;
}

/** The newest commit. */
export function headOf({ commits }: FakeRepository): FakeCommit {
  const head = commits.at(-1);
  if (head === undefined) throw new Error('A repository has a first commit.');
  return head;
}

/** A commit by its id, a tag, or main. */
export function findCommit(repository: FakeRepository, revision: string): FakeCommit | undefined {
  if (revision === 'main' || revision === 'HEAD') return headOf(repository);
  const id = repository.tags.get(revision) ?? revision;
  return repository.commits.find(commit => commit.id === id);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One line of a listing, as the hub has it. */
export function describeEntry(
  path: string,
  { bytes, isLarge, inPieces }: FakeEntry,
): Record<string, unknown> {
  const { sha256, size } = inPieces ?? { sha256: sha256Of(bytes), size: bytes.length };
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
  const kept = isLarge ? Buffer.from(pointer) : bytes;
  const oid = createHash('sha1').update(`blob ${kept.length}\0`).update(kept).digest('hex');
  const lfs = { oid: sha256, size, pointerSize: kept.length };
  return { type: 'file', path, size, oid, ...(isLarge ? { lfs } : {}) };
}
