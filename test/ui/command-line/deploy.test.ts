import { describe, expect, it } from 'vitest';
import {
  deploymentsSchema,
  deployPlanSchema,
  deploySchema,
} from '../../../src/ui/command-line/json/deploy.ts';
import { hubToken } from '../../support/hub/fake-hub.ts';
import { createMachine } from './deploying-machine.ts';

const confirmed = ['--yes', '--confirm', 'tiny-llm@latest'];

const published = ['--hub', 'acme/tiny-llm', '--license', 'mit'];

describe('deploy', () => {
  it('publishes and promotes a version that is there, and says what came of each link', async () => {
    const machine = await createMachine();
    const run = await machine.deploy('tiny-llm', 'v1', ...published, ...confirmed);
    expect(run).toMatchObject({ code: 0 });
    expect(run.out).toMatch(/^done: Deploy tiny-llm v1 to latest/);
    expect(run.out).toContain(`publish: ${machine.hub.url}/acme/tiny-llm/tree/v1`);
    expect(run.out).toContain('promote: v1');
    expect(run.error).toContain('publish: done');
    expect(machine.list('v1')).toContain('tiny.gguf');
    expect((await machine.run('resolve', 'tiny-llm')).out).toContain('v1');
    expect(machine.journal.texts.size).toBe(0);
  });

  it('with weights registers them first', async () => {
    const machine = await createMachine();
    const weights = machine.write('weights/new.gguf', 'GGUF of v2');
    const run = await machine.deploy('tiny-llm', '--weights', weights, ...published, ...confirmed, '--json');
    const document = deploySchema.parse(run.json());
    expect([run.code, document.version, document.outcome]).toEqual([0, 'v2', 'applied']);
    expect(document.links.map(({ state }) => state)).toEqual([
      ...['done', 'skipped', 'done', 'done', 'skipped', 'skipped'],
    ]);
    expect(document.receipts.promote).toMatchObject({ outcome: 'applied' });
  });

  it('--dry-run shows every link and changes nothing', async () => {
    const machine = await createMachine();
    const run = await machine.deploy('tiny-llm', ...published, '--dry-run', '--json');
    const document = deployPlanSchema.parse(run.json());
    expect(run.code).toBe(0);
    expect(document.confirmation).toEqual({ kind: 'typed', text: 'tiny-llm@latest' });
    expect(document.command).toBe('lastgood deploy tiny-llm v1 --hub acme/tiny-llm --license mit');
    expect(machine.hub.content.repositories.size).toBe(0);
    const printed = await machine.deploy('tiny-llm', ...published, '--dry-run');
    expect(printed.out).toContain('latest: nothing to v1');
  });

  it('without its confirmation does nothing', async () => {
    const machine = await createMachine();
    expect(await machine.deploy('tiny-llm', ...published, '--yes')).toMatchObject({ code: 2 });
    expect(machine.hub.content.repositories.size).toBe(0);
  });

  it('that fails to publish exits 7 with how to go on; --list shows it, --resume ends it', async () => {
    const machine = await createMachine();
    const weights = machine.write('weights/new.gguf', 'GGUF of v2');
    machine.hub.faults.add({ path: /commit/, does: 'status', status: 403 });
    const run = await machine.deploy('tiny-llm', '--weights', weights, ...published, ...confirmed);
    expect(run).toMatchObject({ code: 7 });
    expect(run.out).toMatch(/To go on: lastgood deploy --resume [0-9a-f-]{36}/);
    expect(await machine.run('resolve', 'tiny-llm')).toMatchObject({ code: 1 });
    const list = deploymentsSchema.parse((await machine.deploy('--list', '--json')).json());
    expect(list.deployments).toMatchObject([{ model: 'tiny-llm', version: 'v2', state: 'cut-off' }]);
    expect((await machine.deploy('--list')).out).toMatch(/tiny-llm@latest +cut off +publish/);
    for (const text of machine.journal.texts.values()) expect(text).not.toContain(hubToken);
    machine.hub.faults.clear();
    expect(await machine.deploy('--resume', ...confirmed)).toMatchObject({ code: 0 });
    expect((await machine.run('resolve', 'tiny-llm')).out).toContain('v2');
    expect((await machine.deploy('--list')).out).toContain('No deployment is unfinished here.');
  });

  it('of what failed before is carried on when the same is asked for again: nothing is registered twice', async () => {
    const machine = await createMachine();
    const weights = machine.write('weights/new.gguf', 'GGUF of v2');
    const argv = ['tiny-llm', '--weights', weights, ...published, ...confirmed];
    machine.hub.faults.add({ path: /commit/, does: 'status', status: 403 });
    await machine.deploy(...argv);
    machine.hub.faults.clear();
    expect(await machine.deploy(...argv)).toMatchObject({ code: 0 });
    const versions = await machine.run('versions', 'tiny-llm', '--json');
    expect(versions.json()['versions']).toHaveLength(2);
  });

  it('is not resumed over what others made live since: exit 4, with the ID to give up, and no way to go on', async () => {
    const machine = await createMachine();
    machine.hub.faults.add({ path: /commit/, does: 'status', status: 403 });
    const weights = machine.write('weights/new.gguf', 'GGUF of v2');
    await machine.deploy('tiny-llm', '--weights', weights, ...published, ...confirmed);
    machine.hub.faults.clear();
    const [id = ''] = machine.journal.texts.keys();
    expect(await machine.run('promote', 'tiny-llm', 'v1', ...confirmed)).toMatchObject({ code: 0 });
    const listed = (await machine.deploy('--list')).out;
    expect(listed).toMatch(/overtaken {2,}20/);
    expect(listed).toContain(`Give this one up: lastgood deploy --abandon ${id}`);
    const examined = (await machine.runWith({ journal: machine.journal }, 'doctor')).out;
    expect(examined).toContain(`Give this one up: lastgood deploy --abandon ${id}`);
    expect(examined).not.toContain('Carry it on');
    const run = await machine.deploy('--resume', ...confirmed);
    expect(run.code).toBe(4);
    expect(run.error).toContain('tiny-llm@latest is v1 now: ');
    expect(run.error).toContain(`lastgood deploy --abandon ${id}`);
    expect(run.out + run.error).not.toContain('To go on');
    expect(machine.list('v2')).toEqual([]);
    expect((await machine.run('resolve', 'tiny-llm')).out).toContain('v1');
  });

  it('--abandon gives it up and leaves what is done', async () => {
    const machine = await createMachine();
    machine.hub.faults.add({ path: /commit/, does: 'status', status: 403 });
    const weights = machine.write('weights/new.gguf', 'GGUF of v2');
    await machine.deploy('tiny-llm', '--weights', weights, ...published, ...confirmed);
    const [id = ''] = machine.journal.texts.keys();
    expect(await machine.deploy('--abandon', id.slice(0, 8), '--yes')).toMatchObject({ code: 0 });
    expect(machine.journal.texts.size).toBe(0);
    expect((await machine.run('show', 'tiny-llm', 'v2')).code).toBe(0);
    expect(await machine.deploy('--resume')).toMatchObject({ code: 1 });
  });

  it('doctor tells of one that was cut off', async () => {
    const machine = await createMachine();
    machine.hub.faults.add({ path: /commit/, does: 'status', status: 403 });
    const weights = machine.write('weights/new.gguf', 'GGUF of v2');
    await machine.deploy('tiny-llm', '--weights', weights, ...published, ...confirmed);
    const doctor = await machine.runWith({ journal: machine.journal }, 'doctor');
    expect(doctor).toMatchObject({ code: 4, out: expect.stringContaining('lastgood deploy --resume') });
  });

  it('of files that cannot be sent from here is blocked before anything is registered, in its own words', async () => {
    const machine = await createMachine();
    for (const weights of ['s3://bucket/new.gguf', 'runs:/run-1/model']) {
      const argv = ['tiny-llm', '--weights', weights, ...published];
      for (const how of [['--dry-run'], confirmed]) {
        const run = await machine.deploy(...argv, ...how);
        expect(run.code).toBe(1);
        expect(run.out + run.error).toContain(`${weights} is not on this machine`);
        expect(run.out + run.error).toContain('--publish-weights');
        expect(run.out + run.error).not.toContain('--model-path');
      }
    }
    expect(await machine.run('show', 'tiny-llm', 'v2')).toMatchObject({ code: 1 });
    expect(machine.journal.texts.size).toBe(0);
    const files = ['--publish-weights', machine.write('weights/elsewhere.gguf', 'GGUF of v2')];
    const argv = ['tiny-llm', '--weights', 's3://bucket/new.gguf', ...files, ...published, ...confirmed];
    expect(await machine.deploy(...argv)).toMatchObject({ code: 0 });
  });

  it('whose tag stands on other files is blocked before anything is registered; --hub-tag names another', async () => {
    const machine = await createMachine();
    expect((await machine.publish('--tag', 'v2')).code).toBe(0);
    const weights = machine.write('weights/new.gguf', 'GGUF of v2');
    const argv = ['tiny-llm', '--weights', weights, ...published];
    const run = await machine.deploy(...argv, '--dry-run');
    expect(run.code).toBe(4);
    expect(run.out).toContain('v2 stands in acme/tiny-llm on other files');
    expect(run.out).toContain('--hub-tag');
    const tagged = await machine.deploy(...argv, '--hub-tag', 'second', ...confirmed);
    expect(tagged).toMatchObject({ code: 0, out: expect.stringContaining('/tree/second') });
    expect(machine.list('second')).toContain('new.gguf');
  });

  it('whose tag the hub refuses twice is kept for a third try', async () => {
    const machine = await createMachine();
    machine.hub.faults.add({ path: /tag/, does: 'status', status: 403 });
    const run = await machine.deploy('tiny-llm', 'v1', ...published, ...confirmed);
    expect(run).toMatchObject({ code: 7, out: expect.stringContaining('--resume') });
    machine.hub.faults.add({ path: /tag/, does: 'status', status: 403 });
    expect(await machine.deploy('--resume', ...confirmed)).toMatchObject({ code: 7 });
    expect(machine.journal.texts.size).toBe(1);
    machine.hub.faults.clear();
    expect(await machine.deploy('--resume', ...confirmed)).toMatchObject({ code: 0 });
  });

  it('says where one stands that cannot be read, and drops it', async () => {
    const machine = await createMachine();
    machine.journal.tear('torn-deployment');
    const path = '/journal/torn-deployment.json';
    const command = 'lastgood deploy --abandon torn-deployment';
    const listed = await machine.deploy('--list');
    for (const run of [listed, await machine.runWith({ journal: machine.journal }, 'doctor')]) {
      expect(run.out).toContain(path);
      expect(run.out).toContain(command);
    }
    expect((await machine.deploy('--list', '--json')).json()).toMatchObject({ unreadable: [path] });
    expect(await machine.deploy('--abandon', 'torn', '--dry-run')).toMatchObject({ code: 0 });
    const abandoned = await machine.deploy('--abandon', 'torn', '--yes');
    expect(abandoned).toMatchObject({ code: 0, out: expect.stringContaining(`given up: ${path}`) });
    expect((await machine.deploy('--list')).out).toBe('No deployment is unfinished here.\n');
  });

  it('understands what cannot be together', async () => {
    const machine = await createMachine();
    for (const argv of [
      ['--list', '--resume'],
      ['tiny-llm', '--list'],
      ['--resume', 'abcd', '--to', 'staging'],
      ['--resume', '--weights', 'other.gguf'],
      ['--abandon', '--dry-run'],
      ['--abandon', '', '--yes'],
      ['--resume', '', ...confirmed],
      [],
      ['tiny-llm', '--hub', 'acme/tiny-llm', '--skip-hf-push'],
      ['tiny-llm', '--hub', 'no repository'],
    ])
      expect(await machine.deploy(...argv), argv.join(' ')).toMatchObject({ code: 2 });
  });
});
