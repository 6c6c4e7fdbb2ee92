import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Telling } from '../../../src/core/events/telling.ts';
import {
  createScriptedChannel,
  failedDelivery,
  type ScriptedChannel,
  tellingBy,
} from '../../support/notify/outbox-rig.ts';
import { replacePointer } from '../../support/notify/replace-pointer.ts';
import { writeS0Registry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Run, type RunOptions, runLastgood } from './command-line.ts';

let root = '';
let mail: ScriptedChannel;
let telling: Telling;

beforeEach(() => {
  root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  mail = createScriptedChannel();
  telling = tellingBy([mail]);
});

const run = (argv: readonly string[], options: RunOptions = {}): Promise<Run> =>
  runLastgood(root, argv, { telling, ...options });

const sure = ['--yes', '--confirm', 'rag@latest'];
const kinds = (): readonly string[] => mail.told.map(({ kind, outcome }) => `${kind}, ${outcome}`);

test('every act that others want to hear of is told when it is done, by its own words', async () => {
  await run(['promote', 'rag', 'v2', ...sure]);
  await run(['rollback', 'rag', '--to', 'v1', '--reason', 'INC-42', ...sure]);
  await run(['release', 'rag', 'v2', '--reason', 'fixed', '--yes']);
  await run(['promote', 'rag', 'v2', ...sure]);
  await run([
    ...['rollback_model', '--model-name', 'rag', '--target-version', 'v1', '--reason', 'INC-7'],
    ...sure,
  ]);
  await run(['hold', 'rag', '--reason', 'freeze', '--yes']);
  await run(['release', 'rag', '--reason', 'over', '--yes']);
  await run(['unset', 'rag', 'latest', '--reason', 'gone', ...sure]);
  expect(kinds()).toEqual([
    'promoted, done',
    'rolled-back, done',
    'released, done',
    'promoted, done',
    'rolled-back, done',
    'held, done',
    'released, done',
    'unset, done',
  ]);
  expect(mail.told[1]).toMatchObject({ reason: 'INC-42', incident: 'INC-42', from: 'v2', to: 'v1' });
});

test.each([
  ['a dry run', ['promote', 'rag', 'v2', '--dry-run']],
  ['what is so already', ['promote', 'rag', 'v3', ...sure]],
  ['a missing confirmation', ['promote', 'rag', 'v2', '--yes']],
  ['a version that is not there', ['promote', 'rag', 'v9', ...sure]],
  ['a dry run of doctor', ['doctor', '--dry-run']],
  ['a look', ['show', 'rag']],
])('%s tells nobody', async (_, argv) => {
  if (argv.includes('v3')) await runLastgood(root, ['promote', 'rag', 'v3', ...sure]);
  replacePointer(root, 'rag_latest', 'rag_v3');
  await run(argv);
  expect(kinds()).toEqual([]);
  expect((await telling.outbox.list()).items).toEqual([]);
});

test('a rollback that failed half-way is told as failed', async () => {
  await run(['promote', 'rag', 'v2', ...sure]);
  rmSync(join(root, 'rag_latest'));
  mkdirSync(join(root, 'rag_latest'));
  const failed = await run(['rollback', 'rag', '--to', 'v1', '--reason', 'INC-1', ...sure]);
  expect(failed.code).not.toBe(0);
  expect(kinds().at(-1)).toMatch(/^failed, (partly|not-done)$/);
});

