import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bucketUrl, confirmed, fillBucket, openProgramMachine } from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';

test('of two machines the older plan is refused by name and reason, made again and applied', async () => {
  const emulator = await openEmulator();
  const [a, b, third] = ['anna', 'boris', 'carla'].map(actor => openProgramMachine(emulator, actor));
  if (!a || !b || !third) throw new Error('no machines');
  await fillBucket(a, 3);
  const console = a.open(['promote', 'rag', 'v2', '--reason', 'better answers']);
  await console.waitFor('Type rag@latest');
  const moved = await b.run(['promote', 'rag', 'v3', '--reason', 'INC-7 is mended by v3', ...confirmed]);
  expect(moved).toMatchObject({
    code: 0,
    out: expect.stringContaining('done: Promote rag latest: v1 to v3'),
  });
  console.type('rag@latest\r');
  await console.waitFor('Nothing was written. This is the plan as it is now:');
  const told = console.output();
  expect(told).toContain('boris');
  expect(told).toContain('INC-7 is mended by v3');
  await console.waitFor(lines => lines.some(line => line.includes('v3 to v2')));
  await console.waitFor(/Type rag@latest[^\n]*$/);
  console.type('rag@latest\r');
  expect(await console.exit).toMatchObject({ code: 0 });

  const history = await third.run(['history', 'rag', '--json']);
  const { entries, verification } = JSON.parse(history.out);
  expect(entries.slice(-2)).toMatchObject([
    { actor: 'boris', moves: [{ alias: 'latest', from: 'v1', to: 'v3' }], reason: 'INC-7 is mended by v3' },
    { actor: 'anna', moves: [{ alias: 'latest', from: 'v3', to: 'v2' }], reason: 'better answers' },
  ]);
  expect(verification).toMatchObject({ verdict: 'intact' });
  expect(await third.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v2\n', error: '' });
  expect(readFileSync(join(third.copy, 'rag_v2/metadata.json'), 'utf8')).toContain('"v2"');
});

test('a rollback that somebody was quicker than ends with 4, says who, and writes nothing', async () => {
  const emulator = await openEmulator();
  const [a, b] = [openProgramMachine(emulator, 'anna'), openProgramMachine(emulator, 'boris')];
  await fillBucket(a, 3);
  expect((await a.run(['promote', 'rag', 'v2', '--reason', 'better', ...confirmed])).code).toBe(0);
  const program = a.open(['rollback', 'rag', '--reason', 'INC-9']);
  await program.waitFor('Roll back to');
  expect((await b.run(['promote', 'rag', 'v3', '--reason', 'INC-7', ...confirmed])).code).toBe(0);
  program.type('v1\r');
  await program.waitFor('Type rag@latest');
  program.type('rag@latest\r');
  expect(await program.exit).toMatchObject({ code: 4 });
  expect(program.output()).toContain('boris');
  expect(program.output()).toContain('INC-7');
  const { entries } = JSON.parse((await b.run(['history', 'rag', '--json'])).out);
  expect(entries.at(-1)).toMatchObject({ actor: 'boris', generation: 6 });
  expect(await b.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v3\n' });
});

test('an empty prefix is an empty registry, and its first version is v1', async () => {
  const machine = openProgramMachine(await openEmulator());
  expect(await machine.run(['models'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('It has no models yet.'),
    error: '',
  });
  expect((await machine.run(['register', 'rag', '--yes'])).code).toBe(0);
  expect((await machine.run(['versions', 'rag'])).out).toContain('v1');
});

test('offline shows what was seen with its age, writes nothing and sends no request', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 2);
  emulator.forgetRequests();
  const shown = await machine.run(['resolve', 'rag', '--offline']);
  expect(shown).toMatchObject({ code: 0, out: 'v1\n' });
  expect(shown.error).toMatch(/^Working offline \(.*\): what follows was seen just now\.\n$/);
  const refused = await machine.run([
    'promote',
    'rag',
    'v2',
    '--reason',
    'x',
    ...confirmed,
    '--offline',
    '--json',
  ]);
  expect(refused.code).toBe(8);
  expect(JSON.parse(refused.out).error).toMatchObject({ code: 'offline' });
  for (const argv of [['sync', 'status'], ['sync', 'pull'], ['doctor']])
    expect(await machine.run(argv, { LASTGOOD_OFFLINE: '1' }), argv.join(' ')).toMatchObject({ code: 8 });
  expect(emulator.requests).toEqual([]);
  const fresh = await openProgramMachine(emulator).run(['models', '--offline', '--json']);
  expect({ code: fresh.code, error: JSON.parse(fresh.out).error.code }).toEqual({
    code: 8,
    error: 'offline',
  });
  expect(emulator.requests).toEqual([]);
});

test('a bucket that is gone is read from the copy with its age, and not written', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 2);
  emulator.setAccess({ canRead: true, canList: true, canWrite: true, isLoggedIn: false });
  const models = await machine.run(['models', '--json']);
  expect(models.code).toBe(0);
  expect(models.error).toMatch(/^The bucket cannot be read \(.*\): what follows was seen just now\.\n$/);
  expect(JSON.parse(models.out).registry.mirror).toMatchObject({
    url: bucketUrl,
    cache: machine.copy,
    seenAt: expect.stringMatching(/Z$/),
    problem: {
      code: 'login-required',
      hint: expect.stringContaining('gcloud auth application-default login'),
    },
  });
  const refused = await machine.run(['promote', 'rag', 'v2', '--reason', 'x', ...confirmed]);
  expect(refused).toMatchObject({ code: 8, out: '' });
  expect(refused.error).toContain('Run gcloud auth application-default login.');
  const fresh = await openProgramMachine(emulator).run(['models']);
  expect(fresh).toMatchObject({ code: 8, out: '' });
  expect(fresh.error).toContain('Run gcloud auth application-default login.');
});

