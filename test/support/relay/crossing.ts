import type { Socket } from 'node:net';

/** A request on its way from the program to a service, which a relay between them has in its hands. */
export type Crossing = {
  /** The service, by the name a test gives it. */
  readonly service: string;
  /** How many requests to this service came before it. */
  readonly place: number;
  /** `POST /api/repos/create`, or a command of a mail: `MAIL`. */
  readonly what: string;
};

/** What goes back instead of the service's own answer. Of a mail server the status is that of its reply. */
export type OtherAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
};

/** `pass`: it goes on as if nobody stood between. `silence`: nothing ever comes back. `cut`: the connection is reset. */
export type Meeting = 'pass' | 'silence' | 'cut' | OtherAnswer;

/** Who decides what a crossing meets. */
export type Checkpoint = {
  /** It has arrived whole, and the service knows nothing of it; only what passes gets there. */
  readonly onArrived: (crossing: Crossing) => Meeting | Promise<Meeting>;
  /** The service has acted, and its answer is still here. */
  readonly onActed: (crossing: Crossing) => Meeting | Promise<Meeting>;
};

/** What a relay is opened with. */
export type RelayParts = {
  readonly service: string;
  readonly checkpoint: Checkpoint;
  /** Connections of clients, of all relays that share it: those that are not open any more too. */
  readonly connections: Set<Socket>;
};

/** Keeps a connection among the others. Whoever is killed leaves one that breaks. */
export function keepConnection(connections: Set<Socket>, socket: Socket): void {
  connections.add(socket);
  socket.on('error', () => undefined);
}
