import { describe, expect, it } from 'vitest';
import { type GsutilRun, runGsutil } from '../../../src/adapters/bucket/gsutil-process.ts';
import { createFakeGsutil, type FakeGsutil } from '../../support/fake-gsutil.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const patient = { quietMs: 20_000, totalMs: 20_000 };

function run(fake: FakeGsutil, change: Partial<GsutilRun> = {}) {
  const program = { file: fake.path, variables: fake.variables };
  return runGsutil(program, {
    doing: 'try it',
    arguments: ['cp'],
    folder: createTemporaryFolder(),
    deadline: patient,
    signal: undefined,
    ...change,
  });
}

describe('gsutil as a program', () => {
  it('gives what it prints, and the end of what it says', async () => {
    const fake = createFakeGsutil();
    fake.answer([
      { command: 'cp', prints: 'bytes', words: `${'x'.repeat(100_000)}\nthe end`, ending: 'end' },
    ]);
    const printed: Uint8Array[] = [];
    const end = await run(fake, {
      receive: async output => {
        for await (const piece of output) printed.push(piece);
      },
    });
    expect(Buffer.concat(printed).toString()).toBe('bytes');
    expect(end).toMatchObject({ ended: 'done', words: expect.stringMatching(/^x+\nthe end$/) });
    expect('words' in end && end.words.length).toBe(64 * 1024);
  });

  it('says how it failed', async () => {
    const fake = createFakeGsutil();
    fake.answer([{ command: 'cp', words: 'PreconditionException: 412', exitCode: 1, ending: 'end' }]);
    expect(await run(fake)).toEqual({ ended: 'failed', exitCode: 1, words: 'PreconditionException: 412' });
  });

  it('that is not there was not started', async () => {
    const fake = { ...createFakeGsutil(), path: '/nowhere/gsutil' };
    expect(await run(fake)).toEqual({ ended: 'not-started', errno: 'ENOENT' });
  });

  it('is asked nothing, and gets the environment that was given and no other', async () => {
    const fake = createFakeGsutil();
    fake.answer([{ command: 'cp', ending: 'end' }]);
    await run(fake);
    const { PATH: _, FAKE_GSUTIL: __, PWD: ___, ...rest } = fake.listCalls()[0]?.variables ?? {};
    expect(rest).toMatchObject({
      CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
      GSUTIL_NO_BANNER: 'true',
      PYTHONUTF8: '1',
    });
    expect(Object.keys(rest).filter(name => name.startsWith('VITEST') || name === 'HOME')).toEqual([]);
  });

  it('that is given up takes its children with it, although they take no notice of SIGTERM', async () => {
    const fake = createFakeGsutil();
    fake.answer([{ command: 'cp', prints: 'started', ending: 'go on' }]);
    const control = new AbortController();
    const reason = new Error('the screen was closed');
    const running = run(fake, {
      signal: control.signal,
      receive: async output => {
        for await (const _ of output) {
          expect(fake.isBeating()).toBe(true);
          control.abort(reason);
        }
      },
    });
    await expect(running).rejects.toBe(reason);
    await expect.poll(() => fake.isBeating()).toBe(false);
  });

  it('that stays silent too long is ended with its children', async () => {
    const fake = createFakeGsutil();
    fake.answer([{ command: 'cp', words: 'Copying…', ending: 'go on' }]);
    const running = run(fake, { deadline: { quietMs: 5000, totalMs: 20_000 } });
    await expect(running).rejects.toMatchObject({
      code: 'network-failed',
      message: 'Cannot try it: no answer within 5 s.',
    });
    await expect.poll(() => fake.isBeating()).toBe(false);
  });

  it('whose output is refused is ended with its children, and the reason is told', async () => {
    const fake = createFakeGsutil();
    fake.answer([{ command: 'cp', prints: 'too much', ending: 'go on' }]);
    const running = run(fake, {
      receive: async output => {
        for await (const _ of output) throw new Error('too much');
      },
    });
    await expect(running).rejects.toThrow('too much');
    await expect.poll(() => fake.isBeating()).toBe(false);
  });

  it('that ends leaves no child behind', async () => {
    const fake = createFakeGsutil();
    fake.answer([{ command: 'cp', ending: 'leave a worker' }]);
    expect(await run(fake)).toEqual({ ended: 'done', words: '' });
    await expect.poll(() => fake.isBeating()).toBe(false);
  });

  it('is not started when it was given up before', async () => {
    const fake = createFakeGsutil();
    fake.answer([{ command: 'cp', ending: 'end' }]);
    const reason = new Error('given up');
    await expect(run(fake, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fake.listCalls()).toEqual([]);
  });
});
