import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A proxy whose tunnels all lead to one port of 127.0.0.1, whoever is asked for, until the running test ends: a program believes it
 * speaks to Cloud Storage. Gives the proxy's address.
 */
export async function startTunnel(port: number): Promise<string> {
  const proxy = createServer().on('connect', (_, socket, head) => {
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    // Either side may go away at any time; the other follows.
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port: own } = proxy.address() as AddressInfo;
  return `http://127.0.0.1:${own}`;
}
