import { describe, expect, test } from 'vitest';
import { createMailChannel } from '../../../../src/adapters/notify/mail/mail-channel.ts';
import { findMailRoute } from '../../../../src/adapters/notify/mail/mail-login.ts';
import { composeMail } from '../../../../src/adapters/notify/mail/mail-message.ts';
import type { MailServer } from '../../../../src/adapters/notify/mail/talk-smtp.ts';
import { eventKinds } from '../../../../src/core/events/event.ts';
import { startFakeSmtp } from '../../../support/notify/fake-smtp.ts';
import { readMail } from '../../../support/notify/read-mail.ts';
import { failedEvent, hostileReason, sampleEvent } from '../../../support/notify/sample-event.ts';

const envelope = { from: 'bot@example.org', to: ['oncall@example.org', 'boss@example.org'] };

function openChannel(server: Partial<MailServer> & { readonly port: number }, limitMs?: number) {
  const whole = { host: '127.0.0.1', login: undefined, encryption: 'offered', ...server } as const;
  return createMailChannel({ name: 'mail', kinds: new Set(eventKinds), envelope, server: whole, limitMs });
}

const first = { mayHaveArrived: false } as const;

describe('a mail', () => {
  test('goes to every recipient, named by the event', async () => {
    const smtp = await startFakeSmtp();
    await openChannel(smtp).deliver(sampleEvent(), first);
    expect(smtp.mails[0]).toMatchObject(envelope);
    const { headers, text } = readMail(smtp.mails[0]?.source ?? '');
    expect(headers.get('message-id')).toBe(`<${sampleEvent().eventId}@example.org>`);
    expect(headers.get('subject')).toBe('[lastgood] Rolled back frontshift-rag@latest: v2 to v1');
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(text).toContain('Reason:    INC-42: answers about holidays are wrong');
  });

  test('that is sent again has the same name', async () => {
    const smtp = await startFakeSmtp();
    smtp.failNext({ fault: 'answer-lost' });
    const channel = openChannel(smtp);
    await channel.deliver(sampleEvent(), first);
    await channel.deliver(sampleEvent(), { mayHaveArrived: true });
    const names = smtp.mails.map(({ source }) => readMail(source).headers.get('message-id'));
    expect(names).toEqual([names[0], names[0]]);
  });

  test('no text becomes a header', async () => {
    const injected = 'x\r\nBcc: evil@example.org\r\n\r\nDear all';
    const event = failedEvent({ title: injected, reason: injected, eventId: `a${injected}b` });
    const source = (await composeMail(event, envelope)).toString('utf8');
    const { headers, text } = readMail(source);
    expect([...headers.keys()].sort()).toEqual(
      ['auto-submitted', 'content-transfer-encoding', 'content-type', 'date', 'from', 'message-id']
        .concat(['mime-version', 'subject', 'to', 'x-lastgood-event'])
        .sort(),
    );
    expect(headers.get('subject')).toContain('x Bcc: evil@example.org Dear all');
    expect(text).toContain('x Bcc: evil@example.org Dear all');
  });

  test('says hostile words as they are, in plain text', async () => {
    const smtp = await startFakeSmtp();
    await openChannel(smtp).deliver(sampleEvent({ reason: `${hostileReason} Größe 日本` }), first);
    const { headers, text } = readMail(smtp.mails[0]?.source ?? '');
    expect(headers.get('content-type')).toMatch(/^text\/plain; charset=utf-8/);
    expect(text).toContain(`${hostileReason} Größe 日本`);
  });

  test('that reaches only some of its recipients is told, and says so', async () => {
    const smtp = await startFakeSmtp();
    smtp.failNext({ fault: 'recipient-refused', address: 'boss@example.org' });
    expect(await openChannel(smtp).deliver(sampleEvent(), first)).toEqual({
      outcome: 'delivered',
      reference: 'taken for 1 of 2 recipients',
    });
  });
});

describe('a login', () => {
  const login = { username: 'bot@example.org', password: 'smtp-5ecret' };

  test('that is refused is in no word of it', async () => {
    const smtp = await startFakeSmtp({ login });
    const wrong = { username: 'bot@example.org', password: 'wr0ng-5ecret' };
    const delivery = await openChannel({ port: smtp.port, login: wrong }).deliver(sampleEvent(), first);
    expect(delivery).toMatchObject({ again: 'later', problem: { code: 'login-required' } });
    expect(JSON.stringify(delivery)).not.toContain('wr0ng-5ecret');
  });

  test('is not said to a server without encryption elsewhere', async () => {
    const smtp = await startFakeSmtp({ login });
    const channel = openChannel({ port: smtp.port, login, encryption: 'started' });
    expect(await channel.deliver(sampleEvent(), first)).toMatchObject({ outcome: 'failed', again: 'later' });
    expect(smtp.mails).toEqual([]);
  });

  test('is not said to a server whose certificate nobody trusts', async () => {
    const smtp = await startFakeSmtp({ login, offersTls: true });
    const channel = openChannel({ port: smtp.port, login, encryption: 'started' });
    const delivery = await channel.deliver(sampleEvent(), first);
    const message = expect.stringMatching(/no encryption that is trusted \((?!ESOCKET)\w+\)/);
    expect(delivery).toMatchObject({ outcome: 'failed', again: 'later', problem: { message } });
    expect(smtp.mails).toEqual([]);
  });
});

test('a server that says nothing is given up after a while', async () => {
  const smtp = await startFakeSmtp();
  smtp.failNext({ fault: 'silent' });
  expect(await openChannel(smtp, 300).deliver(sampleEvent(), first)).toMatchObject({
    outcome: 'failed',
    again: 'unknown',
  });
});

describe('where mail goes', () => {
  const wish = { to: undefined, from: undefined, host: undefined, port: undefined };
  const s0 = { EMAIL_SENDER: 'bot@gmail.com', EMAIL_PASSWORD: 'app', EMAIL_RECEIVER: 'a@x.org, b@x.org' };

  test("S0's variables alone mean Gmail", () => {
    expect(findMailRoute(wish, s0)).toEqual({
      ok: true,
      envelope: { from: 'bot@gmail.com', to: ['a@x.org', 'b@x.org'] },
      server: { host: 'smtp.gmail.com', port: 465, login: { username: 'bot@gmail.com', password: 'app' } },
    });
  });

  test('the configuration goes before the variables, and SMTP_* before S0 for the login', () => {
    const variables = { ...s0, SMTP_USERNAME: 'u', SMTP_PASSWORD: 'p' };
    const configured = { to: ['c@x.org'], from: 'd@x.org', host: 'smtp.x.org', port: 587 };
    expect(findMailRoute(configured, variables)).toEqual({
      ok: true,
      envelope: { from: 'd@x.org', to: ['c@x.org'] },
      server: { host: 'smtp.x.org', port: 587, login: { username: 'u', password: 'p' } },
    });
  });

  test.each([
    [wish, {}, 'sender'],
    [{ ...wish, from: 'a@x.org' }, {}, 'recipient'],
    [{ ...wish, from: 'a@x.org', to: ['b@x.org'] }, {}, 'server'],
    [wish, { ...s0, EMAIL_PASSWORD: '' }, 'EMAIL_PASSWORD'],
    [wish, { ...s0, EMAIL_RECEIVER: 'x\r\nBcc: evil@x.org' }, 'no mail address'],
  ])('what is missing is said', (given, variables, word) => {
    expect(findMailRoute(given, variables)).toMatchObject({
      ok: false,
      because: expect.stringContaining(word),
    });
  });
});
