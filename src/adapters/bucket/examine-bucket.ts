import type { Connection } from '../../core/connections/connection.ts';
import { toAppError } from '../../core/errors/app-error.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { askPermissions, type BucketPermission } from './ask-permissions.ts';
import { usualTimeLimits } from './deadline.ts';
import { describePlace } from './describe-object.ts';
import { openJsonApi } from './open-json-api.ts';
import { type BucketOptions, openObjectStore } from './open-object-store.ts';

/** A bucket that is looked at. */
export type BucketExamination = BucketOptions & { readonly name: string };

/** How long what may pass is tried again, in milliseconds. */
const budgetMs = 3000;

/** The commit marker of every registry in a bucket: listing this one name costs the same in a bucket of any size. */
const markerName = '.lastgood/registry.json';

/**
 * Who we are in a bucket and what we may do there: one list, and the question for our permissions where the way to it has one. Changes
 * nothing. Rejects with the signal's reason only.
 */
export async function examineBucket(
  options: BucketExamination,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const { name, address, transport } = options;
  const place = describePlace(address);
  let store: ObjectStore | undefined;
  try {
    store = openObjectStore({ ...options, budgetMs });
    const [, rights] = await Promise.all([
      store.list({ prefix: markerName, metadata: 'left-out' }, { signal }),
      transport === 'sdk' ? askRights(options, signal) : undefined,
    ]);
    return {
      name,
      place,
      ...describeRights(rights?.permissions, options),
      identity: rights?.account ?? null,
    };
  } catch (thrown) {
    signal?.throwIfAborted();
    const { message: what, hint: fix } = toAppError(thrown);
    return { name, place, state: 'not-usable', identity: null, may: [], missing: [{ what, fix }] };
  } finally {
    await store?.close();
  }
}

async function askRights(
  { address, variables, limits = usualTimeLimits }: BucketExamination,
  signal: AbortSignal | undefined,
): Promise<{ readonly permissions: ReadonlySet<string> | undefined; readonly account: string | null }> {
  const { api, sdk } = openJsonApi({ address, variables, limits });
  try {
    const [permissions, account] = await Promise.all([askPermissions(api, signal), sdk.findAccount()]);
    return { permissions, account: account === undefined ? null : makeSafeText(account, { limit: 120 }) };
  } finally {
    api.client.close();
  }
}

type Rights = Pick<Connection, 'state' | 'may' | 'missing'>;

const rightRows: readonly {
  readonly permission: BucketPermission;
  readonly may: string;
  readonly lack: string;
}[] = [
  { permission: 'storage.objects.get', may: 'read objects', lack: 'objects cannot be read' },
  { permission: 'storage.objects.create', may: 'write objects', lack: 'nothing can be written' },
  {
    permission: 'storage.objects.delete',
    may: 'replace objects',
    lack: 'pointers such as latest cannot be replaced',
  },
];

/** What was listed may be listed, whatever the bucket says of its whole. Pure. */
function describeRights(
  permissions: ReadonlySet<string> | undefined,
  { transport }: Pick<BucketExamination, 'transport'>,
): Rights {
  const list = 'list objects';
  const silent = transport === 'gsutil' ? 'gsutil cannot ask what else' : 'it does not say what else';
  if (permissions === undefined) return { state: 'ready', may: [list, silent], missing: [] };
  if (!permissions.has('storage.objects.list'))
    return {
      state: 'ready',
      may: [list, 'what is given for this part of the bucket, which it does not say'],
      missing: [],
    };
  const has = rightRows.filter(({ permission }) => permissions.has(permission));
  const lacks = rightRows.filter(({ permission }) => !permissions.has(permission));
  const missing = lacks.map(({ permission, lack }) => ({
    what: `${permission} is missing: ${lack}.`,
    fix: 'Ask who keeps the bucket for the role Storage Object User (roles/storage.objectUser).',
  }));
  const isReadable = permissions.has('storage.objects.get');
  const state = missing.length === 0 ? 'ready' : isReadable ? 'limited' : 'not-usable';
  return { state, may: [list, ...has.map(({ may }) => may)], missing };
}
