import { tmpdir } from 'node:os';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { BucketAddress } from '../../core/ports/object-store.ts';
import { findVariable, type Variables } from '../../core/settings/read-environment.ts';
import type { Deadline, TimeLimits } from './deadline.ts';
import { type Endpoint, findEndpoint } from './endpoint.ts';
import { judgeFailure } from './gsutil-errors.ts';
import { type GsutilProgram, type GsutilRun, runGsutil } from './gsutil-process.ts';
import { createTurns } from './turns.ts';

/** How many run at once. Python takes a core while it starts, and 60 MB. */
const processLimit = 4;

/** How long gsutil may take before it sends anything, in milliseconds: a second, and many where there is much else to do. */
const startMs = { least: 5000, most: 20_000 };

/** Which bucket gsutil speaks to, and how. */
export type GsutilOptions = {
  readonly address: BucketAddress;
  /** The environment it runs in, which is where it finds its login. */
  readonly variables: Variables;
  readonly limits: TimeLimits;
  /** The program, a name or a path; `gsutil` when left out. */
  readonly file?: string | undefined;
};

/** What calls of gsutil are made with. */
export type Gsutil = {
  readonly address: BucketAddress;
  readonly limits: TimeLimits;
  /**
   * Makes one attempt at a command, when it is its turn. Rejects with the signal's reason, what `receive` threw, an UnavailableError, or a
   * PassingFailure where another attempt may go better.
   */
  readonly run: (command: GsutilCommand) => Promise<CommandEnd>;
};

/** One command, its options of its own included. */
export type GsutilCommand = Omit<GsutilRun, 'folder'> & {
  /** Working folder; the one of temporary files when left out. */
  readonly folder?: string | undefined;
};

/** How a command ended that did not fail. `words` is what was said on stderr: text from outside. */
export type CommandEnd =
  | { readonly means: 'done'; readonly words: string }
  | { readonly means: 'refused' | 'missing' };

/**
 * The program, ready to be called. Starts nothing.
 * @throws InvalidInputError `invalid-configuration` for an emulator without TLS, which gsutil would not use.
 */
export function createGsutil(options: GsutilOptions): Gsutil {
  const turns = createTurns(processLimit);
  const endpoint = findEndpoint(options.variables);
  const settings = [...usualSettings, ...(endpoint.isEmulator ? aimAt(endpoint, options.variables) : [])];
  const program: GsutilProgram = {
    file: options.file ?? 'gsutil',
    variables: endpoint.isEmulator ? { ...options.variables, ...noLogin } : options.variables,
  };
  const globals = settings.flatMap(setting => ['-o', setting]);
  return {
    address: options.address,
    limits: options.limits,
    run: ({ folder = tmpdir(), ...command }) =>
      turns.take(command.signal, async () => {
        const end = await runGsutil(program, {
          ...command,
          folder,
          arguments: [...globals, ...command.arguments],
          deadline: addStart(command.deadline, options.limits),
        });
        if (end.ended === 'done') return { means: 'done', words: end.words };
        const failure = judgeFailure(end, command.doing, options.variables);
        if (failure.means === 'error') throw failure.error;
        return failure;
      }),
  };
}

/**
 * Whatever the settings of the user are: one attempt, the JSON API and not gcloud in disguise, no object composed of parts (it would have
 * no md5), no download in slices, no look for updates.
 */
const usualSettings: readonly string[] = [
  'Boto:num_retries=1',
  'Boto:max_retry_delay=2',
  'GSUtil:prefer_api=json',
  'GSUtil:use_gcloud_storage=False',
  'GSUtil:parallel_composite_upload_threshold=0',
  'GSUtil:sliced_object_download_threshold=0',
  'GSUtil:software_update_check_period=0',
];

/** Settings for an emulator, which is asked without a login: refused then means refused. */
function aimAt({ origin }: Endpoint, variables: Variables): readonly string[] {
  if (origin.protocol !== 'https:') {
    const message = `gsutil cannot speak to ${origin.origin}: it speaks https only.`;
    const hint = 'Give STORAGE_EMULATOR_HOST an https address, or choose the transport sdk.';
    throw new InvalidInputError('invalid-configuration', message, { hint });
  }
  const authority = findVariable(variables, 'NODE_EXTRA_CA_CERTS');
  return [
    `Credentials:gs_json_host=${origin.hostname}`,
    `Credentials:gs_json_port=${origin.port === '' ? '443' : origin.port}`,
    'Tests:bypass_anonymous_access_warning=True',
    ...(authority === undefined ? [] : [`Boto:ca_certificates_file=${authority}`]),
  ];
}

/** An emulator is never shown a login. */
const noLogin: Variables = {
  BOTO_CONFIG: '/dev/null',
  BOTO_PATH: undefined,
  CLOUDSDK_CORE_PASS_CREDENTIALS_TO_GSUTIL: 'False',
};

function addStart({ quietMs, totalMs }: Deadline, limits: TimeLimits): Deadline {
  const ownMs = Math.min(startMs.most, Math.max(startMs.least, 2 * limits.metadataMs));
  return { quietMs: quietMs + ownMs, totalMs: totalMs + ownMs };
}
