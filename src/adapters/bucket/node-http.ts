type Http = Pick<typeof import('node:http'), 'Agent' | 'request'>;

/**
 * Node's client for `http:` or `https:`. An import statement would read everything that module exports, and so load all of Node's fetch:
 * 35 ms of work for nothing.
 */
export function getHttp(protocol: string): Http {
  return protocol === 'https:'
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');
}
