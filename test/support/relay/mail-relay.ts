import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { type Crossing, keepConnection, type Meeting, type RelayParts } from './crossing.ts';

/**
 * Opens a way to a mail server on which every command is stopped twice, as on the way of `openHttpRelay`. The connection itself counts as
 * `CONNECT`, and a mail with its last line as `MESSAGE`. The client is one that waits for each reply. Until the running test ends.
 * @returns its port
 */
export async function openMailRelay(targetPort: number, parts: RelayParts): Promise<number> {
  let count = 0;
  const server = createServer(client => {
    const service = connect(targetPort, '127.0.0.1');
    service.on('error', () => undefined);
    keepConnection(parts.connections, client);
    const name = (what: string): Crossing => {
      const crossing = { service: parts.service, place: count, what };
      count += 1;
      return crossing;
    };
    talk(client, service, name, parts)
      .catch(() => client.destroy())
      .finally(() => service.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of parts.connections) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function talk(
  client: Socket,
  service: Socket,
  name: (what: string) => Crossing,
  { checkpoint }: RelayParts,
): Promise<void> {
  const replies = createInterface({ input: service })[Symbol.asyncIterator]();
  const lines = createInterface({ input: client })[Symbol.asyncIterator]();
  /** The reply to a command; that of the connection is the greeting. */
  const ask = async (what: string, command: string): Promise<string | 'silence' | 'cut'> => {
    const crossing = name(what);
    const before = await checkpoint.onArrived(crossing);
    if (before !== 'pass') return formatMeeting(before);
    if (command !== '') service.write(command);
    const reply = await readReply(replies);
    const after = await checkpoint.onActed(crossing);
    return after === 'pass' ? reply : formatMeeting(after);
  };
  let reply = await ask('CONNECT', '');
  for (;;) {
    if (reply === 'cut') return void client.resetAndDestroy();
    if (reply === 'silence') return;
    client.write(reply);
    const takesMessage = reply.startsWith('354');
    const said = takesMessage ? await readMessage(lines) : await readLine(lines);
    if (said === undefined) return void client.end();
    reply = await ask(takesMessage ? 'MESSAGE' : nameCommand(said), said);
  }
}

function formatMeeting(meeting: Exclude<Meeting, 'pass'>): string {
  return typeof meeting === 'string' ? meeting : `${meeting.status} ${meeting.text}\r\n`;
}

function nameCommand(line: string): string {
  return /^[A-Z]+/i.exec(line)?.[0].toUpperCase() ?? 'OTHER';
}

type Lines = AsyncIterator<string>;

async function readLine(lines: Lines): Promise<string | undefined> {
  const { done, value } = await lines.next();
  return done === true ? undefined : `${value}\r\n`;
}

async function readMessage(lines: Lines): Promise<string | undefined> {
  let message = '';
  for (;;) {
    const line = await readLine(lines);
    if (line === undefined) return undefined;
    message += line;
    if (line === '.\r\n') return message;
  }
}

async function readReply(lines: Lines): Promise<string> {
  let reply = '';
  for (;;) {
    const line = await readLine(lines);
    if (line === undefined) throw new Error('The mail server ended the conversation.');
    reply += line;
    if (/^\d{3}(?: |\r)/.test(line)) return reply;
  }
}
