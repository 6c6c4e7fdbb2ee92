import type { ObjectStore } from '../../core/ports/object-store.ts';
import { metadataDeadline, pageDeadline } from './deadline.ts';
import { describeObject, describePlace } from './describe-object.ts';
import { downloadObject, findObject, readObject } from './fetch-object.ts';
import { collectBody } from './http-client.ts';
import { attemptCall, damagedAnswer, type JsonApi, objectLimitBytes, receiveJson } from './json-api.ts';
import { parsePage } from './parse-answer.ts';
import type { UploadLarge } from './resumable-upload.ts';
import { uploadObject } from './upload-object.ts';

/** A page of a thousand objects whose custom metadata is as large as it may be. */
const pageLimitBytes = 32 * 1024 * 1024;

/** What a removal is answered with, by Cloud Storage and by emulators. */
const emptyAnswer = /^\s*(?:\{\s*\}|null)?\s*$/;

/**
 * A bucket through the JSON API of Cloud Storage, over connections that stay open. One attempt per call.
 * @param uploadLarge sends what is too large for one request
 */
export function createJsonApiStore(api: JsonApi, uploadLarge: UploadLarge): ObjectStore {
  const { address, paths, limits } = api;
  return {
    address,
    list: (query, options) => {
      const doing = `list ${describePlace(address)}`;
      return attemptCall(api, {
        doing,
        method: 'GET',
        path: paths.list(query),
        deadline: pageDeadline(limits),
        signal: options?.signal,
        receive: receiveJson(doing, pageLimitBytes, value => parsePage(value, address.prefix)),
      });
    },
    find: (name, options) => findObject(api, name, options),
    read: (name, limitBytes, options) => readObject(api, name, limitBytes, options),
    download: (name, path, options) => downloadObject(api, name, path, options),
    write: (write, options) => uploadObject(api, uploadLarge, write, options),
    remove: (name, generation, options) => {
      const doing = `remove ${describeObject(address, name)}`;
      return attemptCall<boolean>(api, {
        doing,
        method: 'DELETE',
        path: paths.remove(name, generation),
        deadline: metadataDeadline(limits),
        signal: options?.signal,
        receive: async (answer, watch) => {
          const body = await collectBody(answer, watch, objectLimitBytes);
          if (!emptyAnswer.test(body.toString('utf8'))) throw damagedAnswer(doing, 'it is not empty');
          return true;
        },
        otherwise: { 404: false, 412: false },
      });
    },
    close: async () => api.client.close(),
  };
}
