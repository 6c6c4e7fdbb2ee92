import { describe, expect, it } from 'vitest';
import { createMachine, type DeployingMachine } from './deploying-machine.ts';

const repository = 'acme/tiny-llm';
const published = ['--hub', repository, '--license', 'mit'];
const moved = ['--yes', '--confirm', 'tiny-llm@latest'];
const both = ['--yes', '--confirm', 'tiny-llm@latest,acme/tiny-llm'];

const setting = { model: '*', hub: 'acme/{model}', visibility: 'public', file: 'lastgood.yaml' } as const;

const isPublic = 'acme/tiny-llm is public: anybody can read what is published, and keep it.';

/** The words that ask for a deployment of what is registered, and of what is not. */
function listSubjects({ write }: DeployingMachine): readonly (readonly string[])[] {
  return [
    ['tiny-llm', 'v1'],
    ['tiny-llm', '--weights', write('weights/new.gguf', 'GGUF of v2')],
  ];
}

describe('deploying where everybody can read it', () => {
  it('is confirmed by the repository besides the alias, where that is public already', async () => {
    for (const at of [0, 1]) {
      const machine = await createMachine();
      machine.hub.add(repository, {}, false);
      const argv = [...(listSubjects(machine)[at] ?? []), ...published];
      const run = await machine.deploy(...argv, ...moved);
      expect(run.code).toBe(2);
      expect(run.error).toContain(`Warning: ${isPublic}`);
      expect(run.error).toContain('To confirm, type: tiny-llm@latest,acme/tiny-llm');
      expect(run.error).toContain(
        'Nothing was changed: moving a protected alias must be confirmed, and everybody can read what is published in acme/tiny-llm.',
      );
      expect(run.error).toContain('Give --confirm tiny-llm@latest,acme/tiny-llm.');
      expect(machine.hub.writes()).toEqual([]);
      expect(await machine.run('show', 'tiny-llm', 'v2')).toMatchObject({ code: 1 });
      expect(await machine.deploy(...argv, ...both)).toMatchObject({ code: 0 });
    }
  });

  it('is confirmed so too, where only a configuration file makes it public', async () => {
    for (const at of [0, 1]) {
      const machine = await createMachine([setting]);
      const argv = listSubjects(machine)[at] ?? [];
      expect(await machine.deploy(...argv, ...moved)).toMatchObject({ code: 2 });
      expect(machine.hub.content.repositories.size).toBe(0);
      expect(await machine.deploy(...argv, ...both)).toMatchObject({ code: 0 });
      expect(machine.hub.get(repository).isPrivate).toBe(false);
    }
  });

  it('needs the name of the repository alone, in words that say so, where the alias is not protected', async () => {
    const machine = await createMachine([setting]);
    const argv = ['tiny-llm', 'v1', '--to', 'canary'];
    expect((await machine.deploy(...argv, '--dry-run')).out).toContain('To confirm, type: acme/tiny-llm\n');
    const run = await machine.deploy(...argv, '--yes');
    expect(run.code).toBe(2);
    expect(run.error).toContain(
      'Nothing was changed: everybody can read what is published in acme/tiny-llm.',
    );
    expect(run.error).not.toContain('protected');
    expect(await machine.deploy(...argv, '--yes', '--public')).toMatchObject({ code: 0 });
  });

  it('asks for no name of what stands published there already', async () => {
    const machine = await createMachine();
    expect(await machine.publish('--public')).toMatchObject({ code: 0 });
    expect(await machine.deploy('tiny-llm', 'v1', ...published, ...moved)).toMatchObject({ code: 0 });
  });

  it('is confirmed when it is resumed, where the repository has become public since', async () => {
    const machine = await createMachine();
    machine.hub.add(repository, { 'README.md': 'by hand' }, true);
    machine.hub.faults.add({ path: /\/commit\//, does: 'status', status: 403 });
    const [, subject = []] = listSubjects(machine);
    const argv = [...subject, ...published, ...moved];
    expect(await machine.deploy(...argv)).toMatchObject({ code: 7 });
    machine.hub.faults.clear();
    machine.hub.get(repository).isPrivate = false;
    const before = machine.hub.writes().length;
    for (const again of [['--resume', ...moved], argv]) {
      const run = await machine.deploy(...again);
      expect(run).toMatchObject({ code: 2, error: expect.stringContaining(`Warning: ${isPublic}`) });
    }
    expect(machine.hub.writes()).toHaveLength(before);
    expect(await machine.deploy('--resume', ...both)).toMatchObject({ code: 0 });
    expect(machine.list('v2')).toContain('new.gguf');
  });
});

describe('a deployment that is resumed', () => {
  it('is shown with the warnings of its beginning that are still true', async () => {
    const machine = await createMachine();
    const summary = machine.write('other/summary.json', JSON.stringify({ bleu4: 0.1 }));
    const weights = machine.write('other/bot.gguf', 'GGUF of bot');
    await machine.run('register', 'bot', '--model-path', weights, '--summary-path', summary, '--yes');
    await machine.run('promote', 'bot', 'v1', '--yes', '--confirm', 'bot@latest');
    machine.hub.add(repository, { 'README.md': 'by hand' }, true);
    const [, subject = []] = listSubjects(machine);
    const first = await machine.deploy(...subject, ...published, '--dry-run');
    machine.hub.faults.add({ path: /\/commit\//, does: 'status', status: 403 });
    expect(await machine.deploy(...subject, ...published, ...moved)).toMatchObject({ code: 7 });
    machine.hub.faults.clear();
    const resumed = await machine.deploy('--resume', '--dry-run');
    for (const words of [
      'acme/tiny-llm is private.',
      'README.md is replaced',
      'serves bot v1 to the old tools',
      'latest is nothing now: what is live changes.',
      'Not undone: requests already answered',
      'Not undone: what is published stays published',
    ]) {
      expect(first.out, words).toContain(words);
      expect(resumed.out, words).toContain(words);
    }
  });
});
