import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { type Access, fullAccess } from './access.ts';
import { type Conditions, parseConditions } from './conditions.ts';
import { createFaultTable, type Fault } from './faults.ts';
import { type Conduct, type LoggedRequest, serveRequests } from './serve-requests.ts';
import { createListener } from './server.ts';
import { createStorage, requireBucket, type Storage } from './storage.ts';
import { draftObject, parseSettings } from './stored-object.ts';

/** A GCS inside this process, with everything a test wants to go wrong. */
export type Emulator = {
  /** `http://127.0.0.1:1234` */
  readonly httpEndpoint: string;
  readonly httpsEndpoint: string | undefined;
  /** PEM file that makes clients trust the https endpoint. */
  readonly caPath: string | undefined;
  readonly requests: readonly LoggedRequest[];
  forgetRequests(): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** Time before each request is carried out. */
  setLatency(ms: number): void;
  /** How far the emulator's clock is ahead of this machine's. */
  setClockOffset(ms: number): void;
  /** Least time between two writes of one object, else 429; 0 for no limit. */
  setObjectRate(ms: number): void;
  setAccess(access: Access): void;
  /** Writes without condition and without a request, behind everybody's back. */
  putObject(bucket: string, name: string, body: string | Uint8Array, metadata?: Record<string, string>): void;
  removeObject(bucket: string, name: string): void;
  /** In order of the UTF-8 bytes of their names. */
  listObjects(bucket: string): readonly {
    readonly name: string;
    readonly generation: string;
    readonly body: Uint8Array;
    readonly metadata: Record<string, string>;
  }[];
  /** Every generation there ever was, oldest first, replaced and removed ones too. */
  listGenerations(
    bucket: string,
    name: string,
  ): readonly { readonly generation: string; readonly body: Uint8Array }[];
  /** Accepts and never answers; requests that came meanwhile stay unanswered. */
  setStalled(isStalled: boolean): void;
  /**
   * Cuts off what is connected; connections are refused from then on, and nothing under way is carried out.
   */
  stop(): Promise<void>;
  /** Opens the same ports again, with the same objects. */
  start(): Promise<void>;
};

export type EmulatorOptions = {
  /** One named `bucket` when it is missing. */
  readonly buckets?: readonly string[];
  readonly https?: boolean;
  /** Of the draws for faults with a probability. */
  readonly seed?: number;
  readonly latencyMs?: number;
};

type Time = { offsetMs: number; objectRateMs: number };

/** Whatever there is. */
const unconditional: Conditions = parseConditions(new URLSearchParams());

const certificatePath = fileURLToPath(new URL('certificate/localhost-certificate.pem', import.meta.url));
const keyPath = fileURLToPath(new URL('certificate/localhost-key.pem', import.meta.url));

/** Starts an emulator on free ports of 127.0.0.1. Whoever starts it stops it. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const time: Time = { offsetMs: 0, objectRateMs: 0 };
  const rules = {
    now: () => Date.now() + time.offsetMs,
    elapsed: () => performance.now(),
    objectRateMs: () => time.objectRateMs,
  };
  const conduct: Conduct = {
    storage: createStorage(options.buckets ?? ['bucket'], rules),
    faults: createFaultTable(options.seed ?? 1),
    log: [],
    now: rules.now,
    latencyMs: options.latencyMs ?? 0,
    access: fullAccess,
    isStalled: false,
    epoch: 0,
  };
  const http = createListener(serveRequests(conduct, 'http'));
  const identity = options.https ? readIdentity() : undefined;
  const https = identity && createListener(serveRequests(conduct, 'https'), identity);
  const start = async (): Promise<void> => {
    await http.open();
    await https?.open();
  };
  await start();
  return {
    httpEndpoint: `http://127.0.0.1:${http.port()}`,
    httpsEndpoint: https && `https://127.0.0.1:${https.port()}`,
    caPath: https && certificatePath,
    ...openControls(conduct, time),
    ...openObjects(conduct.storage, time),
    start,
    stop: async () => {
      conduct.epoch += 1;
      await Promise.all([http.close(), https?.close()]);
    },
  };
}

function readIdentity() {
  return { key: readFileSync(keyPath, 'utf8'), cert: readFileSync(certificatePath, 'utf8') };
}

function openControls(conduct: Conduct, time: Time) {
  return {
    requests: conduct.log,
    forgetRequests: () => void conduct.log.splice(0),
    addFault: (fault: Fault) => conduct.faults.add(fault),
    clearFaults: () => conduct.faults.clear(),
    setLatency: (ms: number) => {
      conduct.latencyMs = ms;
    },
    setClockOffset: (ms: number) => {
      time.offsetMs = ms;
    },
    setObjectRate: (ms: number) => {
      time.objectRateMs = ms;
    },
    setAccess: (access: Access) => {
      conduct.access = access;
    },
    setStalled: (isStalled: boolean) => {
      conduct.isStalled = isStalled;
    },
  };
}

function openObjects(storage: Storage, time: Time) {
  const listObjects: Emulator['listObjects'] = bucketName => {
    const bucket = requireBucket(storage, bucketName);
    return bucket.generations.names.flatMap(name => {
      const { generation, body, metadata } = bucket.generations.find(name) ?? {};
      if (generation === undefined || body === undefined) return [];
      return { name, generation: String(generation), body, metadata: { ...metadata } };
    });
  };
  const listGenerations: Emulator['listGenerations'] = (bucket, name) =>
    requireBucket(storage, bucket)
      .generations.listEvery(name)
      .map(object => ({ generation: String(object.generation), body: object.body }));
  const putObject: Emulator['putObject'] = (bucket, name, body, metadata = {}) => {
    const settings = parseSettings({ contentType: 'application/octet-stream', metadata });
    const draft = draftObject(name, Buffer.from(body), settings);
    atAnyRate(time, () => requireBucket(storage, bucket).write(draft, unconditional));
  };
  const removeObject: Emulator['removeObject'] = (bucket, name) =>
    atAnyRate(time, () => requireBucket(storage, bucket).remove(name, undefined, unconditional));
  return { listObjects, listGenerations, putObject, removeObject };
}

function atAnyRate(time: Time, act: () => unknown): void {
  const { objectRateMs } = time;
  time.objectRateMs = 0;
  try {
    act();
  } finally {
    time.objectRateMs = objectRateMs;
  }
}
