import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { usualTimeLimits } from '../../../src/adapters/bucket/deadline.ts';
import { createGsutilStore } from '../../../src/adapters/bucket/gsutil-store.ts';
import type { ObjectStore } from '../../../src/core/ports/object-store.ts';
import { createFakeGsutil, type FakeAnswer, type FakeGsutil } from '../../support/fake-gsutil.ts';
import { objectWrite } from '../../support/object-writes.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const listing = readFileSync(join(import.meta.dirname, 'recorded/gsutil-5.38-ls-L.txt'), 'utf8');
const only = `${listing.split('gs://b1/team/registry/rag_v1')[0]}TOTAL: 1 objects, 6 bytes (6 B)\n`;
const address = { bucket: 'b1', prefix: 'team/registry/' };

function openStore(fake: FakeGsutil, variables = {}): ObjectStore {
  return createGsutilStore({
    address,
    variables: { ...fake.variables, ...variables },
    limits: usualTimeLimits,
    file: fake.path,
  });
}

function stage(answers: readonly Omit<FakeAnswer, 'ending'>[], variables = {}) {
  const fake = createFakeGsutil();
  fake.answer(answers.map(answer => ({ ending: 'end', ...answer })));
  return { fake, store: openStore(fake, variables) };
}

const created = 'Created: gs://b1/team/registry/latest#1795276481350000\n';

