import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Emulator } from '../support/gcs/emulator.ts';
import { builtProgram } from '../support/terminal.ts';

/** A command with the variables it needs beside those of this process. */
export type Command = {
  readonly argv: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
};

/** A program that brings a folder into a bucket, and the command with which it does. */
export type SyncProgram = {
  /** As the figures name it. */
  readonly name: string;
  /** What shows that it is installed; nothing for what comes with this project. */
  readonly probe: readonly string[];
  /** `sync`: it can be run again; `upload`: it uploads everything, once. */
  readonly does: 'sync' | 'upload';
  /** `whole`: its time is that of the process; `printed`: it prints how long it took without starting and reading, in milliseconds. */
  readonly time: 'whole' | 'printed';
  /** @param url `gs://bucket/prefix` */
  readonly sync: (folder: string, url: string) => Command;
};

/** The bucket of the emulator that all programs write to. */
export const benchBucket = 'bench';

/** The built program. */
export const ownName = 'lastgood';

/**
 * Everything that is measured, in the settings that are fastest here. Each has a home folder of its own: no login, no settings, no state of
 * this machine.
 */
export function createSyncPrograms(emulator: Emulator, home: string): readonly SyncProgram[] {
  const own = { HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache') };
  mkdirSync(home, { recursive: true });
  const upload = (script: string): SyncProgram['sync'] => {
    const path = fileURLToPath(new URL(script, import.meta.url));
    return (folder, url) => ({
      argv: [process.execPath, path, emulator.httpEndpoint, benchBucket, prefixOf(url), folder],
      variables: {},
    });
  };
  const whole = { does: 'sync', time: 'whole' } as const;
  return [
    // No other program can be faster.
    {
      name: 'bare uploads, sockets',
      probe: [],
      does: 'upload',
      time: 'printed',
      sync: upload('bare-uploads.ts'),
    },
    {
      name: 'bare node:http program',
      probe: [],
      does: 'upload',
      time: 'whole',
      sync: upload('bare-http.ts'),
    },
    { ...whole, name: ownName, probe: [], sync: (folder, url) => syncOwn(emulator, own, folder, url) },
    {
      ...whole,
      name: 'rclone sync',
      probe: ['rclone', 'version'],
      sync: (folder, url) => syncRclone(emulator, own, folder, url),
    },
    {
      ...whole,
      name: 'gsutil -m rsync',
      probe: ['gsutil', 'version'],
      sync: (folder, url) => syncGsutil(emulator, own, folder, url),
    },
    {
      ...whole,
      name: 'gcloud storage rsync',
      probe: ['gcloud', 'version'],
      sync: (folder, url) => syncGcloud(emulator, own, folder, url),
    },
  ];
}

type Home = Readonly<Record<string, string>>;

/** The built program with a folder as its local copy. */
function syncOwn(emulator: Emulator, home: Home, folder: string, url: string): Command {
  return {
    argv: builtProgram(
      ...['sync', 'push', '--yes', '--registry', url, '--cache', folder, '--transport', 'sdk'],
      ...['--actor', 'bench', '--confirm', 'frontshift-rag@latest'],
    ),
    variables: { ...home, STORAGE_EMULATOR_HOST: emulator.httpEndpoint },
  };
}

/** Links are passed over by all of them. */
function syncRclone(emulator: Emulator, home: Home, folder: string, url: string): Command {
  return {
    argv: [
      ...['rclone', 'sync', folder, `bench:${url.slice('gs://'.length)}`, '--quiet', '--skip-links'],
      ...['--fast-list', '--transfers', '32', '--checkers', '32'],
    ],
    variables: {
      ...home,
      RCLONE_CONFIG: '/dev/null',
      RCLONE_CONFIG_BENCH_TYPE: 'google cloud storage',
      RCLONE_CONFIG_BENCH_ANONYMOUS: 'true',
      RCLONE_CONFIG_BENCH_BUCKET_POLICY_ONLY: 'true',
      RCLONE_CONFIG_BENCH_NO_CHECK_BUCKET: 'true',
      RCLONE_CONFIG_BENCH_ENDPOINT: emulator.httpEndpoint,
    },
  };
}

/** It speaks https whatever it is told, so the emulator's certificate is given. @see openGsutil */
function syncGsutil(emulator: Emulator, home: Home, folder: string, url: string): Command {
  const { hostname, port } = new URL(emulator.httpsEndpoint ?? '');
  const settings = [
    `Credentials:gs_json_host=${hostname}`,
    `Credentials:gs_json_port=${port}`,
    `Boto:ca_certificates_file=${emulator.caPath}`,
    `GSUtil:state_dir=${join(home['HOME'] ?? '', 'gsutil')}`,
    'GSUtil:software_update_check_period=0',
  ];
  return {
    argv: [
      ...['gsutil', ...settings.flatMap(setting => ['-o', setting])],
      ...['-q', '-m', 'rsync', '-r', '-e', folder, url],
    ],
    variables: { ...home, ...cloudSdkVariables(emulator, home), BOTO_CONFIG: '/dev/null' },
  };
}

function syncGcloud(emulator: Emulator, home: Home, folder: string, url: string): Command {
  return {
    argv: ['gcloud', 'storage', 'rsync', '--recursive', '--quiet', '--no-user-output-enabled', folder, url],
    variables: {
      ...home,
      ...cloudSdkVariables(emulator, home),
      CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: `${emulator.httpEndpoint}/`,
      CLOUDSDK_AUTH_DISABLE_CREDENTIALS: 'True',
      CLOUDSDK_CORE_PROJECT: 'bench',
    },
  };
}

function cloudSdkVariables(emulator: Emulator, home: Home): Readonly<Record<string, string>> {
  return {
    CLOUDSDK_CONFIG: join(home['HOME'] ?? '', 'gcloud'),
    CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: emulator.caPath ?? '',
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
    CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'True',
    CLOUDSDK_CORE_PASS_CREDENTIALS_TO_GSUTIL: 'False',
    CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'True',
  };
}

function prefixOf(url: string): string {
  return `${url.slice(`gs://${benchBucket}/`.length)}/`;
}
