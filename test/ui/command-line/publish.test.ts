import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publicationSchema } from '../../../src/ui/command-line/json/publication.ts';
import { hubToken } from '../../support/hub/fake-hub.ts';
import { headOf } from '../../support/hub/fake-repository.ts';
import { createPublishingMachine, openDesk } from '../../support/hub/publishing-machine.ts';

const repository = 'acme/tiny-llm';

describe('publish', () => {
  it('puts a version on the hub: weights, record, card; and says where', async () => {
    const machine = await createPublishingMachine();
    const run = await machine.publish();
    expect(run).toMatchObject({ code: 0 });
    expect(run.out).toContain('done: Publish tiny-llm v1 to acme/tiny-llm');
    expect(run.out).toContain(`${machine.hub.url}/acme/tiny-llm/tree/v1`);
    expect(run.error).toContain('acme/tiny-llm is made as a private repository: only its members see it.');
    expect(machine.list('v1')).toEqual([
      '.gitattributes',
      'README.md',
      'lastgood/metadata.json',
      'lastgood/publication.json',
      'lastgood/summary.json',
      'tiny.gguf',
    ]);
    expect(machine.read('tiny.gguf', 'v1')).toBe('GGUF of v1');
    expect(machine.read('lastgood/summary.json', 'v1')).toContain('"bleu4":0.1603');
  });

  it('is on record: history says where it stands', async () => {
    const machine = await createPublishingMachine();
    await machine.publish();
    const { id } = headOf(machine.hub.get(repository));
    const history = await machine.run('history', 'tiny-llm', '--json');
    expect(history.json()['entries']).toMatchObject([
      {},
      {
        action: 'describe',
        facts: [
          { kind: 'published', version: 'v1', hub: machine.hub.url, repository, tag: 'v1', commit: id },
        ],
      },
    ]);
    expect((await machine.run('history', 'tiny-llm')).out).toContain(
      `v1 published as acme/tiny-llm v1 (${id.slice(0, 8)})`,
    );
  });

  it('a second time changes nothing, here and there', async () => {
    const machine = await createPublishingMachine();
    await machine.publish();
    const before = machine.hub.writes().length;
    const run = await machine.publish('--json');
    expect([run.code, run.json()['outcome'], run.json()['made']]).toEqual([
      0,
      'unchanged',
      { repository: false, commit: false, tag: false },
    ]);
    expect(machine.hub.writes()).toHaveLength(before);
    const history = await machine.run('history', 'tiny-llm', '--json');
    expect(history.json()['entries']).toHaveLength(2);
  });

  it('what is published and not on record is put on record', async () => {
    const machine = await createPublishingMachine();
    await machine.publish();
    rmSync(join(machine.root, '.lastgood'), { recursive: true });
    const before = machine.hub.writes().length;
    const run = await machine.publish();
    expect(run.out).toContain('history of tiny-llm');
    expect(run.out).not.toContain('one commit');
    expect(machine.hub.writes()).toHaveLength(before);
  });

  it('--dry-run says what would be done and does nothing of it', async () => {
    const machine = await createPublishingMachine();
    const run = await machine.publish('--dry-run', '--json');
    expect(run.code).toBe(0);
    const document = publicationSchema.parse(run.json());
    expect(document).toMatchObject({
      outcome: 'planned',
      state: 'no-repository',
      visibility: 'private',
      steps: [
        { kind: 'make-repository', value: 'private', state: 'planned' },
        { kind: 'make-commit' },
        { kind: 'set-tag' },
        { kind: 'append-history' },
      ],
      command: 'lastgood publish tiny-llm v1 --hub acme/tiny-llm --license mit',
    });
    expect(machine.hub.content.repositories.size).toBe(0);
    expect(machine.hub.writes()).toEqual([]);
  });

  it('what --json prints is as documented, planned or done', async () => {
    const machine = await createPublishingMachine();
    const done = await machine.publish('--json');
    expect(publicationSchema.parse(done.json())).toMatchObject({ outcome: 'applied', visibility: 'private' });
  });

  it('is confirmed, and refused where writing is off', async () => {
    const machine = await createPublishingMachine();
    const command = ['publish', 'tiny-llm', 'v1', '--hub', repository];
    expect(await machine.run(...command)).toMatchObject({ code: 2 });
    expect(await machine.runWith({ answers: ['n'] }, ...command)).toMatchObject({ code: 9 });
    const off = await machine.runWith({ readOnly: true }, ...command, '--yes');
    expect([off.code, off.error.includes('Nothing is written: readOnly is set.')]).toEqual([8, true]);
    expect(machine.hub.content.repositories.size).toBe(0);
    expect(await machine.runWith({ answers: ['y'] }, ...command)).toMatchObject({ code: 0 });
  });

  it('a licence that is missing is said', async () => {
    const machine = await createPublishingMachine();
    const run = await machine.run('publish', 'tiny-llm', 'v1', '--hub', repository, '--yes');
    expect(run.error).toContain('No licence is named');
    expect(machine.read('README.md')).toContain('No licence was named.');
  });
});

