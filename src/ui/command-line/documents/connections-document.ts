import type { ExaminedConnection } from '../../../core/connections/connection.ts';
import type { ConnectionsDocument } from '../json/connections.ts';

/** Services that were looked at, as a document. Pure. */
export function describeConnectionsDocument(connections: readonly ExaminedConnection[]): ConnectionsDocument {
  return {
    schema: 'lastgood/connections/1',
    connections: connections.map(({ use, name, place, state, identity, may, missing }) => ({
      ...{ use, name, place, state, identity, may: [...may] },
      missing: missing.map(({ what, fix }) => ({ what, fix })),
    })),
  };
}
