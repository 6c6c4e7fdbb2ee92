import type { CallOptions, ObjectWrite, WriteOutcome } from '../../core/ports/object-store.ts';
import { transferDeadline } from './deadline.ts';
import { describeObject } from './describe-object.ts';
import { attemptCall, damagedAnswer, type JsonApi, objectLimitBytes, receiveJson } from './json-api.ts';
import { createMultipartBody } from './multipart-body.ts';
import { parseObject } from './parse-answer.ts';
import type { UploadLarge } from './resumable-upload.ts';
import { type UploadBody, withUploadBody } from './upload-body.ts';

/** Larger bodies are uploaded in a session of their own. */
const multipartLimitBytes = 8 * 1024 * 1024;

/** Writes an object if it has the generation expected. */
export function uploadObject(
  api: JsonApi,
  uploadLarge: UploadLarge,
  write: ObjectWrite,
  options?: CallOptions,
): Promise<WriteOutcome> {
  const doing = `write ${describeObject(api.address, write.name)}`;
  return withUploadBody(write.body, options?.signal, async body => {
    const outcome =
      body.sizeBytes > multipartLimitBytes
        ? await uploadLarge({ api, doing, write, body, options })
        : await uploadAtOnce(api, doing, write, body, options);
    if (outcome.outcome === 'written' && outcome.facts.md5 !== body.md5)
      throw damagedAnswer(doing, 'the bucket says that it holds other bytes');
    return outcome;
  });
}

function uploadAtOnce(
  api: JsonApi,
  doing: string,
  write: ObjectWrite,
  body: UploadBody,
  options: CallOptions | undefined,
): Promise<WriteOutcome> {
  const receiveFacts = receiveJson(doing, objectLimitBytes, value => parseObject(value, api.address.prefix));
  const multipart = createMultipartBody(write, body, options?.onProgress);
  return attemptCall<WriteOutcome>(api, {
    doing,
    method: 'POST',
    path: api.paths.upload(write),
    headers: { 'content-type': multipart.contentType },
    body: multipart.body,
    deadline: transferDeadline(api.limits, body.sizeBytes),
    signal: options?.signal,
    receive: async (answer, watch) => {
      const facts = await receiveFacts(answer, watch);
      return { outcome: 'written', facts: { ...facts, metadata: write.metadata } };
    },
    otherwise: { 412: { outcome: 'refused' } },
  });
}