describe('where a version is published', () => {
  const line = { model: '*', hub: 'acme/{model}', file: 'lastgood.config.yaml' };

  it('is what the configuration says, where the command does not', async () => {
    const settings = [{ ...line, license: 'apache-2.0' }];
    const machine = await createPublishingMachine({ settings });
    expect(await machine.run('publish', 'tiny-llm', 'v1', '--yes')).toMatchObject({ code: 0 });
    expect(machine.read('README.md', 'v1')).toContain('license: "apache-2.0"');
  });

  it('has to be said somewhere', async () => {
    const machine = await createPublishingMachine();
    const run = await machine.run('publish', 'tiny-llm', 'v1', '--yes');
    expect([run.code, run.error.includes('Add --hub ORG/NAME')]).toEqual([2, true]);
  });

  it('is public only where that was said on purpose', async () => {
    const machine = await createPublishingMachine({ settings: [{ ...line, visibility: 'public' }] });
    const run = await machine.run('publish', 'tiny-llm', 'v1', '--yes');
    expect([run.code, run.error.includes('--confirm acme/tiny-llm')]).toEqual([2, true]);
    expect(machine.hub.content.repositories.size).toBe(0);
    expect(await machine.run('publish', 'tiny-llm', 'v1', '--yes', '--confirm', repository)).toMatchObject({
      code: 0,
    });
    expect(machine.hub.get(repository).isPrivate).toBe(false);
  });

  it('one that is public already is confirmed too, in words that say so', async () => {
    const machine = await createPublishingMachine();
    machine.hub.add(repository, {}, false);
    const run = await machine.publish();
    expect(run).toMatchObject({ code: 2, error: expect.stringContaining('Add --confirm acme/tiny-llm') });
    expect(run.error).toContain(
      'Nothing was changed: everybody can read what is published in acme/tiny-llm.',
    );
    expect(machine.hub.writes()).toEqual([]);
    expect(await machine.publish('--confirm', repository)).toMatchObject({ code: 0 });
  });

  it.each(['main', 'HEAD', 'a'.repeat(40)])(
    'no tag is called %s, which means something already',
    async tag => {
      const machine = await createPublishingMachine();
      const run = await machine.publish('--tag', tag);
      expect(run).toMatchObject({ code: 2, error: expect.stringContaining(`"${tag}" cannot be a tag`) });
    },
  );

  it('--public is that purpose', async () => {
    const machine = await createPublishingMachine();
    const run = await machine.publish('--public');
    expect(run.code).toBe(0);
    expect(run.error).toContain('anybody can read it, and keep what they read');
    expect(machine.hub.get(repository).isPrivate).toBe(false);
  });

  it.each([
    ['../x', 'acme'],
    ['a/b/c', 'acme'],
    ['acme/two--dashes', 'letters'],
  ])('%s is no repository', async name => {
    const machine = await createPublishingMachine();
    const run = await machine.run('publish', 'tiny-llm', 'v1', '--hub', name, '--yes');
    expect(run.code).toBe(2);
    expect(machine.hub.log).toEqual([]);
  });
});