describe('sending never changes how a verb ends', () => {
  test('what is not told yet is said on stderr after the receipt, and the exit code is that of the act', async () => {
    mail.answerNext(failedDelivery('later'));
    const done = await run(['promote', 'rag', 'v2', ...sure]);
    expect(done.code).toBe(0);
    expect(done.out).toContain('done: Promote rag');
    expect(done.error).toContain(
      'Not told to mail yet: mail is away. It is kept and tried again; see lastgood outbox.',
    );
  });

  test('with --json stdout has the receipt alone', async () => {
    mail.answerNext(failedDelivery('never'));
    const done = await run(['promote', 'rag', 'v2', ...sure, '--json']);
    expect(done.json().schema).toBe('lastgood/receipt/1');
    expect(done.error).toContain('It is not tried again by itself');
  });

  test('what waited is told with the next write', async () => {
    mail.answerNext(failedDelivery('later'));
    await run(['promote', 'rag', 'v2', ...sure]);
    const [{ id = '' } = {}] = (await telling.outbox.list()).items;
    const claimed = await telling.outbox.claim(id);
    if (claimed !== undefined) await claimed.settle({ ...claimed.item, nextAt: '2026-12-01T00:00:00.000Z' });
    await run(['hold', 'rag', '--reason', 'freeze', '--yes']);
    expect(kinds().toSorted()).toEqual(['held, done', 'promoted, done', 'promoted, done']);
  });

  test('offline nothing is sent and all is kept', async () => {
    telling = { ...telling, keptBecause: 'offline is set' };
    await run(['promote', 'rag', 'v2', ...sure]);
    expect(mail.told).toEqual([]);
    expect((await telling.outbox.list()).items).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    expect((await run(['outbox'])).out).toContain('Nothing is sent for now: offline is set.');
    expect(await run(['outbox', 'send'])).toMatchObject({ code: 8 });
  });

  test('ctrl-c stops at once what is being told', async () => {
    const stop = new AbortController();
    const stuck = {
      ...mail,
      deliver: (_: unknown, { signal }: { readonly signal?: AbortSignal | undefined }) =>
        new Promise<ReturnType<typeof failedDelivery>>(resolve => {
          signal?.addEventListener('abort', () => resolve(failedDelivery('unknown')), { once: true });
          stop.abort();
        }),
    };
    const startedMs = performance.now();
    const signal = { stop: stop.signal, exitCode: () => 130 };
    const stopped = await run(['promote', 'rag', 'v2', ...sure], {
      signal,
      telling: { ...telling, channels: [stuck] },
    });
    expect(stopped.code).toBe(130);
    expect(performance.now() - startedMs).toBeLessThan(3_500);
    expect((await telling.outbox.list()).items).toMatchObject([{ state: 'waiting', mayHaveArrived: true }]);
  });

  test('nobody waits longer than four seconds for who does not answer', async () => {
    const stuck = {
      ...mail,
      deliver: (_: unknown, { signal }: { readonly signal?: AbortSignal | undefined }) =>
        new Promise<ReturnType<typeof failedDelivery>>(resolve => {
          signal?.addEventListener('abort', () => resolve(failedDelivery('unknown')), { once: true });
        }),
    };
    const startedMs = performance.now();
    const done = await run(['promote', 'rag', 'v2', ...sure], { telling: { ...telling, channels: [stuck] } });
    expect(done.code).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(8_000);
    expect(done.error).toContain('Not told to mail yet');
  });
});

describe('doctor', () => {
  test('tells of drift once, and notes what waits', async () => {
    await runLastgood(root, ['promote', 'rag', 'v2', ...sure]);
    replacePointer(root, 'rag_latest', 'rag_v1');
    mail.answerNext(failedDelivery('later', 3_600_000));
    expect((await run(['doctor'])).code).toBe(4);
    const again = await run(['doctor']);
    expect(kinds()).toEqual(['drift, done']);
    expect(again.out).toContain('note: outbox, mail: 1 event waits to be told: mail is away.');
    expect((await run(['doctor', '--read-only'])).code).toBe(4);
    expect(kinds()).toEqual(['drift, done']);
  });

  test('says what was given up, and how to tell it after all', async () => {
    mail.answerNext(failedDelivery('never'));
    await run(['promote', 'rag', 'v2', ...sure]);
    const found = await run(['doctor']);
    expect(found.code).toBe(0);
    expect(found.out).toMatch(
      /note: outbox, mail: never told: Promoted rag@latest: .*\n {2}Try once more with lastgood outbox send [0-9a-f]{16}/,
    );
  });
});
