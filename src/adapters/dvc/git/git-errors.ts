import { type AppError, ConflictError, UnavailableError } from '../../../core/errors/app-error.ts';
import type { ErrorCode } from '../../../core/errors/error-codes.ts';
import { maskSecrets } from '../../../core/secrets/find-secret.ts';
import type { KnownSecret } from '../../../core/secrets/known-secrets.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { ProgramEnd } from './run-program.ts';

/** How a call of git failed. `words` are git's own and not yet fit to be shown. */
export type GitFailure = {
  readonly failure: 'exit' | 'out-of-time' | 'killed' | 'missing';
  readonly exitCode: number | undefined;
  readonly words: string;
};

type FailureRow = {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  /** Replaces the hint of the code. */
  readonly hint?: string;
};

const loginHint =
  "Log in to the remote with git's own means (an SSH key, a credential helper), then try again.";
const networkHint = 'Check the network and the address of the remote with git remote -v, then try again.';

/**
 * What git says when it fails, in the order it is looked for: names in quotes left out, LC_ALL=C, so it says it in English. A line that
 * begins with `remote:` tells of the disk and the rights of another machine.
 */
const failureTable: readonly FailureRow[] = [
  { pattern: /^(?!remote:).*No space left/im, code: 'disk-full' },
  { pattern: /^(?!remote:).*Read-only file system/im, code: 'file-system-read-only' },
  { pattern: /Unable to create '': Permission denied/i, code: 'permission-denied' },
  { pattern: /cannot lock ref|Unable to create ''|Another git process seems/i, code: 'git-busy' },
  {
    pattern: /tell me who you are|empty ident|auto-detect email|no email was given/i,
    code: 'git-identity-missing',
  },
  {
    pattern: /dubious ownership/i,
    code: 'permission-denied',
    hint: 'The working tree belongs to another user: see git config safe.directory.',
  },
  // Said of a remote that is not there; its rights are spoken of in the same breath.
  { pattern: /does not appear to be a git repository/i, code: 'network-failed', hint: networkHint },
  {
    pattern:
      /Authentication failed|could not read (?:Username|Password)|Permission denied \(|terminal prompts disabled|error: 401|Host key verification failed/i,
    code: 'login-required',
    hint: loginHint,
  },
  {
    pattern: /error: 403|access denied|denied to|not allowed to push/i,
    code: 'access-denied',
    hint: 'Ask who keeps the remote for the right to push, or log in with another account.',
  },
  {
    pattern:
      /Could not resolve|unable to access|unable to connect|Connection (?:refused|timed out|reset)|Network is unreachable|No route to host|hung up|RPC failed|early EOF|unexpected disconnect|broken pipe|Could not read from remote/i,
    code: 'network-failed',
    hint: networkHint,
  },
  { pattern: /not a git repository|must be run in a work tree/i, code: 'not-a-working-tree' },
  { pattern: /^(?!remote:).*(?:Permission denied|insufficient permission)/im, code: 'permission-denied' },
];

/** Failures that may come after what was sent has been taken. */
const lateFailure = /hung up|RPC failed|early EOF|unexpected disconnect|reset by peer|broken pipe/i;

/** How an end is a failure. Pure. */
export function describeGitEnd(end: ProgramEnd): GitFailure {
  switch (end.ended) {
    case 'by-itself':
      return { failure: 'exit', exitCode: end.exitCode, words: end.words };
    case 'out-of-time':
    case 'killed':
      return { failure: end.ended, exitCode: undefined, words: end.words };
    case 'not-started':
      return { failure: 'missing', exitCode: undefined, words: end.errno };
    default:
      return end satisfies never;
  }
}

/** Whether what was sent to a remote may have been taken all the same. Pure. */
export function mayHaveBeenTaken({ failure, words }: GitFailure): boolean {
  return failure === 'out-of-time' || failure === 'killed' || lateFailure.test(words);
}

/**
 * A failure of git as an error with its code, and the end of git's own words made safe. Pure.
 * @param doing in words that follow "Cannot"
 */
export function toGitError(doing: string, failure: GitFailure): AppError {
  const { exitCode = null } = failure;
  const said = quoteWords(failure.words);
  if (failure.failure === 'missing')
    return new UnavailableError('tool-missing', `Cannot ${doing}: git could not be started.`, {
      hint: 'Install git, and see that it is on the PATH.',
      data: { tool: 'git', errno: makeSafeText(failure.words, { limit: 40 }) },
    });
  if (failure.failure !== 'exit')
    return new UnavailableError('network-failed', `Cannot ${doing}: git did not end in time.${said}`, {
      hint: networkHint,
      data: { exitCode },
    });
  const words = withoutNames(failure.words);
  const row = failureTable.find(({ pattern }) => pattern.test(words));
  const { code, hint }: Partial<FailureRow> & { readonly code: ErrorCode } = row ?? { code: 'git-failed' };
  const options = { data: { exitCode }, ...(hint === undefined ? {} : { hint }) };
  const message = `Cannot ${doing}: git ended with ${failure.exitCode}.${said}`;
  return code === 'git-busy'
    ? new ConflictError(code, message, options)
    : new UnavailableError(code, message, options);
}

/** What git adds to a lock that is there: general advice, behind the line that names it. */
const lockAdvice = /^Another git process seems to be running/;

/**
 * The last lines a program said, as one sentence behind another, without secrets; empty where it said nothing. Pure.
 * @param known secrets that the program was given
 */
export function quoteWords(words: string, known: readonly KnownSecret[] = []): string {
  const lines = words
    .split(/[\r\n]+/)
    .map(line => maskSecrets(withoutPasswords(line.trim()), known))
    .filter(line => line !== '' && !/^(?:hint|warning):/.test(line));
  const advice = lines.findIndex(line => lockAdvice.test(line));
  const told = advice > 0 ? lines.slice(0, advice) : lines;
  return told.length === 0 ? '' : ` It says: ${makeSafeText(told.slice(-4).join(' / '), { limit: 400 })}`;
}

/** Paths, addresses, branches: what stands in quotes is called so by people, and is no word of git's. */
function withoutNames(words: string): string {
  return words.replace(/(?<!\w)'[^'\n]*'/g, "''");
}

/** An address with a user and a password, as people put them into the address of a remote. */
function withoutPasswords(line: string): string {
  return line.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, '$1');
}
