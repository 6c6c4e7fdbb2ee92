import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runDoctor } from '../../../src/core/apply/run-doctor.ts';
import { sendOutbox } from '../../../src/core/apply/send-outbox.ts';
import { tellDrift } from '../../../src/core/apply/tell-drift.ts';
import { ConflictError, UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { Telling } from '../../../src/core/events/telling.ts';
import type { Outbox } from '../../../src/core/ports/outbox.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  createScriptedChannel,
  failedDelivery,
  openOutbox,
  tellingBy,
} from '../../support/notify/outbox-rig.ts';
import { replacePointer } from '../../support/notify/replace-pointer.ts';
import { sampleEvent } from '../../support/notify/sample-event.ts';
import {
  apply,
  environmentOf,
  findLive,
  openRegistry,
  planBack,
  planPromote,
  promote,
  rollBack,
  writeS0Registry,
} from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function openTold(): { readonly root: string; readonly session: Session } {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  return { root, session: openRegistry(root) };
}

async function listKinds({ outbox }: Telling): Promise<readonly string[]> {
  const { items } = await outbox.list();
  return items.map(({ channel, event }) => `${channel}: ${event.kind}, ${event.outcome}`);
}

const brokenOutbox: Outbox = {
  list: async () => ({ items: [], unreadable: [], room: 'some' }),
  put: async () => {
    throw new UnavailableError('disk-full', 'Cannot write to the outbox: no space left on the disk.');
  },
  claim: async () => undefined,
  remove: async () => false,
};

describe('applying tells', () => {
  test('each channel that hears of it, and only when it has happened', async () => {
    const { session } = openTold();
    const telling = tellingBy([
      createScriptedChannel('mail'),
      createScriptedChannel('tickets', ['rolled-back']),
    ]);
    const plan = await planPromote(session, 'rag', 'v2');
    expect(await listKinds(telling)).toEqual([]);
    await apply(session, plan, { telling });
    await apply(session, await planBack(session, 'rag', 'v1'), { telling });
    expect((await listKinds(telling)).toSorted()).toEqual([
      'mail: promoted, done',
      'mail: rolled-back, done',
      'tickets: rolled-back, done',
    ]);
  });

  test('nothing of what changes nothing', async () => {
    const { session } = openTold();
    const telling = tellingBy([createScriptedChannel()]);
    await promote(session, 'rag', 'v3');
    await apply(session, await planPromote(session, 'rag', 'v3'), { telling });
    expect(await listKinds(telling)).toEqual([]);
  });

  test('that a rollback failed half-way, and once it is finished that it is done', async () => {
    const { root, session } = openTold();
    await promote(session, 'rag', 'v2');
    const telling = tellingBy([createScriptedChannel()]);
    const plan = await planBack(session, 'rag', 'v1');
    rmSync(join(root, 'rag_latest'));
    mkdirSync(join(root, 'rag_latest'));
    expect(await apply(session, plan, { telling })).toMatchObject({ outcome: 'partial' });
    expect(await listKinds(telling)).toEqual(['mail: failed, partly']);
    rmSync(join(root, 'rag_latest'), { recursive: true });
    // Its process is gone by then.
    const later = {
      ...session.registry,
      reader: { ...session.registry.reader, judgeOwner: async () => 'gone' as const },
    };
    await runDoctor(environmentOf(session, { telling, registry: later }));
    expect(await listKinds(telling)).toEqual(['mail: failed, partly', 'mail: rolled-back, done']);
  });

  test('an act whose event cannot be kept is done all the same, and its receipt says so', async () => {
    const { session } = openTold();
    const telling = tellingBy([createScriptedChannel()], { outbox: brokenOutbox });
    const receipt = await apply(session, await planPromote(session, 'rag', 'v1'), { telling });
    expect(receipt).toMatchObject({
      outcome: 'applied',
      problem: undefined,
      notices: ['Not told to mail: Cannot write to the outbox: no space left on the disk.'],
    });
    expect(await findLive(session, 'rag')).toBe('v1');
  });

  test('of a channel without a login the receipt says why, and nothing else fails', async () => {
    const { session } = openTold();
    const unready = [
      {
        name: 'tickets',
        use: 'notification' as const,
        kinds: new Set(['promoted'] as const),
        because: 'GITHUB_TOKEN is not set',
      },
    ];
    const telling = tellingBy([], { unready });
    const promoted = await apply(session, await planPromote(session, 'rag', 'v2'), { telling });
    expect(promoted.notices).toEqual(['Not told to tickets: GITHUB_TOKEN is not set.']);
    const back = await apply(session, await planBack(session, 'rag', 'v1'), { telling });
    expect(back.notices).toBeUndefined();
  });

  test('it is in the outbox before the journal is removed', async () => {
    const { session } = openTold();
    const telling = tellingBy([createScriptedChannel()]);
    const { registry } = session;
    const seen: (readonly string[])[] = [];
    const writer = {
      ...registry.writer,
      removeJournal: async (id: string) => {
        seen.push(await listKinds(telling));
        await registry.writer.removeJournal(id);
      },
    };
    const plan = await planPromote(session, 'rag', 'v1');
    await apply(session, plan, { telling, registry: { ...registry, writer } });
    expect(seen).toEqual([['mail: promoted, done']]);
  });

  test('a journal that cannot be removed makes it partly done, and not told as failed', async () => {
    const { session } = openTold();
    const telling = tellingBy([createScriptedChannel()]);
    const { registry } = session;
    const removeJournal = async (): Promise<void> => {
      throw new ConflictError('partly-done', 'The journal stays.');
    };
    const changed = { ...registry, writer: { ...registry.writer, removeJournal } };
    const receipt = await apply(session, await planPromote(session, 'rag', 'v1'), {
      telling,
      registry: changed,
    });
    expect(receipt.outcome).toBe('partial');
    expect(await listKinds(telling)).toEqual(['mail: promoted, done']);
  });
});