describe('what of a version is published', () => {
  it('a folder of an adapter: its files and its tokenizer; nothing hidden, no link that leaves, no training state', async () => {
    const machine = await createPublishingMachine();
    machine.write('elsewhere/private.json', '{}');
    const files = [
      'adapter_config.json',
      'adapter_model.safetensors',
      'tokenizer.json',
      'sub/merges.txt',
      '.env',
      '.git/config',
      'README.md',
      'optimizer.pt',
      'checkpoint-10/adapter_model.safetensors',
      'server.key',
      'credentials.json',
    ];
    for (const file of files) machine.write(`adapter/${file}`, `content of ${file}`);
    const folder = dirname(machine.write('adapter/config.txt', 'x'));
    symlinkSync('../elsewhere/private.json', join(folder, 'linked.json'));
    symlinkSync('.env', join(folder, 'harmless.txt'));
    symlinkSync('tokenizer.json', join(folder, 'inside.json'));
    const place = ['--model-path', folder];
    const registered = await machine.run('register', 'tiny-llm', '--model-path', `file://${folder}`, '--yes');
    expect(registered).toMatchObject({ code: 0 });
    const asked = ['publish', 'tiny-llm', 'v2', '--hub', repository, '--yes', '--json'];
    const run = await machine.run(...asked, ...place);
    expect([run.code, run.json()['warnings']]).toEqual([
      0,
      expect.arrayContaining([expect.stringContaining('no digest was recorded')]),
    ]);
    expect(machine.list('v2').filter(path => !path.startsWith('lastgood/'))).toEqual([
      '.gitattributes',
      'README.md',
      'adapter_config.json',
      'adapter_model.safetensors',
      'config.txt',
      'inside.json',
      'sub/merges.txt',
      'tokenizer.json',
    ]);
    expect(publicationSchema.parse(run.json()).leftOut).toEqual([
      { path: '.env', why: 'hidden, as files with logins are' },
      { path: '.git', why: 'hidden, as files with logins are' },
      { path: 'README.md', why: 'replaced by the card' },
      { path: 'checkpoint-10/adapter_model.safetensors', why: 'an earlier state of a training' },
      { path: 'credentials.json', why: 'named like a secret' },
      { path: 'harmless.txt', why: 'a link to what is hidden, as files with logins are' },
      { path: 'linked.json', why: 'a link that leaves the folder' },
      { path: 'optimizer.pt', why: 'the state of a training' },
      { path: 'server.key', why: 'a key' },
    ]);
    expect(machine.read('README.md')).toContain('library_name: "peft"');
    expect(machine.read('README.md')).toContain('AutoPeftModelForCausalLM');
  });

  it('weights behind a link that leaves the folder: nothing is published without them', async () => {
    const machine = await createPublishingMachine();
    const outside = machine.write('blobs/abc', 'weights');
    const folder = dirname(machine.write('snapshot/config.json', '{}'));
    symlinkSync(outside, join(folder, 'model.safetensors'));
    const run = await machine.publish('--model-path', folder);
    expect([run.code, run.error]).toEqual([1, expect.stringContaining('model.safetensors would be missing')]);
    expect(machine.hub.writes()).toEqual([]);
  });

  it('what holds a token is not published, and its text is not shown', async () => {
    const machine = await createPublishingMachine();
    const token = `hf_${'A1b2'.repeat(9)}`;
    const folder = dirname(machine.write('model/config.json', JSON.stringify({ use_auth_token: token })));
    machine.write('model/model.safetensors', 'x');
    const run = await machine.publish('--model-path', folder);
    expect([run.code, run.error]).toEqual([
      1,
      expect.stringContaining('config.json holds what looks like a token'),
    ]);
    expect(`${run.out}${run.error}`).not.toContain(token);
    expect(machine.hub.writes()).toEqual([]);
  });

  it('weights that are not what was registered are not published', async () => {
    const machine = await createPublishingMachine();
    machine.write('weights/tiny.gguf', 'other bytes');
    const run = await machine.publish();
    expect([run.code, run.error.includes('tiny.gguf')]).toEqual([6, true]);
    expect(machine.hub.writes()).toEqual([]);
  });

  it('other files than the registered one, named instead of it, are not published either', async () => {
    const machine = await createPublishingMachine();
    const other = machine.write('other/tiny.gguf', 'other bytes');
    expect(await machine.publish('--model-path', other)).toMatchObject({ code: 6 });
    const run = await machine.publish('--model-path', dirname(other));
    expect(run).toMatchObject({ code: 6, error: expect.stringContaining('no file in it has the sha256 of') });
    expect(run.error).toContain('tiny.gguf');
    const same = machine.write('copy/renamed.gguf', 'GGUF of v1');
    machine.write('copy/tokenizer.json', '{}');
    expect(await machine.publish('--model-path', dirname(same))).toMatchObject({ code: 0 });
    expect(machine.list('v1')).toContain('tokenizer.json');
  });

  it('weights that are not on this machine: says how to name them', async () => {
    const machine = await createPublishingMachine();
    rmSync(join(dirname(machine.root), 'weights'), { recursive: true });
    const run = await machine.publish();
    expect([run.code, run.error]).toEqual([1, expect.stringContaining('--model-path')]);
  });
});

