import type { IncomingHttpHeaders } from 'node:http';
import { refusals } from './answer.ts';

/** A request with its whole body. */
export type ApiRequest = {
  readonly method: string;
  /** `https://localhost:1234`, as the client named us. */
  readonly baseUrl: string;
  /** As sent, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** False when the client hung up before the body ended. */
  readonly isWhole: boolean;
};

/** What a path stands for. Names are decoded. */
export type Target =
  | { readonly at: 'buckets' | 'unknown' }
  | { readonly at: 'bucket' | 'storage-layout' | 'objects' | 'upload'; readonly bucket: string }
  | {
      readonly at: 'object' | 'compose';
      readonly bucket: string;
      readonly name: string;
      readonly isDownload: boolean;
    }
  | {
      readonly at: 'rewrite' | 'copy';
      readonly bucket: string;
      readonly name: string;
      readonly toBucket: string;
      readonly toName: string;
    };

/** `/storage/v1` may be missing (STORAGE_EMULATOR_HOST), and gsutil puts `/resumable` in front of uploads. */
const roots = /^(?:\/resumable)?(?:\/(upload|download))?(?:\/storage\/v1)?\/b(?:\/|$)/;

/** Reads a path as the JSON API lays it out. */
export function parseTarget(path: string): Target {
  const root = roots.exec(path);
  if (root === null) return { at: 'unknown' };
  const [bucket = '', next = '', ...rest] = path.slice(root[0].length).split('/');
  if (bucket === '') return { at: 'buckets' };
  if (next === '') return { at: 'bucket', bucket: decode(bucket) };
  if (next === 'storageLayout') return { at: 'storage-layout', bucket: decode(bucket) };
  if (next !== 'o') return { at: 'unknown' };
  if (root[1] === 'upload') return { at: 'upload', bucket: decode(bucket) };
  if (rest.join('') === '') return { at: 'objects', bucket: decode(bucket) };
  return parseObjectTarget(decode(bucket), rest, root[1] === 'download');
}

function parseObjectTarget(bucket: string, segments: readonly string[], isDownload: boolean): Target {
  const [name = '', verb, b, toBucket = '', o, ...toName] = segments;
  if ((verb === 'rewriteTo' || verb === 'copyTo') && b === 'b' && o === 'o') {
    const to = { toBucket: decode(toBucket), toName: decode(toName.join('/')) };
    return { at: verb === 'copyTo' ? 'copy' : 'rewrite', bucket, name: decode(name), ...to };
  }
  const isCompose = verb === 'compose' && segments.length === 2;
  if (isCompose) return { at: 'compose', bucket, name: decode(name), isDownload };
  return { at: 'object', bucket, name: decode(segments.join('/')), isDownload };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw refusals.invalid(`Invalid encoding in the path: ${text}`);
    throw error;
  }
}

/** The first value of a header, whatever Node made of it. */
export function headerOf(request: ApiRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Python clients write `True`. */
export function isTrue(value: string | null): boolean {
  return value?.toLowerCase() === 'true';
}

/** A JSON object from a body; an empty body is an empty object. @throws Refusal 400 */
export function parseJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const text = Buffer.from(bytes).toString('utf8').trim();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw refusals.invalid('Parse Error');
}

/** Whether it is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
