import { type Answer, answerJson, Refusal } from './answer.ts';
import type { Call } from './call.ts';
import type { ApiRequest } from './request.ts';

/** What the client may do. Without a login it may do nothing. */
export type Access = {
  readonly canRead: boolean;
  readonly canList: boolean;
  readonly canWrite: boolean;
  readonly isLoggedIn: boolean;
};

/** Everything is allowed. */
export const fullAccess: Access = { canRead: true, canList: true, canWrite: true, isLoggedIn: true };

const permissions = {
  list: 'storage.objects.list',
  find: 'storage.objects.get',
  read: 'storage.objects.get',
  write: 'storage.objects.create',
  remove: 'storage.objects.delete',
  other: 'storage.buckets.get',
} as const satisfies Readonly<Record<Call['kind'], string>>;

/**
 * Refuses with 401 or 403, as GCS words them, what this access does not cover. `token` is the Authorization
 * header.
 */
export function requireAccess(access: Access, call: Call, token: string | undefined): void {
  if (!access.isLoggedIn) throw token === undefined ? refuseAnonymous(call) : refuseToken();
  if (!isCovered(access, call)) throw refuseForbidden(call);
}

/** Who may not list is not told that an object is missing: 404 becomes 403. */
export function hideMissing(access: Access, call: Call, refusal: Refusal): Refusal {
  const isAsked = call.kind === 'find' || call.kind === 'read';
  return refusal.status === 404 && isAsked && !access.canList ? refuseForbidden(call) : refusal;
}

/** The roles for objects do not include reading the document of a bucket. */
function isCovered(access: Access, call: Call): boolean {
  if (call.kind === 'list') return access.canList;
  if (call.kind === 'find' || call.kind === 'read') return access.canRead;
  if (call.kind === 'write' || call.kind === 'remove') return access.canWrite;
  return access.canRead && access.canList && access.canWrite;
}

/** Which of the permissions asked about this access covers; undefined for a request that asks for something else. Anybody may ask. */
export function answerPermissions(access: Access, { method, path, query }: ApiRequest): Answer | undefined {
  if (method !== 'GET' || !/\/b\/[^/]+\/iam\/testPermissions$/.test(path)) return undefined;
  const { isLoggedIn, canList, canRead, canWrite } = access;
  const given: Readonly<Record<string, boolean>> = {
    'storage.objects.list': canList,
    'storage.objects.get': canRead,
    'storage.objects.create': canWrite,
    'storage.objects.delete': canWrite,
  };
  const granted = query.getAll('permissions').filter(name => isLoggedIn && given[name] === true);
  const kind = 'storage#testIamPermissionsResponse';
  return answerJson(200, granted.length === 0 ? { kind } : { kind, permissions: granted });
}

function refuseForbidden(call: Call): Refusal {
  return new Refusal(403, 'forbidden', `reader@example.com ${describeLack(call)}`);
}

function refuseAnonymous(call: Call): Refusal {
  const location = { locationType: 'header', location: 'Authorization' };
  return new Refusal(401, 'required', `Anonymous caller ${describeLack(call)}`, location);
}

function refuseToken(): Refusal {
  const location = { locationType: 'header', location: 'Authorization' };
  return new Refusal(401, 'authError', 'Invalid Credentials', location);
}

function describeLack(call: Call): string {
  const permission = permissions[call.kind];
  const of = call.kind === 'list' || call.kind === 'other' ? 'bucket' : 'object';
  const rest = `Permission '${permission}' denied on resource (or it may not exist).`;
  return `does not have ${permission} access to the Google Cloud Storage ${of}. ${rest}`;
}