test('who may only read can look, and is told what forbids the write', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 2);
  emulator.setAccess({ canRead: true, canList: true, canWrite: false, isLoggedIn: true });
  expect(await machine.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v1\n', error: '' });
  const refused = await machine.run(['promote', 'rag', 'v2', '--reason', 'x', ...confirmed, '--json']);
  expect(refused.code).toBe(8);
  expect(JSON.parse(refused.out)).toMatchObject({ outcome: 'refused', problem: { code: 'access-denied' } });
  expect(await machine.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v1\n' });
});

test('who may not list is told so, and reads nothing that might be old without its age', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 1);
  emulator.setAccess({ canRead: true, canList: false, canWrite: true, isLoggedIn: true });
  const shown = await machine.run(['resolve', 'rag']);
  expect(shown).toMatchObject({ code: 0, out: 'v1\n' });
  expect(shown.error).toMatch(/^The bucket cannot be read \(.*list.*\): what follows was seen just now\.\n$/);
});

test('ctrl-c ends the reading of a bucket that does not answer', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  emulator.setStalled(true);
  const program = machine.open(['models']);
  await expect.poll(() => existsSync(machine.copy)).toBe(true);
  await program.press('ctrl-c');
  expect(await program.exit).toMatchObject({ code: 130 });
});

test('a folder of other things is never filled with a copy', async () => {
  const machine = openProgramMachine(await openEmulator());
  writeFileSync(join(machine.home, 'notes.txt'), 'mine');
  const run = await machine.run(['models', '--cache', '.']);
  expect(run).toMatchObject({ code: 2, error: expect.stringContaining('it holds other things already') });
});

test('what is too large to come by itself stands in no way of a rollback, and a pull brings it', async () => {
  const emulator = await openEmulator();
  const [machine, other] = [openProgramMachine(emulator), openProgramMachine(emulator)];
  writeFileSync(join(machine.home, 'examples.jsonl'), 'x'.repeat(9 * 1024 * 1024));
  for (const argv of [
    ['register', 'rag', '--evidence', 'examples.jsonl', '--yes'],
    ['register', 'rag', '--yes'],
    ['promote', 'rag', 'v1', ...confirmed],
    ['promote', 'rag', 'v2', ...confirmed],
  ])
    expect((await machine.run(argv)).code, argv.join(' ')).toBe(0);
  const verified = await other.run(['verify', 'rag', 'v1']);
  expect(verified).toMatchObject({
    code: 0,
    out: expect.stringMatching(/examples\.jsonl +elsewhere +in the bucket only/),
  });
  expect((await other.run(['rollback', 'rag', '--to', 'v1', '--reason', 'INC-1', ...confirmed])).code).toBe(
    0,
  );
  expect((await other.run(['sync', 'pull'])).code).toBe(0);
  expect((await other.run(['verify', 'rag', 'v1'])).out).toMatch(/examples\.jsonl +verified/);
});