describe('drift', () => {
  test('is told once for each finding, however often it is looked for', async () => {
    const { root, session } = openTold();
    await promote(session, 'rag', 'v2');
    replacePointer(root, 'rag_latest', 'rag_v1');
    const telling = tellingBy([createScriptedChannel()]);
    for (let look = 1; look <= 3; look += 1) {
      expect(await tellDrift({ ...session, telling })).toEqual([]);
    }
    const { items } = await telling.outbox.list();
    expect(items.map(({ event }) => event)).toMatchObject([
      { kind: 'drift', model: 'rag', alias: 'latest', from: 'v2', to: 'v1', act: 'diagnose' },
    ]);
  });

  test('that comes again after it was put back is told again', async () => {
    const { root, session } = openTold();
    await promote(session, 'rag', 'v2');
    const telling = tellingBy([createScriptedChannel()]);
    replacePointer(root, 'rag_latest', 'rag_v1');
    await tellDrift({ ...session, telling });
    await rollBack(session, 'rag', 'v1');
    await promote(session, 'rag', 'v2');
    replacePointer(root, 'rag_latest', 'rag_v1');
    await tellDrift({ ...session, telling });
    expect(await listKinds(telling)).toEqual(['mail: drift, done', 'mail: drift, done']);
  });

  test('a registry in order tells nothing, and one that cannot be read says so', async () => {
    const { root, session } = openTold();
    const telling = tellingBy([createScriptedChannel()]);
    expect(await tellDrift({ ...session, telling })).toEqual([]);
    expect(await listKinds(telling)).toEqual([]);
    rmSync(root, { recursive: true });
    mkdirSync(root);
    const loadIndex = async (): Promise<never> => {
      throw new UnavailableError('permission-denied', 'Nobody may read it.');
    };
    const registry = { ...session.registry, reader: { ...session.registry.reader, loadIndex } };
    expect(await tellDrift({ ...session, registry, telling })).toEqual([
      'Of what was moved outside nothing is told: Nobody may read it.',
    ]);
  });
});

