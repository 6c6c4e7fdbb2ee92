import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A port on 127.0.0.1 that can be closed and opened again. */
export type Listener = {
  /** 0 before it was opened first. */
  readonly port: () => number;
  open(): Promise<void>;
  /** Cuts off what is connected; connections are refused from then on. */
  close(): Promise<void>;
};

/** A server that is not open yet; with a key and a certificate it speaks https. */
export function createListener(
  handle: RequestListener,
  identity?: { readonly key: string; readonly cert: string },
): Listener {
  let server: Server | undefined;
  let port = 0;
  return {
    port: () => port,
    open: async () => {
      if (server !== undefined) return;
      // Clients keep connections idle between the steps of a test; closing one under them would look like a
      // fault.
      const options = { keepAliveTimeout: 120_000, requestTimeout: 0, headersTimeout: 0, noDelay: true };
      const opened = identity
        ? createSecureServer({ ...options, ...identity }, handle)
        : createServer(options, handle);
      server = opened;
      await new Promise<void>((resolve, reject) => {
        opened.once('error', reject);
        opened.listen(port, '127.0.0.1', resolve);
      });
      port = (opened.address() as AddressInfo).port;
    },
    close: async () => {
      const closing = server;
      server = undefined;
      if (closing === undefined) return;
      await new Promise<void>(resolve => {
        closing.close(() => resolve());
        closing.closeAllConnections();
      });
    },
  };
}
