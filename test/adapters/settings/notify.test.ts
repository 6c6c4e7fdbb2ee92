import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/adapters/settings/parse-settings.ts';
import { mergeSettings } from '../../../src/core/settings/merge-settings.ts';

function parse(notify: string, role: 'project' | 'user' = 'project') {
  const text = `notify:\n${notify}\n`;
  return parseSettings({ path: '/project/lastgood.config.yaml', text, role, homeFolder: '/home/anna' });
}

const from = { file: '/project/lastgood.config.yaml', namedBy: 'project' };

test('each service is read with what it is told', () => {
  const { notify } = parse(
    [
      '  - { name: tickets, github: acme/platform, on: [rolled-back, failed] }',
      '  - { name: mail, mail: { to: [a@x.org], from: b@x.org, host: smtp.x.org, port: 587 } }',
      '  - { name: s0, mail: {} }',
      '  - { name: chat, slack: LASTGOOD_SLACK_URL }',
      '  - { name: hook, webhook: https://hooks.x.org/y, secret: HOOK_SECRET }',
      '  - { name: quiet, webhook: HOOK_URL }',
    ].join('\n'),
  );
  expect(notify?.map(({ service }) => service)).toEqual([
    { at: 'github', repository: 'acme/platform' },
    { at: 'mail', to: ['a@x.org'], from: 'b@x.org', host: 'smtp.x.org', port: 587 },
    { at: 'mail', to: undefined, from: undefined, host: undefined, port: undefined },
    { at: 'webhook', form: 'slack', url: { variable: 'LASTGOOD_SLACK_URL' }, secretVariable: undefined },
    { at: 'webhook', form: 'event', url: { text: 'https://hooks.x.org/y' }, secretVariable: 'HOOK_SECRET' },
    { at: 'webhook', form: 'event', url: { variable: 'HOOK_URL' }, secretVariable: undefined },
  ]);
  expect(notify?.[0]).toEqual({
    ...from,
    name: 'tickets',
    kinds: new Set(['rolled-back', 'failed']),
    service: { at: 'github', repository: 'acme/platform' },
  });
});

test('where nothing is said an issue is only opened of what somebody has to look at', () => {
  const { notify } = parse(
    '  - { name: a, github: x/y }\n  - { name: b, mail: {} }\n  - { name: c, webhook: URL }',
  );
  expect(
    notify?.map(({ kinds }) => [kinds.has('rolled-back'), kinds.has('promoted'), kinds.has('gated')]),
  ).toEqual([
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ]);
});

describe('what is wrong is said with its place', () => {
  test.each([
    ['{ name: a }', 'it has none of github, mail, slack, webhook'],
    [
      '{ name: a, github: x/y, slack: URL }',
      'it has github and slack; it needs one of github, mail, slack, webhook',
    ],
    ['{ name: a, webhook: "http://127.0.0.1:1/x" }', 'port 1 is kept for another protocol'],
    ['{ name: a, github: x/y, on: [foo] }', 'it must be a list of one or more of deployed, promoted,'],
    ['{ name: a, github: x/y, on: promoted }', 'it must be a list of one or more of deployed, promoted,'],
    ['{ name: a, github: x/y, on: [] }', 'it must be a list of one or more of deployed, promoted,'],
    ['{ name: a, mail: { to: x } }', 'it must be a list of one or more mail addresses'],
    ['{ name: a, mail: { port: 99999 } }', 'it must be a port: 1 to 65535'],
    ['{ name: a, github: platform }', 'it must be OWNER/NAME of a repository on GitHub'],
    ['{ name: a, github: ../.. }', 'it must be OWNER/NAME of a repository on GitHub'],
    ['{ name: a, mail: { to: ["A <a@x.org>"] } }', 'it must be a mail address alone: name@example.org'],
    ['{ name: a, mail: { from: "a@x.org\\nBcc: b@x.org" } }', 'it must be a mail address alone'],
    ['{ name: a, mail: { host: "smtp.x.org:465" } }', 'it has a port; give that as port'],
    ['{ name: a, mail: { port: 70000 } }', 'notify'],
    ['{ name: a, mail: { password: x } }', 'password'],
    ['{ name: a, slack: "https://hooks.slack.com/services/T/B/5ecret" }', 'the address is a secret'],
    ['{ name: a, webhook: "https://u:p@x.org" }', 'it holds a login'],
    ['{ name: a, webhook: "ftp://x.org" }', 'it must be an address https://'],
    ['{ name: a, webhook: URL, secret: "not a name" }', 'it must be the name of the variable'],
    ['{ name: a, slack: URL, secret: S }', 'only a webhook has it'],
    ['{ name: a, slack: URL, on: [exploded] }', 'notify'],
    ['{ name: a, slack: URL, on: [] }', 'notify'],
    ['{ name: a/b, slack: URL }', 'the name'],
  ])('%s', (line, words) => {
    let said = '';
    try {
      parse(`  - ${line}`);
    } catch (thrown) {
      said = thrown instanceof Error ? thrown.message : '';
    }
    expect(said).toContain(words);
    expect(said).toMatch(/lastgood\.config\.yaml/);
    expect(said).not.toContain('5ecret');
  });

  test('a name that stands twice', () => {
    expect(() => parse('  - { name: a, slack: URL }\n  - { name: a, slack: URL }')).toThrow(
      'a stands here twice',
    );
  });
});

test('channels of both files count; of one name that of the project', () => {
  const projectFile = { path: '/p', values: parse('  - { name: a, slack: PROJECT }') };
  const userFile = {
    path: '/u',
    values: parse('  - { name: a, slack: OWN }\n  - { name: b, slack: OWN }', 'user'),
  };
  const { notify } = mergeSettings({ flags: {}, environment: {}, projectFile, userFile });
  expect(notify.map(({ name, namedBy }) => `${name} of ${namedBy}`)).toEqual(['a of project', 'b of user']);
});
