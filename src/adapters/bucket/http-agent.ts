import type { Agent } from 'node:http';
import type { Variables } from '../../core/settings/read-environment.ts';
import { getHttp } from './node-http.ts';

/** Sockets to one server at a time; further requests wait for one. */
const socketLimit = 32;

/** A connection nobody used for this long is closed. */
const idleMs = 30_000;

/** Connections to one server that stay open for the next request. Proxies are those of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
export function createAgent(origin: URL, variables: Variables): Agent {
  const { Agent: AgentOfProtocol } = getHttp(origin.protocol);
  return new AgentOfProtocol({
    keepAlive: true,
    maxSockets: socketLimit,
    scheduling: 'lifo',
    timeout: idleMs,
    proxyEnv: { ...variables },
  });
}
