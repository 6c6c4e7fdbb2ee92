import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type ScriptedServer, sendJson, startScriptedServer } from './scripted-server.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** What no output may ever hold. */
export const secretTokens = {
  /** What the machine is known by to the server of logins. */
  subject: 'subject-geheim-4711',
  /** What the bucket is shown; followed by a number. */
  access: 'ya29.access-geheim-',
} as const;

/** Answers with the access token of that number. */
export function giveToken(response: ServerResponse, number: number): void {
  sendJson(response, 200, {
    access_token: `${secretTokens.access}${number}`,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: 3600,
  });
}

/**
 * A server of logins, and a login of this machine at it, as a CI job has one; until the running test ends. `answer` is given how many
 * tokens were asked for so far, this one included.
 */
export async function startTokenServer(
  answer: (response: ServerResponse, asked: number) => void = giveToken,
): Promise<ScriptedServer> {
  let asked = 0;
  const server = await startScriptedServer((_, response) => {
    asked += 1;
    answer(response, asked);
  });
  const folder = createTemporaryFolder();
  const subject = join(folder, 'subject');
  writeFileSync(subject, secretTokens.subject);
  const login = {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/ci',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${server.origin}/token`,
    credential_source: { file: subject },
  };
  writeFileSync(join(folder, 'login.json'), JSON.stringify(login));
  setLoginFile(join(folder, 'login.json'));
  return server;
}

/** Makes this file the login of this machine; undefined: there is none. Undone by `vi.unstubAllEnvs`. */
export function setLoginFile(path: string | undefined): void {
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', path);
  vi.stubEnv('CLOUDSDK_CONFIG', createTemporaryFolder());
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
}
