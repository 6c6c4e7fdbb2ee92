import { expect } from 'vitest';
import type { Finished } from '../bin/run-program.ts';
import { bucketUrl, confirmed, readAllFiles } from './bucket-program.ts';
import { startEmulator } from './gcs/emulator.ts';
import type { Fault } from './gcs/faults.ts';
import { runQuickly } from './run-here.ts';
import { sendJson } from './scripted-server.ts';
import { createTemporaryFolder } from './temporary-folder.ts';
import { secretTokens, startTokenServer } from './token-server.ts';
import { startTunnel } from './tunnel.ts';

/** Tokens that the environment holds and lastgood has no use for. */
export const environmentToken = 'ya29.environment-geheim';
/** A key that stands in a file of a login. */
export const privateKey = 'c2VydmljZS1hY2NvdW50LWdlaGVpbQ';
const secrets = [...Object.values(secretTokens), environmentToken, privateKey, 'geheim'];

/** The arguments of a program. */
export type Command = readonly string[];

/** Every way to ask a bucket, all at once: the promotion is of a version that nobody registers, so it fails in any order. */
export const commands: readonly Command[] = [
  ['models', '--json'],
  ['register', 'rag', '--yes'],
  ['promote', 'rag', 'v9', '--reason', 'x', ...confirmed, '--json'],
  ['sync', 'status'],
  ['doctor'],
  ['doctor', '--connections'],
];

/** One that reads and one that writes. */
export const someCommands: readonly Command[] = commands.slice(0, 2);

/** Runs the commands at once and holds all that they wrote and left against the secrets. Their ends. */
export async function runSecretly(
  argvs: readonly Command[],
  env: Readonly<Record<string, string>>,
): Promise<readonly Finished[]> {
  const ends = await Promise.all(
    argvs.map(async argv => {
      const home = createTemporaryFolder();
      const where = { cwd: home, env: { ...loginVariables(), HOME: home, LASTGOOD_DEBUG: '1', ...env } };
      const end = await runQuickly([...argv, '--registry', bucketUrl], where);
      const files = readAllFiles(home);
      const written = [end.out, end.error, ...files.keys(), ...files.values()];
      return { argv, end, leaks: secrets.filter(secret => written.some(text => text.includes(secret))) };
    }),
  );
  expect(ends.filter(({ leaks }) => leaks.length > 0)).toEqual([]);
  return ends.map(({ end }) => end);
}

/** What of this process's environment is about logins. */
function loginVariables(): Readonly<Record<string, string>> {
  const names = ['GOOGLE_APPLICATION_CREDENTIALS', 'CLOUDSDK_CONFIG', 'METADATA_SERVER_DETECTION'];
  const set = names.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...Object.fromEntries(set),
    CLOUDSDK_AUTH_ACCESS_TOKEN: environmentToken,
    GOOGLE_OAUTH_ACCESS_TOKEN: environmentToken,
  };
}

/** A program that believes to speak to Cloud Storage, with the certificate of nobody. */
export async function behindTunnel(port: number): Promise<Readonly<Record<string, string>>> {
  return {
    HTTPS_PROXY: await startTunnel(port),
    NO_PROXY: '127.0.0.1',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_NO_WARNINGS: '1',
  };
}

/** Runs the commands on a bucket with this fault, and expects that the token was shown to it and that not everything went well. */
export async function expectSecret(argvs: readonly Command[], fault: Fault | undefined): Promise<void> {
  await startTokenServer();
  const emulator = await startEmulator({ https: true });
  try {
    if (fault !== undefined) emulator.addFault(fault);
    const port = Number(new URL(emulator.httpsEndpoint ?? '').port);
    const ends = await runSecretly(argvs, await behindTunnel(port));
    const shown = emulator.requests.map(({ headers }) => headers['authorization'] ?? '');
    expect(shown.some(header => header.includes(secretTokens.access))).toBe(true);
    expect(ends.every(({ code }) => code === 0)).toBe(false);
  } finally {
    await emulator.stop();
  }
}

/** Runs the commands where the server of logins fails with this status, and says all that it was sent. */
export async function expectSecretWithoutLogin(argvs: readonly Command[], status: number): Promise<void> {
  const tokens = await startTokenServer(response =>
    sendJson(response, status, {
      error: 'invalid_grant',
      error_description: `expired: ${secretTokens.subject} ${secretTokens.access}`,
    }),
  );
  const ends = await runSecretly(argvs, {});
  expect(tokens.requests.length).toBeGreaterThanOrEqual(argvs.length);
  expect(ends.map(({ code }) => code)).toEqual(argvs.map(() => 8));
}
