import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confirmed, fillBucket, openProgramMachine } from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';

/** A copy that somebody wrote to as if it were the registry itself; `forked`: and another wrote to the bucket. */
async function openApart(how: 'forked' | 'ahead') {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator, 'anna');
  await fillBucket(machine, 2);
  const other = join(machine.home, 'other');
  cpSync(machine.copy, other, { recursive: true, verbatimSymlinks: true });
  rmSync(join(other, '.lastgood/mirror.json'));
  rmSync(join(other, '.lastgood/mirror-objects'), { force: true });
  const promote = ['promote', 'rag', 'v2', '--reason', 'test', ...confirmed];
  if (how === 'forked') expect((await machine.run(promote)).code).toBe(0);
  const here = await machine.run([...promote, '--registry', other], { LASTGOOD_ACTOR: 'tom' });
  expect(here.code).toBe(0);
  const run = (...argv: readonly string[]) => machine.run([...argv, '--cache', other]);
  return { emulator, run };
}

test.each([
  ['forked', 'is another one here than in the bucket'],
  ['ahead', "goes on here where the bucket's ends"],
] as const)("a copy whose history is not the bucket's is told of by every look: %s", async (how, words) => {
  const { run } = await openApart(how);
  for (const argv of [['show', 'rag'], ['history', 'rag'], ['models']]) {
    const { code, error } = await run(...argv);
    expect(code).toBe(0);
    expect(error).toContain(`rag: its history ${words}`);
    expect(error).toContain('lastgood sync');
    expect(error.trimEnd().split('\n')).toHaveLength(1);
  }
  const models = JSON.parse((await run('models', '--json')).out);
  expect(models.models[0].concerns[0]).toMatchObject({ message: expect.stringContaining(words) });
  expect(await run('resolve', 'rag')).toMatchObject({
    code: 4,
    out: '',
    error: expect.stringContaining('what is live is not sure'),
  });
});

test.each([
  [
    'forked',
    6,
    /^history of rag is forked: entry 4 is another one here than in the bucket: here .* by tom, .* in the bucket .* by anna/m,
  ],
  ['ahead', 0, /^history of rag is intact, 4 entries$/m],
] as const)(
  'to verify a history tells apart what parted from what only goes on here: %s',
  async (how, exit, words) => {
    const { run } = await openApart(how);
    const { code, out } = await run('history', 'rag', '--verify');
    expect({ code, out }).toEqual({ code: exit, out: expect.stringMatching(words) });
  },
);

test('what a server should load is not answered from such a history when the bucket cannot be reached either', async () => {
  const { emulator, run } = await openApart('forked');
  expect((await run('resolve', 'rag')).code).toBe(4);
  await emulator.stop();
  expect(await run('resolve', 'rag')).toMatchObject({ code: 4, out: '' });
});
