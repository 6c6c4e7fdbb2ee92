import type { Agent } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { File, Storage } from '@google-cloud/storage';
import { isJsonObject } from '../../core/checks/field-checks.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { CallOptions, ObjectWrite, WriteOutcome } from '../../core/ports/object-store.ts';
import { transferDeadline, untilAborted, type Watch, withDeadline } from './deadline.ts';
import { damagedAnswer, type JsonApi } from './json-api.ts';
import { describeNewObject } from './multipart-body.ts';
import { findNetworkError } from './network-errors.ts';
import { parseObject } from './parse-answer.ts';
import { reportProgress } from './report-progress.ts';
import { toStatusError } from './status-errors.ts';
import { eachPiece, type UploadBody } from './upload-body.ts';

/** A body that is too large for one request. */
export type LargeUpload = {
  readonly api: JsonApi;
  /** What is being done, in words that follow "Cannot". */
  readonly doing: string;
  readonly write: ObjectWrite;
  readonly body: UploadBody;
  readonly options: CallOptions | undefined;
};

export type UploadLarge = (upload: LargeUpload) => Promise<WriteOutcome>;

/**
 * Uploads in a session, through Google's library: its memory stays the same whatever the size.
 * @param openAgent connections of one upload
 */
export function createLargeUpload(storage: () => Promise<Storage>, openAgent: () => Agent): UploadLarge {
  return upload => {
    const { api, doing, body, options } = upload;
    const deadline = transferDeadline(api.limits, body.sizeBytes);
    return withDeadline(deadline, doing, options?.signal, async watch => {
      const { bucket, prefix } = api.address;
      // The library would ask for a login by itself, and throw what nobody may see when there is none.
      const { secrets } = await untilAborted(Promise.resolve(api.credentials.findLogin()), watch.giveUp);
      const library = await untilAborted(storage(), watch.giveUp);
      const file = library.bucket(bucket).file(prefix + upload.write.name);
      const agent = openAgent();
      assignAgent(file, agent);
      try {
        await sendPieces(file, upload, watch);
      } catch (thrown) {
        return judgeFailure(thrown, doing, secrets);
      } finally {
        agent.destroy();
      }
      const facts = parseObject({ ...file.metadata, size: String(file.metadata.size) }, prefix);
      if (!facts.ok) throw damagedAnswer(doing, facts.problem);
      return { outcome: 'written', facts: facts.value };
    });
  };
}

type Interceptor = File['interceptors'][number]['request'];

/**
 * Makes the library use connections that end with this upload: one that is given up leaves its request waiting for ever. It hands on
 * what its types do not know.
 */
function assignAgent(file: File, agent: Agent): void {
  const request: Interceptor = asked => Object.assign(asked, { agent }) as ReturnType<Interceptor>;
  file.interceptors.push({ request });
}

async function sendPieces(file: File, { write, body, options }: LargeUpload, watch: Watch): Promise<void> {
  const session = file.createWriteStream({
    resumable: true,
    validation: false,
    preconditionOpts: { ifGenerationMatch: write.expectGeneration },
    metadata: { ...describeNewObject(write, body.md5), contentLength: body.sizeBytes },
  });
  const report = reportProgress(body.sizeBytes, options?.onProgress);
  const pieces = async function* (): AsyncIterable<Uint8Array> {
    for await (const piece of eachPiece(body)) {
      watch.moved();
      yield piece;
      report(piece.length);
    }
  };
  await pipeline(pieces, session, { signal: watch.giveUp });
}

/** Nothing the library threw is kept: its errors hold the request, and that the token. */
function judgeFailure(thrown: unknown, doing: string, secrets: readonly string[]): WriteOutcome {
  if (thrown instanceof AppError) throw thrown;
  const { status, body } = readFailure(thrown);
  if (status === 412) return { outcome: 'refused' };
  if (status !== undefined)
    throw toStatusError({ status, headers: {}, body: Buffer.from(body) }, doing, secrets);
  throw findNetworkError(thrown, doing) ?? damagedAnswer(doing, 'the upload ended without one');
}

/** The library keeps the status as `code`, or in the answer it was given. */
function readFailure(thrown: unknown): { readonly status: number | undefined; readonly body: string } {
  const error = toFields(thrown);
  const response = toFields(error['response']);
  const [first] = Array.isArray(error['errors']) ? error['errors'] : [];
  const status = [response['status'], error['code']].find(value => typeof value === 'number');
  const said = response['data'] ?? first;
  return { status, body: typeof said === 'string' ? said : JSON.stringify(said ?? {}) };
}

function toFields(value: unknown): Readonly<Record<string, unknown>> {
  return value instanceof Error || isJsonObject(value) ? { ...value } : {};
}
