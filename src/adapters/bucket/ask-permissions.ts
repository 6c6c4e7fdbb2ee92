import { isJsonObject } from '../../core/checks/field-checks.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { metadataDeadline } from './deadline.ts';
import { describePlace } from './describe-object.ts';
import { attemptCall, type JsonApi, objectLimitBytes, receiveJson } from './json-api.ts';
import type { Parsed } from './parse-answer.ts';

/** What a registry needs of a bucket. Replacing an object needs the right to delete it. */
export const wantedPermissions = [
  'storage.objects.list',
  'storage.objects.get',
  'storage.objects.create',
  'storage.objects.delete',
] as const;
export type BucketPermission = (typeof wantedPermissions)[number];

/**
 * Which of {@link wantedPermissions} we have on the whole bucket; undefined where it does not say, as an emulator may. What is given for a
 * part of a bucket only is not among them. Rejects with the signal's reason only.
 * @see https://cloud.google.com/storage/docs/json_api/v1/buckets/testIamPermissions
 */
export async function askPermissions(
  api: JsonApi,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string> | undefined> {
  const doing = `ask what we may do in ${describePlace(api.address)}`;
  try {
    return await attemptCall(api, {
      doing,
      method: 'GET',
      path: api.paths.permissions(wantedPermissions),
      deadline: metadataDeadline(api.limits),
      signal,
      receive: receiveJson(doing, objectLimitBytes, parsePermissions),
    });
  } catch (thrown) {
    signal?.throwIfAborted();
    if (thrown instanceof AppError && thrown.code !== 'internal-bug') return undefined;
    throw thrown;
  }
}

/** Who has none of them gets an answer without the list. */
function parsePermissions(value: unknown): Parsed<ReadonlySet<string>> {
  if (!isJsonObject(value) || value['kind'] !== 'storage#testIamPermissionsResponse')
    return { ok: false, problem: 'it is no list of permissions' };
  const { permissions = [] } = value;
  if (!Array.isArray(permissions)) return { ok: false, problem: 'its permissions are no list' };
  return { ok: true, value: new Set(permissions.filter(each => typeof each === 'string')) };
}
