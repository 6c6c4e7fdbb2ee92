import type { Agent } from 'node:http';
import type { BucketAddress } from '../../core/ports/object-store.ts';
import type { Variables } from '../../core/settings/read-environment.ts';
import type { TimeLimits } from './deadline.ts';
import { findEndpoint } from './endpoint.ts';
import { createGoogleSdk, type GoogleSdk } from './google-sdk.ts';
import { createAgent } from './http-agent.ts';
import { createHttpClient } from './http-client.ts';
import type { JsonApi } from './json-api.ts';
import { createObjectPaths } from './object-path.ts';

/** Which bucket, and what says where it is. */
export type JsonApiOptions = {
  readonly address: BucketAddress;
  readonly variables: Variables;
  readonly limits: TimeLimits;
};

/**
 * The JSON API of a bucket, with Google's library for the login. Opens no connection and loads nothing yet.
 * @throws InvalidInputError `invalid-configuration` when a variable names no server
 */
export function openJsonApi({ address, variables, limits }: JsonApiOptions): {
  readonly api: JsonApi;
  readonly sdk: GoogleSdk;
  readonly openAgent: () => Agent;
} {
  const endpoint = findEndpoint(variables);
  const sdk = createGoogleSdk(endpoint);
  const openAgent = (): Agent => createAgent(endpoint.origin, variables);
  const client = createHttpClient(endpoint.origin, openAgent());
  const { credentials } = sdk;
  return { api: { address, paths: createObjectPaths(address), client, credentials, limits }, sdk, openAgent };
}
