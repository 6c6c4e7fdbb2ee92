import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findFreePort } from './find-free-port.ts';

const program = fileURLToPath(new URL('./smtp-server.py', import.meta.url));
const certificates = fileURLToPath(new URL('../support/gcs/certificate', import.meta.url));

/** The certificate of the server, for `NODE_EXTRA_CA_CERTS`. */
export const serverCertificate = join(certificates, 'localhost-certificate.pem');

const mailSchema = z.object({
  from: z.string(),
  to: z.array(z.string()),
  encrypted: z.boolean(),
  loggedIn: z.boolean(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  type: z.string(),
  text: z.string(),
  defects: z.array(z.string()),
  headerDefects: z.array(z.string()),
  longestLine: z.number(),
});

/** A mail as Python's own library reads it. */
export type MailInPython = z.infer<typeof mailSchema>;

/** A real mail server that takes mail only from who has logged in over TLS. */
export type SmtpServer = {
  readonly port: number;
  /** The mails it took so far. */
  readonly mails: readonly MailInPython[];
  readonly stop: () => Promise<void>;
};

/** Starts aiosmtpd on a free port of loopback. Whoever starts it stops it. @throws Error when it does not start */
export async function startSmtpServer(login: {
  readonly username: string;
  readonly password: string;
}): Promise<SmtpServer> {
  const port = await findFreePort();
  const key = join(certificates, 'localhost-key.pem');
  const argv = [program, serverCertificate, key, login.username, login.password, String(port)];
  const child = spawn(findPython(), argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  const mails: MailInPython[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject).once('exit', code => reject(new Error(`aiosmtpd ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', line => {
      const value: unknown = JSON.parse(line);
      if (z.object({ ready: z.literal(true) }).safeParse(value).success) resolve();
      else mails.push(mailSchema.parse(value));
    });
  });
  return { port, mails, stop: () => stop(child) };
}

function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  child.stdin?.end();
  return ended;
}

/** The Python of the virtual environment that aiosmtpd stands in. */
function findPython(): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      return join(dirname(realpathSync(join(folder, 'aiosmtpd'))), 'python3');
    } catch {
      // Not in this one.
    }
  }
  throw new Error('aiosmtpd is not installed');
}
