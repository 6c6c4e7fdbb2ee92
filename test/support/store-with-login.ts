import { Agent } from 'node:https';
import { onTestFinished } from 'vitest';
import { usualTimeLimits } from '../../src/adapters/bucket/deadline.ts';
import { findEndpoint } from '../../src/adapters/bucket/endpoint.ts';
import { createGoogleSdk } from '../../src/adapters/bucket/google-sdk.ts';
import { createHttpClient } from '../../src/adapters/bucket/http-client.ts';
import { createJsonApiStore } from '../../src/adapters/bucket/json-api-store.ts';
import { createObjectPaths } from '../../src/adapters/bucket/object-path.ts';
import { createLargeUpload } from '../../src/adapters/bucket/resumable-upload.ts';
import type { ObjectStore } from '../../src/core/ports/object-store.ts';

/**
 * A store as the program opens it for Cloud Storage itself, with the login of this machine, but whose connections all lead to a port
 * of 127.0.0.1 that speaks TLS. One attempt per call.
 */
export function openStoreWithLogin(port: number): ObjectStore {
  const address = { bucket: 'bucket', prefix: '' };
  const endpoint = findEndpoint({});
  const { storage, credentials } = createGoogleSdk(endpoint);
  // Options of an agent win over those of a request.
  const openAgent = (): Agent =>
    new Agent({ keepAlive: true, host: '127.0.0.1', port, rejectUnauthorized: false });
  const client = createHttpClient(endpoint.origin, openAgent());
  const api = { address, paths: createObjectPaths(address), client, credentials, limits: usualTimeLimits };
  const store = createJsonApiStore(api, createLargeUpload(storage, openAgent));
  onTestFinished(() => store.close());
  return store;
}
