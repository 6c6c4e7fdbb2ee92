import { beforeEach, expect, test } from 'vitest';
import type { Telling } from '../../../src/core/events/telling.ts';
import { outboxSchema } from '../../../src/ui/command-line/json/outbox.ts';
import {
  createScriptedChannel,
  failedDelivery,
  type ScriptedChannel,
  tellingBy,
} from '../../support/notify/outbox-rig.ts';
import { writeS0Registry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Run, runLastgood } from './command-line.ts';

let root = '';
let mail: ScriptedChannel;
let telling: Telling;

const run = (...argv: readonly string[]): Promise<Run> => runLastgood(root, argv, { telling });

const promote = (version: string): Promise<Run> =>
  run('promote', 'rag', version, '--yes', '--confirm', 'rag@latest');

async function firstId(): Promise<string> {
  const [item] = (await telling.outbox.list()).items;
  if (item === undefined) throw new Error('the outbox is empty');
  return item.id;
}

beforeEach(() => {
  root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  mail = createScriptedChannel();
  telling = tellingBy([mail]);
});

test('without anybody to tell it says so', async () => {
  const listed = await runLastgood(root, ['outbox']);
  expect(listed).toMatchObject({ code: 0, out: 'Nobody is configured to be told of anything.\n' });
  expect(await runLastgood(root, ['outbox', 'send'])).toMatchObject({ code: 2 });
});

test('an empty outbox says that nothing waits', async () => {
  expect((await run('outbox')).out).toBe('Nothing waits to be told.\n');
});

test('the list says what waits for whom, why, and since how many tries', async () => {
  mail.answerNext(failedDelivery('later'));
  await promote('v2');
  const { out } = await run('outbox', 'list');
  expect(out).toContain(await firstId());
  expect(out).toMatch(/mail +waits, 1 try, next 20\d\d-.* Promoted rag@latest: v3 to v2/);
  expect(out).toContain('mail is away.');
});

test('a full one prints the oldest of it with their number, and doctor says that more is lost', async () => {
  mail.answerNext(failedDelivery('later'));
  await promote('v2');
  const { outbox } = telling;
  const { items, unreadable } = await outbox.list();
  const many = Array.from({ length: 500 }, () => items).flat();
  telling = {
    ...telling,
    outbox: { ...outbox, list: async () => ({ items: many, unreadable, room: 'none' }) },
  };
  const { out } = await run('outbox');
  expect(out.split('\n').length).toBeLessThan(70);
  expect(out).toContain('480 more of 500; all of them: lastgood outbox --json.');
  expect(out).toContain('The outbox is full: what happens now is told to nobody later either.');
  expect(await run('doctor', '--dry-run')).toMatchObject({
    code: 4,
    out: expect.stringContaining(
      'needs-decision: outbox: is full: what happens now is told to nobody later either',
    ),
  });
});

test('what is told is listed with --all only', async () => {
  await promote('v2');
  expect((await run('outbox')).out).toBe('Nothing waits to be told.\n');
  expect((await run('outbox', '--all')).out).toMatch(/mail +told +Promoted/);
});

test('as JSON it is what its schema says', async () => {
  mail.answerNext(failedDelivery('unknown'));
  await promote('v2');
  const document = outboxSchema.parse((await run('outbox', '--json')).json());
  expect(document.items).toMatchObject([
    { channel: 'mail', state: 'waiting', attempts: 1, event: { kind: 'promoted', model: 'rag' } },
  ]);
});

test('the list says of what nobody was told yet that it was not tried', async () => {
  telling = { ...telling, keptBecause: 'offline is set' };
  await promote('v2');
  expect((await run('outbox')).out).toMatch(/mail +waits, not tried yet +Promoted/);
});

test('send tells all that waits, whatever its time', async () => {
  mail.answerNext(failedDelivery('later'));
  await promote('v2');
  expect(await run('outbox', 'send')).toMatchObject({ code: 0, out: expect.stringContaining('told') });
  expect(mail.told).toHaveLength(2);
});

test('send of one tells it even when it was given up, by the beginning of its id', async () => {
  mail.answerNext(failedDelivery('never'));
  await promote('v2');
  expect((await run('outbox', 'send')).out).toContain('given up after 1 try');
  expect((await run('outbox', 'send', (await firstId()).slice(0, 6))).code).toBe(0);
  expect(mail.told).toHaveLength(2);
});

test('send that fails ends with the code of what went wrong', async () => {
  mail.answerNext(failedDelivery('later'), failedDelivery('later'));
  await promote('v2');
  expect((await run('outbox', 'send')).code).toBe(8);
});

test('drop forgets one, and only one that is there', async () => {
  mail.answerNext(failedDelivery('later'));
  await promote('v2');
  const id = await firstId();
  expect(await run('outbox', 'drop')).toMatchObject({ code: 2 });
  expect(await run('outbox', 'drop', 'ffffffffffffffff')).toMatchObject({ code: 1 });
  expect(await run('outbox', 'drop', id)).toMatchObject({ code: 0, out: 'Nothing waits to be told.\n' });
  expect(await run('outbox', 'drop', id)).toMatchObject({ code: 1 });
});

test('an action nobody knows is refused with those there are', async () => {
  expect(await run('outbox', 'burn')).toMatchObject({
    code: 2,
    error: expect.stringContaining('list, send, drop'),
  });
});
