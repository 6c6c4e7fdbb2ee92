import { exchange, type ServiceAnswer, type ServiceRequest } from '../../http/exchange.ts';
import type { ServiceWords } from '../../http/judge-answer.ts';

/** What is sent with a call. */
type CallOptions = {
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** GitHub's API, asked with one login. */
export type AskGithub = {
  readonly words: ServiceWords;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** One call; its answer is judged by whoever makes it. Never rejects for what goes wrong on the way. */
  readonly call: (
    method: ServiceRequest['method'],
    path: string,
    options?: CallOptions,
  ) => Promise<ServiceAnswer>;
};

/**
 * The four calls that an issue takes are plain HTTP: @octokit/rest would add eleven packages to every installation and, for these, no more
 * than the headers below.
 * @see https://docs.github.com/rest/issues/issues
 */
export function createGithubAsk(options: {
  readonly api: string;
  readonly token: string;
  readonly tool: string;
  readonly now: () => number;
}): AskGithub {
  const { api, token, tool, now } = options;
  const headers = {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json; charset=utf-8',
    'user-agent': tool.replace(' ', '/'),
  };
  const words = {
    service: new URL(api).host,
    loginHint:
      'Give a GITHUB_TOKEN that may write issues of this repository (in a workflow: permissions: issues: write).',
    secrets: [token],
  };
  return {
    words,
    now,
    call: (method, path, { body, signal } = {}) =>
      exchange({
        ...{ method, url: `${api}${path}`, headers, signal },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
  };
}