describe('a bucket through gsutil', () => {
  it('is written on a condition, from a file that is called like the object, into its folder', async () => {
    const { fake, store } = stage([
      { command: 'cp', words: created },
      { command: 'ls', prints: only },
    ]);
    const outcome = await store.write(
      objectWrite('latest', 'rag_v2', {
        contentType: 'text/plain',
        cacheControl: 'no-store',
        metadata: { 'lastgood-operation': 'a b:c' },
      }),
    );
    expect(outcome).toMatchObject({ outcome: 'written', facts: { generation: '1795276481350000' } });
    const [copy, look] = fake.listCalls();
    expect(copy?.file).toEqual({ name: 'latest', text: 'rag_v2' });
    expect(copy?.argv.slice(copy.argv.indexOf('-h'))).toEqual([
      ...['-h', 'x-goog-if-generation-match:0'],
      ...['-h', 'Content-Type:text/plain'],
      ...['-h', 'Cache-Control:no-store'],
      ...['-h', 'x-goog-meta-lastgood-operation:a b:c'],
      ...['cp', '-v', './latest', 'gs://b1/team/registry/'],
    ]);
    expect(look?.argv.slice(-4)).toEqual(['ls', '-L', '-d', 'gs://b1/team/registry/latest']);
  });

  it('is asked once per call: retries and settings of the user are overruled', async () => {
    const { fake, store } = stage([{ command: 'ls', prints: only }]);
    await store.find('latest');
    expect(fake.listCalls()[0]?.argv).toEqual(
      expect.arrayContaining([
        'Boto:num_retries=1',
        'GSUtil:prefer_api=json',
        'GSUtil:use_gcloud_storage=False',
        'GSUtil:parallel_composite_upload_threshold=0',
      ]),
    );
  });

  it('leaves no copy of what it wrote, whether it was written or not', async () => {
    const folder = createTemporaryFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const answers = [{ command: 'cp', words: 'ServiceException: 503 Backend Error\n', exitCode: 1 }];
    const { fake, store } = stage(answers);
    await expect(store.write(objectWrite('latest', 'x'))).rejects.toMatchObject({ code: 'network-failed' });
    expect(readdirSync(folder).filter(name => name.startsWith('lastgood-gsutil-'))).toEqual([]);
    const trackers = fake.listCalls()[0]?.argv.find(argument => argument.includes('resumable_tracker_dir='));
    expect(trackers).toContain(`=${folder}/lastgood-gsutil-`);
  });

  it('counts as written when somebody replaces it before it is looked up', async () => {
    const { store } = stage([
      { command: 'cp', words: created.replace('#1795276481350000', '#7') },
      { command: 'ls', prints: only },
    ]);
    expect(await store.write(objectWrite('latest', 'rag_v1'))).toMatchObject({
      outcome: 'written',
      facts: {
        name: 'latest',
        generation: '7',
        sizeBytes: 6,
        metadata: { 'lastgood-operation': 'operation-1' },
      },
    });
  });

  it.each([
    ['another object was created', 'Created: gs://b1/team/registry/latest/latest#7\n'],
    ['nothing is said of what was created', 'Operation completed over 1 objects.\n'],
  ])('does not count as written when %s', async (_, words) => {
    const { store } = stage([
      { command: 'cp', words },
      { command: 'ls', prints: only },
    ]);
    await expect(store.write(objectWrite('latest', 'x'))).rejects.toMatchObject({ code: 'answer-damaged' });
  });

  it('does not count as written when other bytes arrived', async () => {
    const { store } = stage([
      { command: 'cp', words: created },
      { command: 'ls', prints: only },
    ]);
    await expect(store.write(objectWrite('latest', 'rag_v9'))).rejects.toMatchObject({
      code: 'answer-damaged',
    });
  });

  it('is read, and the bytes are compared with what is known of them', async () => {
    const { store } = stage([
      { command: 'ls', prints: only },
      { command: 'cat', prints: 'rag_v2' },
    ]);
    const read = await store.read('latest', 100);
    expect(Buffer.from(read?.bytes ?? []).toString()).toBe('rag_v2');
    expect(read?.facts.metadata['lastgood-generation']).toBe('12');
  });

  it('is read again, of the generation that was found, when the bytes are of another', async () => {
    const { fake, store } = stage([
      { command: 'ls', prints: only },
      { command: 'cat', prints: 'rag_v3' },
    ]);
    await expect(store.read('latest', 100)).rejects.toMatchObject({ code: 'answer-damaged' });
    expect(fake.listCalls().map(call => call.argv.at(-1))).toContain(
      'gs://b1/team/registry/latest#1795276481350000',
    );
  });

  it('is listed once for all pages', async () => {
    const names = Array.from({ length: 2300 }, (_, index) => `v${String(index).padStart(4, '0')}`);
    const [object = ''] = only.split('TOTAL');
    const prints =
      names.map(name => object.replace('/latest:', `/${name}:`)).join('') +
      `TOTAL: 2300 objects, ${2300 * 6} bytes (13 KiB)\n`;
    const { fake, store } = stage([{ command: 'ls', prints }]);
    const first = await store.list({ prefix: 'v', startAt: 'v0100' });
    const second = await store.list({ prefix: 'v', startAt: 'v0100', pageToken: first.nextPageToken ?? '' });
    await store.close();
    const third = await store.list({ prefix: 'v', startAt: 'v0100', pageToken: second.nextPageToken ?? '' });
    const found = [first, second, third].map(page => page.objects.map(each => each.name));
    expect(found.flat()).toEqual(names.slice(100));
    expect(third.nextPageToken).toBeUndefined();
    expect(found.map(page => page.length)).toEqual([1000, 1000, 200]);
    expect(fake.listCalls().map(call => call.argv.at(-1))).toEqual([
      'gs://b1/team/registry/v**',
      'gs://b1/team/registry/v**',
    ]);
  });

  it('shows its first page while the rest still comes, and who gives up the rest ends gsutil', async () => {
    const [object = ''] = only.split('TOTAL');
    const fake = createFakeGsutil();
    fake.answer([{ command: 'ls', prints: object.repeat(1200), ending: 'go on' }]);
    const store = openStore(fake);
    const { objects, nextPageToken = '' } = await store.list({});
    expect([objects.length, fake.isBeating()]).toEqual([1000, true]);
    const control = new AbortController();
    const reason = new Error('the screen was closed');
    const rest = store.list({ pageToken: nextPageToken }, { signal: control.signal });
    control.abort(reason);
    await expect(rest).rejects.toBe(reason);
    await expect.poll(() => fake.isBeating()).toBe(false);
  });

  it('is not listed any more once it is closed', async () => {
    const fake = createFakeGsutil();
    fake.answer([{ command: 'ls', prints: (only.split('TOTAL')[0] ?? '').repeat(1200), ending: 'go on' }]);
    const store = openStore(fake);
    await store.list({});
    await store.close();
    await expect.poll(() => fake.isBeating()).toBe(false);
  });

  it('is not listed in part: a page that failed is the failure', async () => {
    const words = 'ServiceException: 503 Backend Error\n';
    const { store } = stage([{ command: 'ls', prints: only.split('TOTAL')[0] ?? '', words, exitCode: 1 }]);
    await expect(store.list({})).rejects.toMatchObject({
      code: 'network-failed',
      message: expect.stringContaining('not available at the moment'),
    });
    const cutOff = stage([{ command: 'ls', prints: only.split('TOTAL')[0] ?? '' }]);
    await expect(cutOff.store.list({})).rejects.toMatchObject({ code: 'answer-damaged' });
  });

  it('removes on a condition, and tells what was gone before', async () => {
    const { fake, store } = stage([{ command: 'rm', words: 'Removing gs://b1/team/registry/latest...\n' }]);
    expect(await store.remove('latest', '7')).toBe(true);
    const [call] = fake.listCalls();
    expect(call?.argv.slice(-4)).toEqual([
      '-h',
      'x-goog-if-generation-match:7',
      'rm',
      'gs://b1/team/registry/latest',
    ]);
    const gone = stage([{ command: 'rm', words: 'Removing …\nCannot find gs://b1/team/registry/latest\n' }]);
    expect(await gone.store.remove('latest', '7')).toBe(false);
  });

  it.each(['a*/b', 'a[1]/b', 'latest#12', 'folder/', '', '..', 'x\ny', 'é'.repeat(128)])(
    'refuses a name that gsutil takes for another: %j',
    async name => {
      const { fake, store } = stage([]);
      const refused = { code: 'invalid-name', hint: expect.stringContaining('transport sdk') };
      for (const call of [
        () => store.find(name),
        () => store.read(name, 9),
        () => store.write(objectWrite(name, 'x')),
        () => store.remove(name, '1'),
        () => store.download(name, '/nowhere/file'),
      ])
        await expect(call()).rejects.toMatchObject(refused);
      expect(fake.listCalls()).toEqual([]);
    },
  );

  it('takes wildcards at the end of a name for themselves', async () => {
    const { fake, store } = stage([
      { command: 'ls', words: 'CommandException: No URLs matched: x\n', exitCode: 1 },
    ]);
    expect(await store.find('v1/we[i]rd*?.json')).toBeUndefined();
    expect(await store.list({ prefix: 'a[b' })).toEqual({ objects: [], nextPageToken: undefined });
    expect(fake.listCalls().map(call => call.argv.at(-1))).toEqual([
      'gs://b1/team/registry/v1/we[[]i[]]rd[*][?].json',
      'gs://b1/team/registry/a[[]b**',
    ]);
  });

  it('shows nobody a login: not in arguments, not in what fails, not to an emulator', async () => {
    const token = 'ya29.a-very-secret-token';
    const words = `ServiceException: 503 Authorization: Bearer ${token}\n`;
    const fail = { words, exitCode: 1 };
    const secrets = { CLOUDSDK_AUTH_ACCESS_TOKEN: token, BOTO_CONFIG: '/home/me/.boto' };
    const { fake, store } = stage(
      ['ls', 'cat', 'cp', 'rm'].map(command => ({ command, ...fail })),
      secrets,
    );
    const failures = await Promise.all(
      [store.list({}), store.read('a', 9), store.write(objectWrite('a', 'x')), store.remove('a', '1')].map(
        call =>
          call.then(
            () => 'done',
            (thrown: unknown) => thrown,
          ),
      ),
    );
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'network-failed' });
      expect(JSON.stringify([String(failure), failure, (failure as Error).stack])).not.toContain('secret');
    }
    expect(JSON.stringify(fake.listCalls().map(call => call.argv))).not.toContain('secret');
    expect(fake.listCalls()[0]?.variables).toMatchObject(secrets);
    const emulator = { STORAGE_EMULATOR_HOST: 'https://localhost:4443', NODE_EXTRA_CA_CERTS: '/ca.pem' };
    const aimed = stage([{ command: 'ls', prints: only }], { ...secrets, ...emulator });
    await aimed.store.find('latest');
    const [call] = aimed.fake.listCalls();
    expect(call?.variables).toMatchObject({
      BOTO_CONFIG: '/dev/null',
      CLOUDSDK_CORE_PASS_CREDENTIALS_TO_GSUTIL: 'False',
    });
    expect(call?.argv).toEqual(
      expect.arrayContaining([
        'Credentials:gs_json_host=localhost',
        'Credentials:gs_json_port=4443',
        'Boto:ca_certificates_file=/ca.pem',
      ]),
    );
  });

  it('is never asked for when an emulator is named that it cannot speak to', () => {
    expect(() => openStore(createFakeGsutil(), { STORAGE_EMULATOR_HOST: 'localhost:4443' })).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        message: expect.stringContaining('https only'),
      }),
    );
  });

  it('copies no file that it can read where it is', async () => {
    const path = join(createTemporaryFolder(), 'we[i]ghts');
    writeFileSync(path, Buffer.alloc(300_000, 'w'));
    const { fake, store } = stage([
      { command: 'cp', words: created },
      { command: 'ls', prints: only },
    ]);
    const write = objectWrite('latest', '', { body: { from: 'file', path } });
    await expect(store.write(write)).rejects.toMatchObject({ code: 'answer-damaged' });
    expect(fake.listCalls()[0]?.file?.text.length).toBe(300_000);
    expect(statSync(path).size).toBe(300_000);
    await expect(
      store.write(objectWrite('latest', '', { body: { from: 'file', path: `${path}-gone` } })),
    ).rejects.toMatchObject({ code: 'file-system-failed' });
  });
});
