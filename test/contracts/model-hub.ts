import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { ModelHub } from '../../src/core/ports/model-hub.ts';
import type { PublicationReceipt } from '../../src/core/publish/publication.ts';
import { type FakeHub, hubToken, openFakeHub } from '../support/hub/fake-hub.ts';
import { findCommit, headOf } from '../support/hub/fake-repository.ts';
import type { HubContent } from '../support/hub/hub-handlers.ts';
import { makePublication, modelFile, recordFile } from '../support/hub/publications.ts';
import type { Fault } from '../support/mlflow/faults.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** How the contract gets a hub to test: its waits are none, and one attempt may take `callMs`. */
export type ModelHubRig = {
  readonly open: (
    url: string,
    options: { readonly token: string | undefined; readonly callMs: number },
  ) => ModelHub;
};

/** What every {@link ModelHub} must do, whatever the network makes of it. */
export function describeModelHub(name: string, rig: ModelHubRig): void {
  const stage = async (change: Partial<HubContent> = {}, callMs = 20_000) => {
    const fake = await openFakeHub(change);
    return { fake, hub: rig.open(fake.url, { token: hubToken, callMs }) };
  };

  describe(`model hub: ${name}`, () => {
    describePublishing(stage);
    describeConflicts(stage);
    describeFaults(stage);
    describeExamining(stage, rig);
  });
}

type Stage = (
  change?: Partial<HubContent>,
  callMs?: number,
) => Promise<{ readonly fake: FakeHub; readonly hub: ModelHub }>;

const repository = 'acme/tiny-llm';
const all = { repository: true, commit: true, tag: true };
const none = { repository: false, commit: false, tag: false };