describe('the card of a project', () => {
  it('is filled in where it names a section, and its front matter goes before ours', async () => {
    const machine = await createPublishingMachine();
    const template = '---\nlicense: cc-by-4.0\nlanguage: [de]\n---\n# Our {{model}}\n\n{{ metrics }}\n';
    const card = machine.write('cards/model.md', template);
    expect(await machine.publish('--card', card)).toMatchObject({ code: 0 });
    const text = machine.read('README.md') ?? '';
    expect(text).toContain('license: "cc-by-4.0"');
    expect(text).toContain('language:\n  - "de"');
    expect(text).toContain('# Our tiny-llm\n\n| metric | value |');
    expect(text).toContain('| bleu4 | 0.1603 |');
  });

  it.each([
    ['# {{metrcs}}\n', 'Did you mean {{metrics}}?'],
    ['---\n- a\n- b\n---\nx', 'is no list of names with values'],
    ['---\na: [\n---\nx', 'is no YAML'],
  ])('%j is refused with what is wrong', async (template, said) => {
    const machine = await createPublishingMachine();
    const run = await machine.publish('--card', machine.write('card.md', template));
    expect([run.code, run.error]).toEqual([2, expect.stringContaining(said)]);
    expect(machine.hub.writes()).toEqual([]);
  });

  it('is a file', async () => {
    const machine = await createPublishingMachine();
    const run = await machine.publish('--card', machine.root);
    expect(run).toMatchObject({ code: 2, error: expect.stringContaining('is a folder, and no template.') });
  });
});

describe('a file that cannot be published by its name', () => {
  it.skipIf(process.platform === 'darwin')('says that it is not UTF-8', async () => {
    const machine = await createPublishingMachine();
    const folder = dirname(machine.write('copy/tiny.gguf', 'GGUF of v1'));
    for (const name of ['bad', 'folder']) {
      const path = Buffer.concat([Buffer.from(`${folder}/${name}`), Buffer.from([0xff])]);
      if (name === 'bad') writeFileSync(path, 'x');
      else mkdirSync(path);
    }
    const run = await machine.publish('--model-path', folder, '--dry-run', '--json');
    expect(publicationSchema.parse(run.json()).leftOut.map(({ why }) => why)).toEqual([
      'named in bytes that are not UTF-8',
      'named in bytes that are not UTF-8',
    ]);
  });
});

