import type { Connection, ConnectionUse } from '../connections/connection.ts';

/** A configured service that can be looked at. */
export interface Examinable {
  readonly use: ConnectionUse;
  /** What it is called in the configuration, or its kind. */
  readonly name: string;
  /** Address for people, without any secret; null where there is none yet. */
  readonly place: string | null;
  /** Who we are there and what we may do. Changes nothing. Never throws for a foreseen failure. */
  examine(signal: AbortSignal): Promise<Connection>;
}
