import { describe, expect, it } from 'vitest';
import { judgeFailure } from '../../../src/adapters/bucket/gsutil-errors.ts';
import { PassingFailure } from '../../../src/adapters/bucket/passing-failure.ts';

const warning =
  '** behavior is undefined if directly preceeded or followed by with characters other than / in the cloud and / locally.';
const copying =
  'Copying file://./latest [Content-Type=text/plain]...\n/ [0 files][    0.0 B/    8.0 B]          \r';

function judge(words: string, exitCode = 1, variables = {}) {
  return judgeFailure({ ended: 'failed', exitCode, words }, 'write gs://b/latest', variables);
}

function judgeError(words: string, exitCode = 1, variables = {}) {
  const failure = judge(words, exitCode, variables);
  if (failure.means !== 'error') throw new Error(failure.means);
  return failure.error;
}

/** Recorded from gsutil 5.38 and 5.34, but for those marked as taken from its source. */
const answers = [
  [
    'refused',
    `${copying}PreconditionException: 412 At least one of the pre-conditions you specified did not hold.\n`,
  ],
  [
    'refused',
    `${copying}ResumableUploadAbortException: 412 At least one of the pre-conditions you specified did not hold.\n`,
  ],
  ['missing', `${warning}${warning}CommandException: One or more URLs matched no objects.\n`],
  ['missing', 'CommandException: No URLs matched: gs://b1/p/latest#123\n'],
  [
    'missing',
    'Omitting prefix "gs://b1/p/latest/". (Did you mean to do rm -r?)\nCommandException: No URLs matched. Do the files you\'re operating on exist?\n',
  ],
  ['missing', 'NotFoundException: 404 gs://b1/v#12#12 does not exist.\n'],
] as const;

const errors = [
  ['bucket-not-found', false, 'BucketNotFoundException: 404 gs://nob bucket does not exist.\n'],
  [
    'bucket-not-found',
    false,
    `${copying}NotFoundException: 404 The destination bucket gs://nob does not exist or the write to the destination must be restarted\n`,
  ],
  ['login-required', false, 'ServiceException: 401 Invalid Credentials\n'],
  [
    'login-required',
    false,
    "ServiceException: 401 Anonymous caller does not have storage.objects.list access to the Google Cloud Storage bucket. Permission 'storage.objects.list' denied on resource (or it may not exist).\n",
  ],
  [
    'login-required',
    false,
    'You are attempting to access protected data with no configured\ncredentials. Please visit https://cloud.google.com/console#/project\nand sign up for an account, and then run the "gsutil config" command\nto configure gsutil to use these credentials.\n',
  ],
  // Taken from the source.
  ['login-required', false, 'Your credentials are invalid. Please run\n$ gcloud auth login\n'],
  ['access-denied', false, `${copying}AccessDeniedException: 403 Access denied.\n`],
  // Taken from the source.
  ['network-failed', true, 'AccessDeniedException: Rate limit exceeded. Please retry this request later.\n'],
  [
    'network-failed',
    true,
    'ServiceException: 429 The rate limit has been exceeded. Please reduce your request rate.\n',
  ],
  ['network-failed', true, 'ServiceException: 503 Backend Error\n'],
  ['network-failed', true, 'ServiceException: 408 Request Timeout\n'],
  ['network-failed', true, `${copying}OSError: None.\n`],
  ['network-failed', true, 'OSError: Connection refused.\n'],
  ['network-failed', true, 'OSError: EOF occurred in violation of protocol (_ssl.c:2427).\n'],
  [
    'network-failed',
    true,
    'Traceback (most recent call last):\n  File "/usr/bin/gsutil", line 8, in <module>\n    sys.exit(main())\n             ^^^^^^\n    raise BadRequestException: 412\nhttp.client.IncompleteRead: IncompleteRead(2700 bytes read, 2700 more expected)\n',
  ],
  [
    'answer-damaged',
    false,
    "gslib.exception.HashMismatchException: md5 signature computed for local file (b'RSJTK6RBI5NYkDe9dHFggg==') doesn't match cloud-supplied digest (b'3mIk9zWJ6fGhgA0NvudaCw=='). Local file (./down2) will be deleted.\n",
  ],
  // Taken from the source.
  ['disk-full', false, 'OSError: No space left on device.\n'],
  ['answer-damaged', false, 'BadRequestException: 400 Status 400\n'],
  ['answer-damaged', false, ''],
] as const;

describe('a failure of gsutil', () => {
  it.each(answers)('is an answer where it is one: %s', (means, words) => {
    expect(judge(words)).toEqual({ means });
  });

  it.each(errors)('is %s, and passes by itself: %s', (code, passes, words) => {
    const error = judgeError(words);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(/^Cannot write gs:\/\/b\/latest: .+\./),
      data: { exitCode: 1 },
    });
    expect(error instanceof PassingFailure).toBe(passes);
  });

  it('says how to log in', () => {
    expect(judgeError('ServiceException: 401 Invalid Credentials').hint).toBe('Run gcloud auth login.');
  });

  it('says what to install when there is nothing to run', () => {
    const missing = judgeFailure({ ended: 'not-started', errno: 'ENOENT' }, 'list gs://b/', {});
    expect(missing).toMatchObject({
      error: { code: 'tool-missing', hint: expect.stringContaining('Install the Google Cloud CLI') },
    });
    for (const exitCode of [126, 127])
      expect(judgeError("env: 'python3': No such file or directory", exitCode).code).toBe('tool-missing');
  });

  it('shows what gsutil says, made safe, in one line', () => {
    const { message } = judgeError(
      `${copying}ServiceException: 503 \u001b[31mred\u202e${'x'.repeat(1000)}\n`,
    );
    expect(message).toMatch(/gsutil says: ServiceException: 503 \^\[\[31mred<U\+202E>x+…$/);
    expect(message.length).toBeLessThan(500);
  });

  it('shows no login, whether it looks like one or comes from the environment', () => {
    const token = 'ya29.a0AfH6SMBx-secret_secret';
    const variables = { MY_TOKEN: 'hunter2hunter2', CLOUDSDK_AUTH_ACCESS_TOKEN: token, EMPTY_SECRET: '' };
    const said = [
      `ServiceException: 503 Authorization: Bearer ${token} rejected`,
      `ServiceException: 503 {"access_token": "${token}"} hunter2hunter2`,
      `BadRequestException: 400 https://host/o?key=AIzaSecretKey&access_token=${token}`,
      `oauth2 failed: ${token}`,
    ];
    for (const words of said) {
      const error = judgeError(words, 1, variables);
      const shown = JSON.stringify([error.message, error.data, error.hint, String(error.cause)]);
      expect(shown).not.toMatch(/ya29|a0AfH6|hunter2|AIza/);
      expect(shown).toContain('…');
    }
  });
});
