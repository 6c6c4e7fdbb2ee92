import { type Answer, answerJson, Refusal } from './answer.ts';
import { openBucket, openBuckets, openStorageLayout } from './bucket-calls.ts';
import type { Call } from './call.ts';
import { openCompose, openCopy } from './copy-calls.ts';
import { openChange, openFind, openList, openRead, openRemove } from './object-calls.ts';
import { selectFields } from './partial-answer.ts';
import { type ApiRequest, parseTarget } from './request.ts';
import type { Storage } from './storage.ts';
import { openUpload } from './upload-calls.ts';

/**
 * Reads a request and answers with what it would do, without doing it. A request that is no call refuses when
 * it runs.
 */
export function openCall(storage: Storage, request: ApiRequest): Call {
  try {
    const call = route(storage, request);
    return { ...call, run: () => withFields(call.run(), request) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const run = (): Answer => {
      throw error;
    };
    return { kind: 'other', name: undefined, expectGeneration: undefined, run };
  }
}

function route(storage: Storage, request: ApiRequest): Call {
  const target = parseTarget(request.path);
  const { method } = request;
  switch (target.at) {
    case 'buckets':
      if (method === 'GET' || method === 'POST') return openBuckets(storage, request);
      break;
    case 'bucket':
      return openBucket(storage, target.bucket, request);
    case 'storage-layout':
      return openStorageLayout(storage, target.bucket);
    case 'objects':
      if (method === 'GET') return openList(storage, target.bucket, request);
      break;
    case 'upload':
      return openUpload(storage, target.bucket, request);
    case 'object':
      return routeObject(storage, target, request);
    case 'compose':
      if (method === 'POST') return openCompose(storage, target, request);
      break;
    case 'rewrite':
    case 'copy': {
      const to = { bucket: target.toBucket, name: target.toName };
      if (method === 'POST') return openCopy(storage, target, to, request, target.at);
      break;
    }
    case 'unknown':
      break;
  }
  throw new Refusal(404, 'notFound', `Not Found: ${method} ${request.path}`);
}

function routeObject(
  storage: Storage,
  target: { readonly bucket: string; readonly name: string; readonly isDownload: boolean },
  request: ApiRequest,
): Call {
  const { method, query } = request;
  if (method === 'GET' && (target.isDownload || query.get('alt') === 'media'))
    return openRead(storage, target, request);
  if (method === 'GET') return openFind(storage, target, request);
  if (method === 'PATCH' || method === 'PUT') return openChange(storage, target, request);
  if (method === 'DELETE') return openRemove(storage, target, request);
  throw new Refusal(404, 'notFound', `Not Found: ${method} ${request.path}`);
}

/** Keeps of a JSON answer what the query's `fields` names. */
function withFields(answer: Answer, request: ApiRequest): Answer {
  const fields = request.query.get('fields');
  const { document } = answer;
  if (
    fields === null ||
    document === undefined ||
    answer.status !== 200 ||
    request.query.get('alt') === 'media'
  )
    return answer;
  return answerJson(200, selectFields(document, fields), {
    ...answer.headers,
  });
}
