import { describe, expect, test } from 'vitest';
import { createGithubChannel } from '../../../../src/adapters/notify/github/github-channel.ts';
import { escapeMarkdown, formatIssue } from '../../../../src/adapters/notify/github/issue-text.ts';
import { eventKinds, type RegistryEvent } from '../../../../src/core/events/event.ts';
import { type FakeGithub, startFakeGithub } from '../../../support/notify/fake-github.ts';
import { failedEvent, hostileReason, sampleEvent } from '../../../support/notify/sample-event.ts';

function openChannel(github: FakeGithub) {
  return createGithubChannel({
    ...{ name: 'tickets', kinds: new Set(eventKinds), repository: 'acme/platform', api: github.origin },
    ...{ token: 'ghp_secret', tool: 'lastgood test', now: () => Date.parse('2026-11-21T03:05:00Z') },
  });
}

const first = { mayHaveArrived: false } as const;

describe('an issue', () => {
  test('has the labels rollback and incident, which are made where they are missing', async () => {
    const github = await startFakeGithub();
    const delivery = await openChannel(github).deliver(sampleEvent(), first);
    expect(delivery).toEqual({
      outcome: 'delivered',
      reference: 'https://github.example/acme/platform/issues/1',
    });
    expect(github.issues[0]?.labels).toEqual(['rollback', 'incident']);
    await openChannel(github).deliver(failedEvent(), first);
    expect(github.issues[1]?.labels).toEqual(['rollback', 'incident']);
    // The second time they are there, and one call is enough.
    expect(github.requests.at(-1)?.path).toBe('/repos/acme/platform/issues');
  });

  test('stands without labels where they may not be made', async () => {
    const github = await startFakeGithub({ mayLabel: false });
    expect(await openChannel(github).deliver(sampleEvent(), first)).toMatchObject({ outcome: 'delivered' });
    expect(github.issues[0]?.labels).toEqual([]);
  });

  test.each<[RegistryEvent, readonly string[]]>([
    [sampleEvent(), ['rollback', 'incident']],
    [failedEvent(), ['rollback', 'incident']],
    [failedEvent({ act: 'promote' }), ['incident']],
    [sampleEvent({ kind: 'drift', act: 'diagnose' }), ['incident']],
    [sampleEvent({ kind: 'promoted', act: 'promote' }), []],
  ])('is labelled by what it is about', (event, labels) => {
    expect(formatIssue(event).labels).toEqual(labels);
  });

  test('is found by its mark where the first answer was lost, also when others were opened meanwhile', async () => {
    const github = await startFakeGithub();
    github.failNext({ fault: 'answer-lost' });
    const channel = openChannel(github);
    await channel.deliver(sampleEvent(), first);
    await channel.deliver(failedEvent(), first);
    expect(await channel.deliver(sampleEvent(), { mayHaveArrived: true })).toEqual({
      outcome: 'delivered',
      reference: 'https://github.example/acme/platform/issues/1',
    });
    expect(github.issues).toHaveLength(2);
  });

  test('is not opened when nobody can say whether it is there', async () => {
    const github = await startFakeGithub();
    github.failNext({ fault: 'status', status: 502 });
    const delivery = await openChannel(github).deliver(sampleEvent(), { mayHaveArrived: true });
    expect(delivery).toMatchObject({ outcome: 'failed', again: 'later' });
    expect(github.issues).toEqual([]);
  });

  test('waits as long as GitHub asks for', async () => {
    const github = await startFakeGithub();
    const reset = String(Date.parse('2026-11-21T04:05:00Z') / 1000);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    github.failNext({ fault: 'status', status: 403, headers });
    expect(await openChannel(github).deliver(sampleEvent(), first)).toMatchObject({
      again: 'later',
      waitMs: 3_600_000,
      problem: { code: 'network-failed' },
    });
  });

  test('a page of HTML that says yes is no GitHub', async () => {
    const github = await startFakeGithub();
    github.failNext({ fault: 'status', status: 200, text: '<html>Please log in</html>' });
    expect(await openChannel(github).deliver(sampleEvent(), first)).toMatchObject({
      outcome: 'failed',
      again: 'unknown',
      problem: { code: 'answer-damaged' },
    });
  });

  test('a redirect is not followed with the login', async () => {
    const github = await startFakeGithub();
    const other = await startFakeGithub();
    github.failNext({ fault: 'status', status: 307, headers: { location: `${other.origin}/stolen` } });
    expect(await openChannel(github).deliver(sampleEvent(), first)).toMatchObject({ outcome: 'failed' });
    expect(other.requests).toEqual([]);
  });
});

describe('the text of an issue', () => {
  test('holds no Markdown, HTML, mention or mark but our own', () => {
    const { title, body } = formatIssue(sampleEvent({ reason: hostileReason }));
    const rows = body.split('\n').slice(2, -2).join('\n');
    expect(rows.replace(/^\|---\|---\|$/gm, '')).not.toMatch(/[<>@`*[\]]/);
    expect(body.match(/<!--/g)).toHaveLength(1);
    expect(body.split('\n').filter(line => line.startsWith('| Reason'))).toHaveLength(1);
    expect(title.length).toBeLessThanOrEqual(121);
  });

  test('is the same to its reader: every escaped character is written as its number', () => {
    const shown = escapeMarkdown(hostileReason).replace(/&#(\d+);/g, (_, code) =>
      String.fromCharCode(Number(code)),
    );
    expect(shown.replaceAll('\u200b', '')).toBe(hostileReason);
    // GitHub looks for them in what is shown.
    expect(shown).not.toMatch(/[@#]\w/);
  });

  test('a title calls nobody and is short', () => {
    const { title } = formatIssue(failedEvent({ title: `@everyone ${'x'.repeat(500)}` }));
    expect(title).toContain('@\u200beveryone');
    expect([...title].length).toBeLessThanOrEqual(121);
  });
});

test('examining says who we are and what is missing', async () => {
  const limited = await startFakeGithub({ mayLabel: false });
  expect(await openChannel(limited).examine()).toMatchObject({
    state: 'limited',
    identity: 'robot',
    may: ['open issues in acme/platform'],
    missing: [{ what: 'labels may be left out' }],
  });
  const refused = await startFakeGithub({ token: 'another' });
  expect(await openChannel(refused).examine()).toMatchObject({ state: 'not-usable' });
  expect(limited.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});
