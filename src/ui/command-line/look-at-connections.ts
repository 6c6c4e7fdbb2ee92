import { examineAll } from '../../core/connections/examine-all.ts';
import { judgeConnections } from '../../core/connections/judge-connections.ts';
import { describeConnectionsDocument } from './documents/connections-document.ts';
import type { GlobalOptions, Host } from './host.ts';
import { printConnections } from './print-connections.ts';
import { fitToOutput } from './table-options.ts';
import { exitCodeOf, type VerbResult } from './verb-result.ts';

/** How long one service may take, in milliseconds; all are asked at once. */
const limitMs = 5000;

/** Looks at every configured service, and changes nothing. @throws InvalidInputError as opening them does */
export async function lookAtConnections(host: Host, global: GlobalOptions): Promise<VerbResult> {
  const services = await host.openConnections(global);
  const startLimit = (ms: number): AbortSignal => AbortSignal.timeout(ms);
  const connections = await examineAll(services, { stop: host.stop, limitMs, startLimit });
  return {
    exitCode: exitCodeOf(judgeConnections(connections)),
    document: () => describeConnectionsDocument(connections),
    lines: () => printConnections(connections, fitToOutput(host)),
  };
}