describe('publishing that does not go through', () => {
  it('a tag on other files ends with 4, and says that it is never moved', async () => {
    const machine = await createPublishingMachine();
    machine.hub.add(repository, {});
    const { tags } = machine.hub.get(repository);
    tags.set('v1', headOf(machine.hub.get(repository)).id);
    const run = await machine.publish();
    expect([run.code, run.error]).toEqual([4, expect.stringContaining('A tag is never moved')]);
    expect(await machine.publish('--tag', 'v1-again')).toMatchObject({ code: 0 });
  });

  it('a branch that moves after the plan was confirmed ends with 4', async () => {
    const machine = await createPublishingMachine();
    machine.hub.add(repository, {});
    const answers = async (): Promise<string> => {
      machine.hub.commit(repository, 'other.txt', 'x');
      return 'y';
    };
    const run = await machine.runWith({ answers }, 'publish', 'tiny-llm', 'v1', '--hub', repository);
    expect([run.code, run.out]).toEqual([4, expect.stringContaining('has moved since the plan was made')]);
    expect(machine.hub.get(repository).tags.size).toBe(0);
  });

  it('a login that is refused ends with 8', async () => {
    const machine = await createPublishingMachine({ token: 'hf_another' });
    expect(await machine.publish()).toMatchObject({ code: 8 });
  });

  it('what fails half-way ends with 7 and says what is done; the same again does the rest', async () => {
    const machine = await createPublishingMachine();
    machine.hub.faults.add({ method: 'POST', path: /\/tag\//, does: 'status', status: 403 });
    const run = await machine.publish('--json');
    expect(run.code).toBe(7);
    expect(publicationSchema.parse(run.json())).toMatchObject({
      outcome: 'partial',
      problem: { code: 'access-denied' },
      steps: [{ state: 'done' }, { state: 'done' }, { state: 'not-done' }, { state: 'not-done' }],
    });
    const again = await machine.publish('--json');
    expect(again.json()).toMatchObject({
      outcome: 'applied',
      made: { repository: false, commit: false, tag: true },
    });
    expect(machine.hub.get(repository).commits).toHaveLength(2);
  });

  it('a failure of which nobody knows how it ended says so', async () => {
    const machine = await createPublishingMachine();
    machine.hub.faults.add({ method: 'POST', path: /\/commit\//, does: 'status', status: 403 });
    machine.hub.faults.add({ path: /\/refs$/, does: 'status', status: 401, after: 3 });
    const run = await machine.publish('--json');
    expect(publicationSchema.parse(run.json()).steps.map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'unknown'),
    );
  });

  it('a stop during the upload leaves what was sent, and the next run goes on', async () => {
    const machine = await createPublishingMachine();
    const stop = new AbortController();
    machine.hub.faults.add({ path: /\/commit\//, does: 'delay', delayMs: 50 });
    const work = machine.runWith(
      { signal: { stop: stop.signal, exitCode: () => (stop.signal.aborted ? 130 : undefined) } },
      ...['publish', 'tiny-llm', 'v1', '--hub', repository, '--license', 'mit', '--yes'],
    );
    await expect.poll(() => machine.hub.content.objects.size).toBe(1);
    stop.abort();
    expect((await work).code).toBe(130);
    expect(await machine.publish()).toMatchObject({ code: 0 });
    expect(machine.hub.log.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('no token stands in anything that is printed, kept or published', async () => {
    const machine = await createPublishingMachine();
    machine.hub.faults.add({ method: 'POST', path: /\/tag\//, does: 'status', status: 401 });
    const runs = [await machine.publish('--json'), await machine.publish()];
    const printed = runs.map(({ out, error }) => `${out}${error}`).join('\n');
    const kept = readdirSync(machine.root, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    const published = machine
      .list('v1')
      .map(path => machine.read(path, 'v1'))
      .join('\n');
    const commits = machine.hub
      .get(repository)
      .commits.map(({ title, message }) => title + message)
      .join('\n');
    for (const text of [printed, kept, published, commits]) {
      expect(text).not.toBe('');
      expect(text).not.toContain(hubToken);
    }
  });

  it('without a connection nothing is asked', async () => {
    const machine = await createPublishingMachine();
    await machine.hub.stop();
    const desk = openDesk(machine.hub);
    const run = await machine.runWith({ desk }, 'publish', 'tiny-llm', 'v1', '--hub', repository, '--yes');
    expect([run.code, run.error]).toEqual([8, expect.stringContaining('refuses the connection')]);
  });
});