function describePublishing(stage: Stage): void {
  it('a version nobody published gets a private repository, one commit, and its tag', async () => {
    const { fake, hub } = await stage();
    const publication = makePublication();
    expect(await hub.findPublication(publication)).toEqual({ at: 'no-repository' });
    expect(fake.content.repositories.size).toBe(0);
    const receipt = await hub.publish(publication);
    const { commits, tags, isPrivate } = fake.get(repository);
    const head = headOf(fake.get(repository));
    expect(receipt).toEqual({
      url: `${fake.url}/acme/tiny-llm/tree/v1`,
      commit: head.id,
      tag: 'v1',
      visibility: 'private',
      made: all,
    } satisfies PublicationReceipt);
    expect([isPrivate, commits.length, [...tags]]).toEqual([true, 2, [['v1', head.id]]]);
    expect(head).toMatchObject({ title: 'Publish tiny-llm v1', message: 'lastgood operation operation-v1' });
    expect(head.tree.get('model.safetensors')).toEqual({
      bytes: Buffer.from('the weights of v1'),
      isLarge: true,
    });
    expect([...head.tree.keys()].toSorted()).toEqual(
      [...publication.files.map(({ path }) => path), '.gitattributes'].toSorted(),
    );
    expect(await hub.findPublication(publication)).toMatchObject({
      at: 'published',
      commit: head.id,
      differing: [],
    });
  });

  it('a second time nothing is written', async () => {
    const { fake, hub } = await stage();
    const publication = makePublication();
    await hub.publish(publication);
    const before = fake.writes().length;
    expect(await hub.publish(makePublication({ operationId: 'another' }))).toMatchObject({ made: none });
    expect(fake.writes()).toHaveLength(before);
  });

  it('a public repository is made where it was asked for', async () => {
    const { fake, hub } = await stage();
    expect(await hub.publish(makePublication({ visibility: 'public' }))).toMatchObject({
      visibility: 'public',
    });
    expect(fake.get(repository).isPrivate).toBe(false);
  });

  it('nothing is sent to a repository that was to be private and is not', async () => {
    const { fake, hub } = await stage({ makesPublic: true });
    await expect(hub.publish(makePublication())).rejects.toMatchObject({ code: 'publication-conflict' });
    expect(fake.get(repository).commits).toHaveLength(1);
  });

  it('the next version leaves out what only the one before had, and what others put there stays', async () => {
    const { fake, hub } = await stage();
    fake.add(repository, { 'notes.md': 'by hand', 'README.md': 'an old card' });
    const shard = modelFile(createTemporaryFolder(), 'second.safetensors', 'more');
    const first = makePublication({ more: [shard] });
    expect(await hub.findPublication(first)).toMatchObject({
      at: 'repository',
      replaces: ['README.md'],
      drops: [],
    });
    await hub.publish(first);
    const second = makePublication({ version: 'v2', weights: 'the weights of v2' });
    expect(await hub.findPublication(second)).toMatchObject({ replaces: [], drops: ['second.safetensors'] });
    await hub.publish(second);
    const { tags } = fake.get(repository);
    const tree = (tag: string) => findCommit(fake.get(repository), tags.get(tag) ?? '')?.tree;
    expect([tree('v1')?.has('second.safetensors'), tree('v2')?.has('second.safetensors')]).toEqual([
      true,
      false,
    ]);
    expect(tree('v2')?.has('notes.md')).toBe(true);
  });

  it('a card that would say more now is told, and the tag stays', async () => {
    const { fake, hub } = await stage();
    await hub.publish(makePublication());
    const before = fake.writes().length;
    const again = makePublication();
    const files = again.files.map(file =>
      file.path === 'README.md' ? recordFile('README.md', 'more') : file,
    );
    expect(await hub.findPublication({ ...again, files })).toMatchObject({
      at: 'published',
      differing: ['README.md'],
    });
    await hub.publish({ ...again, files });
    expect(fake.writes()).toHaveLength(before);
  });

  it('a large file that is there already is not sent again, under another name neither', async () => {
    const { fake, hub } = await stage();
    await hub.publish(makePublication());
    const sent = () => fake.log.filter(({ method }) => method === 'PUT').length;
    const before = sent();
    const folder = createTemporaryFolder();
    const more = [modelFile(folder, 'copy.gguf', 'the weights of v1')];
    await hub.publish(makePublication({ version: 'v2', weights: 'others', more }));
    expect(sent() - before).toBe(1);
  });

  it('sends large files in pieces where the hub wants that, with the token of their store and not ours', async () => {
    const { fake, hub } = await stage({ transfer: 'xet' });
    const told: number[] = [];
    const weights = Buffer.alloc(1_500_000, 'weights of some size ');
    const folder = createTemporaryFolder();
    const publication = makePublication({ more: [modelFile(folder, 'large.gguf', weights)] });
    const receipt = await hub.publish(publication, { onProgress: done => told.push(done) });
    expect(receipt.made).toEqual(all);
    const pieces = fake.log.filter(({ path }) => path.startsWith('/v1/'));
    expect(pieces.map(({ method }) => method)).toContain('POST');
    expect(new Set(pieces.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer pieces-token']),
    );
    expect(told.at(-1)).toBeGreaterThanOrEqual(1_500_000);
    const more = [modelFile(folder, 'large.gguf', weights)];
    await hub.publish(makePublication({ version: 'v2', more }));
    expect(fake.log.filter(({ path }) => path.startsWith('/v1/'))).toHaveLength(pieces.length);
    expect(await hub.findPublication(publication)).toMatchObject({ at: 'published', differing: [] });
  });

  it.each(['status', 'drop-before'] as const)('pieces that meet %s are sent again', async does => {
    const { fake, hub } = await stage({ transfer: 'xet' });
    for (const path of [/^\/v1\/xorbs/, /^\/v1\/shards/]) fake.faults.add({ path, does, method: 'POST' });
    expect(await hub.publish(makePublication())).toMatchObject({ made: all });
  });

  it('a listing of several pages is read to its end', async () => {
    const { hub } = await stage({ pageSize: 2 });
    const publication = makePublication();
    expect(await hub.publish(publication)).toMatchObject({ made: all });
    expect(await hub.findPublication(publication)).toMatchObject({ at: 'published' });
  });

  it('tells how much is sent, up to all of it', async () => {
    const { hub } = await stage();
    const told: number[] = [];
    const publication = makePublication();
    const total = publication.files.reduce((sum, { bytes }) => sum + bytes, 0);
    await hub.publish(publication, {
      onProgress: (done, of) => {
        expect([done <= of, of]).toEqual([true, total]);
        told.push(done);
      },
    });
    expect(told.at(-1)).toBeGreaterThan(0);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
  });

  it('a stop ends it with the reason of the stop', async () => {
    const { hub } = await stage();
    const stop = new AbortController();
    const reason = new Error('stopped');
    const work = hub.publish(makePublication(), {
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    });
    await expect(work).rejects.toBe(reason);
  });
}

function describeConflicts(stage: Stage): void {
  const conflict = { code: 'publication-conflict', exitCode: 4 };

  it('a branch that moved while files were sent is a conflict, and nothing is committed', async () => {
    const { fake, hub } = await stage();
    fake.add(repository, {});
    const others: number[] = [];
    const work = hub.publish(makePublication(), {
      onProgress: () => {
        if (others.length > 0) return;
        fake.commit(repository, 'other.txt', 'x');
        others.push(1);
      },
    });
    await expect(work).rejects.toMatchObject(conflict);
    expect(headOf(fake.get(repository)).title).toBe('Change other.txt');
    expect(fake.get(repository).tags.size).toBe(0);
  });

  it('a tag that the hub says is there and does not list is given up, and named', async () => {
    const { fake, hub } = await stage();
    fake.faults.add({ path: /\/tag\//, method: 'POST', does: 'status', status: 409, times: 100 });
    await expect(hub.publish(makePublication())).rejects.toMatchObject({
      ...conflict,
      message: `The tag v1 cannot be set in ${repository}: the hub answers that it is there (409), and lists no such tag.`,
    });
    expect(fake.writes().filter(line => line.includes('/tag/'))).toHaveLength(3);
  });

  it('a branch that moved since the plan was made is a conflict', async () => {
    const { fake, hub } = await stage();
    fake.add(repository, {});
    const state = await hub.findPublication(makePublication());
    const seenHead = state.at === 'repository' ? state.head : 'none';
    fake.commit(repository, 'other.txt', 'x');
    await expect(hub.publish(makePublication(), { seenHead })).rejects.toMatchObject(conflict);
    expect(await hub.publish(makePublication())).toMatchObject({ made: { commit: true } });
  });

  it('a tag that stands on other files is never moved', async () => {
    const { fake, hub } = await stage();
    await hub.publish(makePublication());
    const before = fake.get(repository).tags.get('v1');
    const other = makePublication({ weights: 'other weights' });
    expect(await hub.findPublication(other)).toEqual({
      at: 'other-content',
      commit: before,
      differing: ['model.safetensors'],
    });
    await expect(hub.publish(other)).rejects.toMatchObject(conflict);
    expect([...fake.get(repository).tags]).toEqual([['v1', before]]);
    expect(fake.get(repository).commits).toHaveLength(2);
  });

  it('a repository of another model is left alone', async () => {
    const { fake, hub } = await stage();
    await hub.publish(makePublication());
    const other = makePublication({ model: 'other-llm', version: 'v9' });
    expect(await hub.findPublication(other)).toEqual({ at: 'other-model', model: 'tiny-llm' });
    await expect(hub.publish(other)).rejects.toMatchObject(conflict);
    expect(fake.get(repository).commits).toHaveLength(2);
  });

  it.each(['model.safetensors', 'tokenizer/tokenizer.json'])(
    '%s changed after the plan was made: nothing is committed',
    async path => {
      const { fake, hub } = await stage();
      const publication = makePublication();
      const content = publication.files.find(file => file.path === path)?.content;
      writeFileSync(content && 'localPath' in content ? content.localPath : '', 'something else');
      await expect(hub.publish(publication)).rejects.toMatchObject({ code: 'digest-mismatch', exitCode: 6 });
      expect(fake.get(repository).commits).toHaveLength(1);
    },
  );
}

function describeFaults(stage: Stage): void {
  const links = [
    ['the repository', /^\/api\/repos\/create/],
    ['the commit', /\/commit\//],
    ['the tag', /\/tag\//],
  ] as const;

  it.each(links)('an answer that is lost after %s was made: it is found, and made once', async (_, path) => {
    const { fake, hub } = await stage();
    fake.faults.add({ method: 'POST', path, does: 'drop-after' });
    const receipt = await hub.publish(makePublication());
    const { commits, tags } = fake.get(repository);
    expect([commits.length, [...tags.values()]]).toEqual([2, [receipt.commit]]);
    expect(receipt.commit).toBe(headOf(fake.get(repository)).id);
  });

  it.each(links)('whoever fails for good at %s and comes again ends in the same state', async (_, path) => {
    const { fake, hub } = await stage();
    fake.faults.add({ method: 'POST', path, does: 'status', status: 403 });
    await expect(hub.publish(makePublication())).rejects.toMatchObject({ code: 'access-denied' });
    const receipt = await hub.publish(makePublication());
    const { commits, tags } = fake.get(repository);
    expect([commits.length, [...tags]]).toEqual([2, [['v1', receipt.commit]]]);
    expect(fake.log.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  const passing: readonly (readonly [string, Fault])[] = [
    ['is reset', { does: 'drop-before', times: 2 }],
    ['is refused for now (429)', { does: 'status', status: 429, retryAfter: '1' }],
    ['meets a fault of the hub (500)', { does: 'status', status: 500, times: 2 }],
    ['is cut off', { does: 'truncate' }],
    ['is half an answer', { does: 'cut' }],
  ];
  const calls = [/\/refs$/, /\/tree\//, /\/preupload\//, /objects\/batch/, /^\/store\//];
  it.each(passing)('a call that %s is made again', async (_, fault) => {
    for (const path of calls) {
      const { fake, hub } = await stage();
      const isUpload = path.source.includes('store');
      if (isUpload && ['truncate', 'cut'].includes(fault.does)) continue;
      fake.faults.add({ ...fault, path });
      expect(await hub.publish(makePublication())).toMatchObject({ made: all });
      expect(fake.get(repository).commits).toHaveLength(2);
    }
  });

  const lasting: readonly (readonly [string, Fault, string])[] = [
    ['401', { does: 'status', status: 401 }, 'login-required'],
    ['402', { does: 'status', status: 402 }, 'disk-full'],
    ['403', { does: 'status', status: 403 }, 'access-denied'],
    ['400', { does: 'status', status: 400 }, 'request-refused'],
    ['500 for ever', { does: 'status', status: 500 }, 'network-failed'],
    ['a web page', { does: 'page' }, 'answer-damaged'],
    ['other JSON', { does: 'other-json' }, 'answer-damaged'],
    [
      'a redirect',
      { does: 'redirect', status: 302, location: 'https://elsewhere.invalid/' },
      'answer-damaged',
    ],
  ];
  it.each(lasting)('%s at any call fails in words, and nothing is tagged', async (_, fault, code) => {
    for (const path of [/\/preupload\//, /objects\/batch/, /\/commit\//]) {
      const { fake, hub } = await stage();
      fake.faults.add({ ...fault, path, times: Number.POSITIVE_INFINITY });
      const error: unknown = await hub.publish(makePublication()).catch((thrown: unknown) => thrown);
      const isWrite = path.source.includes('commit');
      const lost =
        ['network-failed', 'answer-damaged'].includes(code) && isWrite && fault.does !== 'redirect';
      expect(error).toMatchObject({ code: lost ? 'answer-lost' : code });
      expect(String(error instanceof AppError && error.hint)).not.toBe('');
      expect(fake.get(repository).tags.size).toBe(0);
    }
  });

  it('a hub that never answers is not waited for', async () => {
    const { fake, hub } = await stage({}, 60);
    fake.faults.add({ does: 'stall', times: Number.POSITIVE_INFINITY });
    await expect(hub.findPublication(makePublication())).rejects.toMatchObject({ code: 'network-failed' });
  });

  it('nothing that is thrown holds the token, whatever the hub says', async () => {
    const { fake, hub } = await stage({ token: 'hf_another' });
    const error: unknown = await hub.publish(makePublication()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'login-required' });
    expect(
      `${JSON.stringify(error)} ${String(error)} ${error instanceof Error && error.stack}`,
    ).not.toContain(hubToken);
    expect(fake.log.map(({ authorization }) => authorization)).toContain(`Bearer ${hubToken}`);
  });
}

function describeExamining(stage: Stage, rig: ModelHubRig): void {
  it('says who we are and what we may do, and changes nothing', async () => {
    const { fake, hub } = await stage();
    expect(await hub.examine(repository)).toMatchObject({
      state: 'ready',
      identity: 'anna',
      may: [`${repository} is not there yet: publishing makes it`, `write to ${repository}`],
      missing: [],
    });
    expect(fake.writes()).toEqual([]);
  });

  it('says what is missing: a token that may only read, an organisation we are not in, no token', async () => {
    const { hub } = await stage({ role: 'read' });
    expect(await hub.examine('globex/x')).toMatchObject({
      state: 'not-usable',
      missing: [{ what: 'the token may only read' }, { what: 'anna is no member of globex' }],
    });
    const fake = await openFakeHub();
    const bare = rig.open(fake.url, { token: undefined, callMs: 1000 });
    expect(await bare.examine(repository)).toMatchObject({ state: 'not-configured', identity: null });
    await expect(bare.publish(makePublication())).rejects.toMatchObject({ code: 'login-required' });
    expect(fake.log).toEqual([]);
  });

  it('a wrong token is not usable, and nothing is thrown', async () => {
    const { hub } = await stage({ token: 'hf_another' });
    expect(await hub.examine(undefined)).toMatchObject({ state: 'not-usable', identity: null });
  });
}
