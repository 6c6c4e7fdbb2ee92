/** What one request to a hub is for. */
export type HubCall = {
  /** In words that follow "Cannot". */
  readonly doing: string;
  /** Whether making it twice is the same as making it once. */
  readonly isRepeatable: boolean;
  /** Whether its answer has to be JSON. */
  readonly answers: 'json' | 'anything';
  /** Whether the work goes on without it: where it fails it is answered with 404. */
  readonly isOptional?: true;
};

type CallRow = HubCall & { readonly path: RegExp; readonly method?: string };

/** Calls of the hub's API by their path, the first one that fits counts. What is not here sends a part of a file. */
const callRows: readonly CallRow[] = [
  { path: /^\/api\/repos\/create$/, doing: 'make the repository', isRepeatable: false, answers: 'json' },
  {
    path: /^\/api\/models\/[^/]+\/[^/]+\/commit\//,
    doing: 'make the commit',
    isRepeatable: false,
    answers: 'json',
  },
  {
    path: /^\/api\/models\/[^/]+\/[^/]+\/tag\//,
    doing: 'set the tag',
    isRepeatable: false,
    answers: 'anything',
  },
  { path: /\/preupload\//, doing: 'ask how the files are sent', isRepeatable: true, answers: 'json' },
  {
    path: /\/info\/lfs\/objects\/batch$/,
    doing: 'ask what is there already',
    isRepeatable: true,
    answers: 'json',
  },
  { path: /^\/api\/whoami-v2$/, doing: 'ask who we are', isRepeatable: true, answers: 'json' },
  { path: /^\/api\//, method: 'GET', doing: 'read the repository', isRepeatable: true, answers: 'json' },
  {
    path: /\/resolve\//,
    method: 'GET',
    doing: 'read the repository',
    isRepeatable: true,
    answers: 'anything',
  },
];

/** Asks a store whether it knows a piece of a file; it mostly does not. */
const lookup: HubCall = {
  doing: 'ask what is there already',
  isRepeatable: true,
  answers: 'anything',
  isOptional: true,
};

const upload: HubCall = { doing: 'send a file', isRepeatable: true, answers: 'anything' };

/** What a request is for, by its address. Pure. @param base address of the hub */
export function describeCall(base: URL, url: URL, method: string): HubCall {
  if (method === 'GET' && /\/v1\/chunks\//.test(url.pathname)) return lookup;
  if (url.origin !== base.origin) return upload;
  const prefix = base.pathname.replace(/\/+$/, '');
  const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname;
  const fits = (row: CallRow): boolean =>
    row.path.test(path) && (row.method === undefined || row.method === method);
  return callRows.find(fits) ?? upload;
}