describe('sending', () => {
  const now = () => '2026-11-21T03:04:06.000Z';
  const signal = new AbortController().signal;
  const due = { choice: 'due', now, signal } as const;

  async function fill(telling: Telling, ids: readonly string[]): Promise<void> {
    const { tellEvents } = await import('../../../src/core/apply/tell-events.ts');
    const { sha256OfText } = await import('../../support/sample-entries.ts');
    await tellEvents(
      telling,
      ids.map(eventId => sampleEvent({ eventId })),
      sha256OfText,
    );
  }

  test('tells each event once, whoever sends', async () => {
    const channel = createScriptedChannel();
    const telling = tellingBy([channel]);
    await fill(telling, ['a', 'b', 'c']);
    await Promise.all([sendOutbox(telling, due), sendOutbox(telling, due), sendOutbox(telling, due)]);
    expect(channel.told.map(({ eventId }) => eventId).toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('leaves a channel alone that does not answer, and tells the others', async () => {
    const [mail, chat] = [createScriptedChannel('mail'), createScriptedChannel('chat')];
    const telling = tellingBy([mail, chat]);
    await fill(telling, ['a', 'b']);
    mail.answerNext(failedDelivery('later'));
    const { tried } = await sendOutbox(telling, due);
    expect([mail.told.length, chat.told.length, tried.length]).toEqual([1, 2, 3]);
  });

  test('goes on to the next event after one that is refused for good', async () => {
    const mail = createScriptedChannel('mail');
    const telling = tellingBy([mail]);
    await fill(telling, ['a', 'b']);
    mail.answerNext(failedDelivery('never'));
    const { tried } = await sendOutbox(telling, due);
    expect(tried.map(({ state }) => state).toSorted()).toEqual(['delivered', 'given-up']);
  });

  test('asks first for what may have arrived', async () => {
    const mail = createScriptedChannel('mail');
    const telling = tellingBy([mail]);
    await fill(telling, ['a']);
    mail.answerNext(failedDelivery('unknown'));
    await sendOutbox(telling, due);
    await sendOutbox(telling, { ...due, choice: 'waiting' });
    expect(mail.asked).toEqual([false, true]);
  });

  test('does not tell before its time, unless somebody wants it now', async () => {
    const mail = createScriptedChannel('mail');
    const telling = tellingBy([mail]);
    await fill(telling, ['a']);
    mail.answerNext(failedDelivery('later'), failedDelivery('never'));
    await sendOutbox(telling, due);
    expect((await sendOutbox(telling, due)).tried).toEqual([]);
    await sendOutbox(telling, { ...due, choice: 'waiting' });
    // Given up by now: only who names it tries it again.
    expect((await sendOutbox(telling, { ...due, choice: 'waiting' })).tried).toEqual([]);
    const [{ id = '' } = {}] = (await telling.outbox.list()).items;
    expect((await sendOutbox(telling, { ...due, choice: { id } })).tried).toMatchObject([
      { state: 'delivered' },
    ]);
  });

  test('begins nothing when it is stopped', async () => {
    const mail = createScriptedChannel('mail');
    const telling = tellingBy([mail]);
    await fill(telling, ['a']);
    await sendOutbox(telling, { ...due, signal: AbortSignal.abort() });
    expect(mail.told).toEqual([]);
  });

  test('keeps what is for a channel that is gone from the configuration, and gives it up after three days', async () => {
    const telling = tellingBy([createScriptedChannel('mail')]);
    await fill(telling, ['a']);
    const without = { ...telling, channels: [] };
    expect((await sendOutbox(without, due)).tried).toEqual([]);
    const later = () => '2026-11-24T03:04:07.000Z';
    expect((await sendOutbox(without, { ...due, now: later })).tried).toMatchObject([
      { state: 'given-up', problem: { code: 'invalid-configuration' } },
    ]);
  });

  test('an outbox that cannot be read is told, and throws nothing', async () => {
    const list = async (): Promise<never> => {
      throw new UnavailableError('permission-denied', 'Cannot read the outbox.');
    };
    const telling = tellingBy([createScriptedChannel()], { outbox: { ...openOutbox(), list } });
    expect(await sendOutbox(telling, due)).toEqual({ tried: [], problems: ['Cannot read the outbox.'] });
  });
});
