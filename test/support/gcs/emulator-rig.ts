import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
import { isRecord } from './request.ts';

/** An emulator that stops when the running test ends. */
export async function openEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  return emulator;
}

/** What the emulator answered over http. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON document; empty when the answer is none. */
  readonly document: Readonly<Record<string, unknown>>;
};

export type RawCall = {
  readonly method?: string;
  /** Behind the endpoint: `/storage/v1/b/bucket`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends one request as it is. Rejects when the connection closes before the answer is whole. */
export async function callEmulator(emulator: Emulator, call: RawCall): Promise<RawAnswer> {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(call.query ?? {})) query.set(key, String(value));
  const url = `${emulator.httpEndpoint}${call.path}?${query}`;
  const { method = 'GET', body = null, headers = {} } = call;
  const response = await fetch(url, { method, body, headers, redirect: 'manual' });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const document: unknown = isJson ? JSON.parse(text) : {};
  return {
    status: response.status,
    headers: response.headers,
    text,
    document: isRecord(document) ? document : {},
  };
}

/** Where an object of `bucket` is. */
export function objectPath(name: string): string {
  return `/storage/v1/b/bucket/o/${encodeURIComponent(name)}`;
}

/** Uploads an object in one request, under the conditions in `query`. */
export async function upload(
  emulator: Emulator,
  name: string,
  body: string,
  query: Readonly<Record<string, string | number>> = {},
): Promise<RawAnswer> {
  const path = '/upload/storage/v1/b/bucket/o';
  return callEmulator(emulator, {
    method: 'POST',
    path,
    query: { uploadType: 'media', name, ...query },
    body,
  });
}
