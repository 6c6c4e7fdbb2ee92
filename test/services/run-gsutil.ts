import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** How gsutil ended, and all it said. */
export type GsutilEnd = { readonly status: number; readonly words: string };

/** The real gsutil against one server, which must speak https. */
export type Gsutil = (...argv: readonly string[]) => Promise<GsutilEnd>;

/**
 * A gsutil of its own: no login, no settings, no state of this machine. gsutil speaks https whatever it is
 * told, so the certificate is given as an option: the wrapper of the Cloud SDK turns
 * CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE into an option that beats any file of settings, and the last option
 * wins.
 */
export function openGsutil(endpoint: string, caPath: string, folder: string): Gsutil {
  const { hostname, port } = new URL(endpoint);
  const home = createTemporaryFolder();
  const settings = [
    `Credentials:gs_json_host=${hostname}`,
    `Credentials:gs_json_port=${port}`,
    `Boto:ca_certificates_file=${caPath}`,
    'Boto:num_retries=2',
    `GSUtil:state_dir=${join(home, 'state')}`,
    'GSUtil:software_update_check_period=0',
  ];
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    BOTO_CONFIG: '/dev/null',
    CLOUDSDK_CONFIG: join(home, 'gcloud'),
    CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: caPath,
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
    CLOUDSDK_CORE_PASS_CREDENTIALS_TO_GSUTIL: 'False',
  };
  return (...argv) => {
    const all = [...settings.flatMap(setting => ['-o', setting]), ...argv];
    return new Promise(resolve => {
      execFile('gsutil', all, { cwd: folder, env, encoding: 'utf8' }, (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ status, words: `${stdout}${stderr}` });
      });
    });
  };
}
