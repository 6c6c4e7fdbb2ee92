import type { IncomingMessage } from 'node:http';
import type { CallOptions, FetchOptions, ObjectFacts } from '../../core/ports/object-store.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { fillNewFile } from '../files/node-file-system.ts';
import { type BodyCheck, createBodyCheck } from './body-check.ts';
import { metadataDeadline, transferDeadline, type Watch } from './deadline.ts';
import { describeObject } from './describe-object.ts';
import { collectBody } from './http-client.ts';
import { attemptCall, damagedAnswer, type JsonApi, objectLimitBytes, receiveJson } from './json-api.ts';
import { findNetworkError } from './network-errors.ts';
import { parseObject } from './parse-answer.ts';
import { reportProgress } from './report-progress.ts';

/** What the bucket knows of an object; undefined when it does not exist. */
export function findObject(
  api: JsonApi,
  name: string,
  options?: CallOptions,
): Promise<ObjectFacts | undefined> {
  const doing = `look up ${describeObject(api.address, name)}`;
  return attemptCall<ObjectFacts | undefined>(api, {
    doing,
    method: 'GET',
    path: api.paths.find(name),
    deadline: metadataDeadline(api.limits),
    signal: options?.signal,
    receive: receiveJson(doing, objectLimitBytes, value => parseObject(value, api.address.prefix)),
    otherwise: { 404: undefined },
  });
}

/**
 * The bytes of an object, checked; undefined when it does not exist. The bytes of an answer carry no custom metadata, so that what is not
 * known of the object is asked for first.
 */
export async function readObject(
  api: JsonApi,
  name: string,
  limitBytes: number,
  options?: FetchOptions,
): Promise<{ readonly facts: ObjectFacts; readonly bytes: Uint8Array } | undefined> {
  const facts = options?.known ?? (await findObject(api, name, options));
  if (facts === undefined) return undefined;
  const doing = `read ${describeObject(api.address, name)}`;
  if (facts.sizeBytes > limitBytes)
    throw damagedAnswer(doing, `its ${facts.sizeBytes} bytes are more than ${limitBytes}`);
  const bytes = await fetchBytes(api, facts, doing, options, async (answer, watch) => {
    const body = await collectBody(answer, watch, facts.sizeBytes);
    const check = createBodyCheck(facts);
    check.add(body);
    requireRight(check, doing);
    return body;
  });
  return bytes && { facts, bytes };
}

/** Writes the bytes of an object into a new file, checked and synced; undefined when the object does not exist. */
export async function downloadObject(
  api: JsonApi,
  name: string,
  path: string,
  options?: FetchOptions,
): Promise<ObjectFacts | undefined> {
  const facts = options?.known ?? (await findObject(api, name, options));
  if (facts === undefined) return undefined;
  const doing = `download ${describeObject(api.address, name)}`;
  const report = reportProgress(facts.sizeBytes, options?.onProgress);
  return fetchBytes(api, facts, doing, options, async (answer, watch) => {
    await withFileErrors('write the download', path, () =>
      fillNewFile(path, async handle => {
        const check = createBodyCheck(facts);
        for await (const piece of eachArrival(answer, watch, doing)) {
          check.add(piece);
          await handle.writeFile(piece);
          report(piece.length);
        }
        requireRight(check, doing);
      }),
    );
    return facts;
  });
}

/** Asks for the bytes of one generation, as they are stored. */
function fetchBytes<Result>(
  api: JsonApi,
  facts: ObjectFacts,
  doing: string,
  options: FetchOptions | undefined,
  receive: (answer: IncomingMessage, watch: Watch) => Promise<Result>,
): Promise<Result | undefined> {
  return attemptCall<Result | undefined>(api, {
    doing,
    method: 'GET',
    path: api.paths.media(facts.name, facts.generation),
    // Without it an object that is stored compressed is unpacked by the bucket, and has another md5.
    headers: { 'accept-encoding': 'gzip' },
    deadline: transferDeadline(api.limits, facts.sizeBytes),
    signal: options?.signal,
    receive,
    otherwise: { 404: undefined },
  });
}

function requireRight(check: BodyCheck, doing: string): void {
  const problem = check.findProblem();
  if (problem !== undefined) throw damagedAnswer(doing, `the bytes ${problem}`);
}

/** Names a broken connection as such, before it can be taken for a fault of the file that is written. */
async function* eachArrival(
  answer: IncomingMessage,
  watch: Watch,
  doing: string,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of answer) {
      watch.moved();
      yield piece;
    }
  } catch (thrown) {
    throw findNetworkError(thrown, doing) ?? thrown;
  }
}
