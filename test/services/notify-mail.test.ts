import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../bin/run-program.ts';
import { hostileReason } from '../support/notify/sample-event.ts';
import { writeS0Registry } from '../support/registry-rig.ts';
import { type SmtpServer, serverCertificate, startSmtpServer } from './smtp-server.ts';
import { hasTool, tools } from './tools.ts';

const login = { username: 'bot@example.org', password: 'mail-5ecret' };

describe.skipIf(!hasTool(tools.aiosmtpd))('mail to a server that others wrote', () => {
  let root = '';
  let server: SmtpServer;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'lastgood-mail-'));
    server = await startSmtpServer(login);
    mkdirSync(join(root, 'models_registry'));
    writeS0Registry(join(root, 'models_registry'), 'frontshift-rag', 3);
    const mail = `{ to: [oncall@example.org, boss@example.org], from: bot@example.org, host: localhost, port: ${server.port} }`;
    writeFileSync(join(root, 'lastgood.config.yaml'), `notify:\n  - { name: mail, mail: ${mail} }\n`);
  });
  afterEach(async () => {
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const run = (argv: readonly string[], variables: Readonly<Record<string, string>> = {}) => {
    const trusted = { NODE_EXTRA_CA_CERTS: serverCertificate };
    const given = { SMTP_USERNAME: login.username, SMTP_PASSWORD: login.password };
    return runProgram(argv, { cwd: root, env: { ...trusted, ...given, ...variables } });
  };
  const back = (reason: string) => [
    ...['rollback', 'frontshift-rag', '--to', 'v1', '--reason', reason],
    ...['--yes', '--confirm', 'frontshift-rag@latest'],
  ];

  it('arrives whole, encrypted and logged in, as Python reads it', async () => {
    await run(back(`INC-42 Größe 日本 ${hostileReason}`));
    await run(['outbox', 'send']);
    const [mail] = server.mails;
    expect(server.mails).toHaveLength(1);
    expect(mail).toMatchObject({
      from: 'bot@example.org',
      to: ['oncall@example.org', 'boss@example.org'],
      encrypted: true,
      loggedIn: true,
      type: 'text/plain',
      defects: [],
      headerDefects: [],
    });
    const headers = new Map(mail?.headers);
    expect(headers.size).toBe(mail?.headers.length);
    expect(headers.get('Subject')).toBe('[lastgood] Rolled back frontshift-rag@latest: v3 to v1');
    expect(headers.get('Message-ID')).toMatch(/^<[\w.-]+\.rolled-back@example\.org>$/);
    expect(headers.has('Bcc')).toBe(false);
    expect(mail?.text).toContain(`INC-42 Größe 日本 ${hostileReason}`);
    expect(mail?.longestLine).toBeLessThanOrEqual(998);
  });

  it('does not arrive with a wrong password, and arrives later with the right one, once', async () => {
    await run(back('INC-42'), { SMTP_PASSWORD: 'wrong' });
    expect((await run(['outbox', 'send'], { SMTP_PASSWORD: 'wrong' })).out).toContain(
      'does not take the login',
    );
    expect(server.mails).toEqual([]);
    expect((await run(['outbox', 'send'])).code).toBe(0);
    expect((await run(['outbox', 'send'])).code).toBe(0);
    expect(server.mails).toHaveLength(1);
  });

  it('says no password to a server whose certificate nobody trusts', async () => {
    const untrusted = { NODE_EXTRA_CA_CERTS: '' };
    await run(back('INC-42'), untrusted);
    const sent = await run(['outbox', 'send'], untrusted);
    expect(sent).toMatchObject({ code: 8, out: expect.stringContaining('no encryption that is trusted') });
    expect(server.mails).toEqual([]);
  });
});
