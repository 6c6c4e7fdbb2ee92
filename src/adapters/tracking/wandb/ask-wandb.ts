import { exchange, type ServiceAnswer } from '../../http/exchange.ts';
import { type FailedDelivery, judgeAnswer, type ServiceWords } from '../../http/judge-answer.ts';
import { findGraphqlFailure } from './graphql-failure.ts';

/** A server of W&B and who asks it. */
export type WandbAccess = {
  /** Address of the API, without a slash at its end: `https://api.wandb.ai`. */
  readonly api: string;
  /** The API key. Never shown. */
  readonly key: string;
  /** Name and version of this program. */
  readonly tool: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** What was answered, or why there is no answer that can be used. */
export type WandbAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failed: FailedDelivery };

/** W&B's API, asked with one key. Nothing rejects for what goes wrong on the way. */
export type AskWandb = {
  readonly words: ServiceWords;
  /** A query or a mutation; the value is its `data`. */
  readonly query: (
    text: string,
    variables: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ) => Promise<WandbAnswer>;
  /** JSON to a path below the API. */
  readonly post: (path: string, body: unknown, signal?: AbortSignal) => Promise<WandbAnswer>;
  /** A file to where the server said it goes. The key is not sent along: such an address carries its own right to write. */
  readonly put: (upload: Upload, signal?: AbortSignal) => Promise<FailedDelivery | undefined>;
};

/** A file on its way. */
export type Upload = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** @see docs/decisions/0032-wandb-is-spoken-to-over-http.md for why it is asked so */
export function createWandbAsk({ api, key, tool, now }: WandbAccess): AskWandb {
  const headers = {
    authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}`,
    'content-type': 'application/json; charset=utf-8',
    'user-agent': tool.replace(' ', '/'),
  };
  const words: ServiceWords = {
    service: new URL(api).host,
    loginHint: 'Give the WANDB_API_KEY of an account that may write to this project.',
    secrets: [key],
  };
  const post: AskWandb['post'] = async (path, body, signal) => {
    const request = {
      method: 'POST',
      url: `${api}${path}`,
      headers,
      body: JSON.stringify(body),
      signal,
    } as const;
    return readAnswer(await exchange(request), words, now());
  };
  return {
    words,
    post,
    query: async (query, variables, signal) => {
      const answer = await post('/graphql', { query, variables }, signal);
      if (!answer.ok) return answer;
      const failed = findGraphqlFailure(answer.value, words);
      return failed === undefined ? { ok: true, value: readData(answer.value) } : { ok: false, failed };
    },
    put: async ({ url, headers: own, text }, signal) => {
      const answer = await exchange({ method: 'PUT', url, headers: own, body: text, signal });
      return judgeAnswer(answer, { ...words, service: new URL(url).host }, now());
    },
  };
}

function readAnswer(answer: ServiceAnswer, words: ServiceWords, nowMs: number): WandbAnswer {
  const failed = judgeAnswer(answer, words, nowMs);
  if (failed !== undefined) return { ok: false, failed };
  try {
    return { ok: true, value: JSON.parse(answer.at === 'answer' ? answer.text : '') };
  } catch {
    return { ok: false, failed: describeStranger(words) };
  }
}

function readData(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'data' in value ? value.data : undefined;
}

/** It said yes in words that are not W&B's: a proxy, or a login page. Pure. */
export function describeStranger({ service }: ServiceWords): FailedDelivery {
  const message = `${service} answered, and not as W&B does.`;
  const hint = 'Look for a proxy between here and W&B, and at WANDB_BASE_URL.';
  return { outcome: 'failed', again: 'unknown', problem: { code: 'answer-damaged', message, hint } };
}
