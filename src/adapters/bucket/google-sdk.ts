import type { Storage } from '@google-cloud/storage';
import { type Credentials, type Login, noCredentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { toLoginError } from './login-errors.ts';

/** Google's own library: it finds the login of this machine, and uploads what is large. */
export type GoogleSdk = {
  /** Loaded by the first call, which takes about 100 ms. */
  readonly storage: () => Promise<Storage>;
  readonly credentials: Credentials;
  /** The mail address of the service account that is logged in; undefined for people, emulators, and where the login does not say. */
  readonly findAccount: () => Promise<string | undefined>;
};

/**
 * The library speaking to an endpoint. It never retries by itself: one unconditional write would end that for good, and a conditional
 * one is answered 412 when an answer was lost.
 */
export function createGoogleSdk(endpoint: Endpoint): GoogleSdk {
  let current: Promise<Storage> | undefined;
  const storage = (): Promise<Storage> => {
    current ??= loadStorage(endpoint);
    return current;
  };
  return {
    storage,
    credentials: endpoint.isEmulator
      ? noCredentials
      : createCredentials(storage, () => {
          current = undefined;
        }),
    findAccount: async () => (endpoint.isEmulator ? undefined : await findAccount(storage)),
  };
}

/** Without a login nobody is logged in: why is told by whatever needs one. */
async function findAccount(storage: () => Promise<Storage>): Promise<string | undefined> {
  try {
    return (await (await storage()).authClient.getCredentials()).client_email;
  } catch {
    return undefined;
  }
}

async function loadStorage({ origin, isEmulator }: Endpoint): Promise<Storage> {
  recogniseByHardware();
  const { Storage } = await import('@google-cloud/storage');
  return new Storage({
    ...(isEmulator ? { apiEndpoint: origin.origin } : {}),
    // Calls on objects need no project. Left open, the library starts gcloud and asks the network to find one.
    projectId: 'unused',
    // The second is asked even when the first says no, and its yes turns a plain failure into a text about retries.
    retryOptions: { autoRetry: false, retryableErrorFn: () => false },
  });
}

/**
 * Whether this machine is one of Google's, and so has a login of its own, is read off its hardware, unless somebody said otherwise. By
 * itself the library asks the network: that takes seconds, and a proxy that answers makes it print a warning over the screen.
 * @see https://github.com/googleapis/gcp-metadata#environment-variables
 */
function recogniseByHardware(): void {
  const { GCE_METADATA_HOST, GCE_METADATA_IP, METADATA_SERVER_DETECTION } = process.env;
  if (GCE_METADATA_HOST || GCE_METADATA_IP || METADATA_SERVER_DETECTION) return;
  process.env['METADATA_SERVER_DETECTION'] = 'bios-only';
}

/** A login is asked for anew after it was rejected: the clock here may be wrong, or somebody has logged in again meanwhile. */
function createCredentials(storage: () => Promise<Storage>, forget: () => void): Credentials {
  let given: Login | undefined;
  const findLogin = async (): Promise<Login> => {
    try {
      const { authClient } = await storage();
      const headers = Object.fromEntries(await authClient.getRequestHeaders());
      const authorization = headers['authorization'] ?? '';
      if (given?.headers['authorization'] === authorization) return given;
      const secrets = [authorization, authorization.replace(/^Bearer /, '')].filter(text => text !== '');
      given = { headers, secrets };
      return given;
    } catch (thrown) {
      forget();
      throw toLoginError(thrown);
    }
  };
  return {
    findLogin,
    reject: login => {
      // Of many calls that were refused at once only the first forgets: the others would forget the new one.
      if (login === given) {
        given = undefined;
        forget();
      }
      return true;
    },
  };
}
