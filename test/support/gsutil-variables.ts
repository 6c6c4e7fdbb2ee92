import type { Variables } from '../../src/core/settings/read-environment.ts';
import type { Emulator } from './gcs/emulator.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** An environment in which gsutil speaks to an emulator, and knows of no login or setting of this machine. */
export function gsutilVariables(emulator: Emulator): Variables {
  return {
    PATH: process.env['PATH'],
    HOME: createTemporaryFolder(),
    STORAGE_EMULATOR_HOST: emulator.httpsEndpoint,
    NODE_EXTRA_CA_CERTS: emulator.caPath,
  };
}
