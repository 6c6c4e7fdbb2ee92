import type { AppError } from '../../core/errors/app-error.ts';
import { UnavailableError } from '../../core/errors/app-error.ts';
import type { ErrorCode } from '../../core/errors/error-codes.ts';
import type { Variables } from '../../core/settings/read-environment.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { GsutilEnd } from './gsutil-process.ts';
import { PassingFailure } from './passing-failure.ts';

/** A run that did not end well: an answer in itself, or an error to be thrown. */
export type GsutilFailure =
  /** The object does not have the generation expected. */
  | { readonly means: 'refused' }
  /** There is no such object. */
  | { readonly means: 'missing' }
  | { readonly means: 'error'; readonly error: AppError };

type FailureRow = {
  /** What a line of stderr looks like. */
  readonly says: RegExp;
  readonly means: 'refused' | 'missing' | 'passes' | ErrorCode;
  /** In words that follow a colon; shown for errors only. */
  readonly words: string;
};

function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(pattern => pattern.source).join('|'));
}

const noObject = { means: 'missing', words: 'there is no such object' } as const;
const tooOften = { means: 'passes', words: 'the bucket is asked too often' } as const;

/**
 * What gsutil says when it fails, the most telling first. It has one exit code for everything, so its words are all there is.
 * @see https://github.com/GoogleCloudPlatform/gsutil gslib/__main__.py, gslib/gcs_json_api.py
 */
const failures: readonly FailureRow[] = [
  {
    says: /^(?:Precondition|ResumableUploadAbort)Exception: 412\b/,
    means: 'refused',
    words: 'somebody was first',
  },
  { ...noObject, says: /^CommandException: (?:One or more URLs matched no objects|No URLs matched)/ },
  {
    says: /^\w*NotFoundException: 404 .*(?:bucket does not exist|destination bucket .* does not exist)/,
    means: 'bucket-not-found',
    words: 'there is no bucket of that name',
  },
  { ...noObject, says: /^\w*NotFoundException: 404\b/ },
  {
    says: anyOf(
      /^\w+(?:Exception|Error): 401\b/,
      /^\w+Exception: .*[Ll]ogin required/,
      /^NotReadyToAuthenticate/,
      /no configured$/,
      /credentials are invalid/,
      /Anonymous caller/,
      /invalid_grant/,
      /Reauthentication/,
      /active account selected/,
      /refreshing your current auth tokens/,
    ),
    means: 'login-required',
    words: 'the login is missing or has expired',
  },
  { ...tooOften, says: /^\w+(?:Exception|Error): (?:429\b|(?:\d+ )?Rate limit exceeded)/ },
  {
    says: /^\w+(?:Exception|Error): 403\b/,
    means: 'access-denied',
    words: 'the account that is logged in may not do this',
  },
  {
    says: /^\w+(?:Exception|Error): (?:408|5\d\d)\b/,
    means: 'passes',
    words: 'the bucket is not available at the moment',
  },
  {
    says: /CERTIFICATE_VERIFY_FAILED/i,
    means: 'network-failed',
    words: 'the certificate of the server is not trusted',
  },
  {
    says: /No space left on device|Inadequate temp space|Disk quota exceeded/,
    means: 'disk-full',
    words: 'no space left on the disk',
  },
  {
    says: /HashMismatchException/,
    means: 'answer-damaged',
    words: 'the bytes that arrived are not those of the object',
  },
  {
    says: anyOf(
      /^OSError: None\b/,
      /Connection (?:refused|reset|aborted|broken)/,
      /[Uu]nable to find the server/,
      /timed out/,
      /Network is unreachable/,
      /No route to host/,
      /Temporary failure in name resolution|Name or service not known/,
      /Broken pipe|RemoteDisconnected|BadStatusLine|IncompleteRead/,
      /Resumable(?:Upload|Download)\w*Exception/,
      /\bSSL|_ssl\.c/,
    ),
    means: 'passes',
    words: 'the connection failed',
  },
  {
    says: /requires Python|^env: .*No such file|No module named/,
    means: 'tool-missing',
    words: 'gsutil cannot run',
  },
];

/** A warning about the form of a pattern, which it prints without a line end. */
const patternWarning = /\*\* behavior is undefined[^.]*\./g;

/** Exit codes by which a shell, or env, says that there is nothing to run. */
const notRunnable = [126, 127];

const installHint =
  'Install the Google Cloud CLI, or gsutil with pip install gsutil, see that gsutil version works, or choose the transport sdk.';
const loginHint = 'Run gcloud auth login.';

/**
 * What a failed run means. Nothing of the environment and no token is in the error.
 * @param doing what was being done, in words that follow "Cannot"
 */
export function judgeFailure(
  end: Exclude<GsutilEnd, { readonly ended: 'done' }>,
  doing: string,
  variables: Variables,
): GsutilFailure {
  if (end.ended === 'not-started') {
    const message = `Cannot ${doing}: gsutil cannot be started (${makeSafeText(end.errno)}).`;
    return failWith('tool-missing', message, { errno: makeSafeText(end.errno) });
  }
  const lines = splitWords(end.words);
  const row = failures.find(({ says }) => lines.some(line => says.test(line)));
  if (row?.means === 'refused' || row?.means === 'missing') return { means: row.means };
  const said = describeWords(lines, row, variables);
  const message = `Cannot ${doing}: ${row?.words ?? 'gsutil failed'}.${said}`;
  const data = { exitCode: end.exitCode ?? null };
  if (row?.means === 'passes')
    return { means: 'error', error: new PassingFailure('network-failed', message, { data }) };
  if (notRunnable.includes(end.exitCode ?? 0)) return failWith('tool-missing', message, data);
  return failWith(row?.means ?? 'answer-damaged', message, data);
}

/** Lines that say something: indented ones show where in its own code it was. */
function splitWords(words: string): readonly string[] {
  return words
    .replace(patternWarning, '')
    .split(/[\r\n]+/)
    .filter(line => /^\S/.test(line));
}

function failWith(code: ErrorCode, message: string, data: AppError['data']): GsutilFailure {
  const hint = hints[code];
  const options = hint === undefined ? { data } : { data, hint };
  return { means: 'error', error: new UnavailableError(code, message, options) };
}

const hints: Partial<Readonly<Record<ErrorCode, string>>> = {
  'tool-missing': installHint,
  'login-required': loginHint,
};

/** The line that gave it away, or the last one. */
function describeWords(lines: readonly string[], row: FailureRow | undefined, variables: Variables): string {
  const line = row === undefined ? lines.at(-1) : lines.findLast(candidate => row.says.test(candidate));
  if (line === undefined) return '';
  return ` gsutil says: ${makeSafeText(hideSecrets(line.trim(), variables), { limit: 300 })}`;
}

const secretVariable = /TOKEN|SECRET|PASS|KEY|CREDENTIAL/i;
const shortestSecret = 6;
const secretText =
  /\bya29\.[\w.~+/-]+|\b(?:Bearer|Basic)\s+\S+|\b(?:access_token|refresh_token|id_token|token|key|signature|client_secret)["']?\s*[=:]\s*["']?[^&\s"']+/gi;

/** Takes out what looks like a login, and the values of variables that are called like one. */
function hideSecrets(text: string, variables: Variables): string {
  let shown = text.replace(secretText, '…');
  for (const [name, value = ''] of Object.entries(variables))
    if (secretVariable.test(name) && value.length >= shortestSecret) shown = shown.replaceAll(value, '…');
  return shown;
}
