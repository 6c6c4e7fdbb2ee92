import { setTimeout as pause } from 'node:timers/promises';
import { UnavailableError } from '../../core/errors/app-error.ts';
import type { HubOptions, ModelHub } from '../../core/ports/model-hub.ts';
import type { Publication } from '../../core/publish/publication.ts';
import { checkSent } from './check-sent.ts';
import { examineHub } from './examine-hub.ts';
import { findPublication } from './find-publication.ts';
import { type HubAccess, type HubLimits, type HubToken, usualHubLimits } from './hub-access.ts';
import { createHubCalls } from './hub-calls.ts';
import { createHubFetch, type FetchWatch } from './hub-fetch.ts';
import { type PublishTools, publishVersion } from './publish-version.ts';

/** What a hub takes from outside. */
export type ModelHubOptions = {
  /** Scheme, host, port and path, without a login. */
  readonly url: string;
  readonly token: HubToken;
  /** {@link usualHubLimits} where left out. */
  readonly limits?: Partial<HubLimits> | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** The platform's own when left out. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** A timer when left out. */
  readonly sleep?: HubAccess['sleep'] | undefined;
};

/** A hub of Hugging Face's kind. Makes no connection before its first call. */
export function createModelHub(options: ModelHubOptions): ModelHub {
  const { url, token, now, random, fetch = globalThis.fetch, sleep = sleepOnTimer } = options;
  const limits = { ...usualHubLimits, ...options.limits };
  const access: HubAccess = { url, token, limits, now, random, fetch, sleep };
  const open = ({ signal }: HubOptions, inspect?: FetchWatch['inspect']): PublishTools => {
    const hubFetch = createHubFetch(access, { signal, inspect });
    return { access, fetch: hubFetch, calls: createHubCalls(access, hubFetch) };
  };
  return {
    url,
    findPublication: async (publication, watch = {}) =>
      await findPublication(access, open(watch).calls, publication),
    publish: async (publication, watch = {}) => {
      requireToken(access);
      return await publishVersion(open(watch, inspectFor(publication)), publication, watch);
    },
    examine: async (repository, watch = {}) => await examineHub(access, open(watch).calls, repository),
  };
}

/** A hub that is not asked, because that was switched off. @param because why, in words that follow "Nothing is asked of it:" */
export function createOfflineHub(url: string, because: string): ModelHub {
  const refuse = async (): Promise<never> => {
    throw new UnavailableError('offline', `${url} is not asked: ${because}.`);
  };
  const missing = [
    { what: `Not asked: ${because}.`, fix: 'Leave out --offline, or change the setting offline.' },
  ];
  return {
    url,
    findPublication: refuse,
    publish: refuse,
    examine: async () => ({ name: 'hub', place: url, state: 'not-asked', identity: null, may: [], missing }),
  };
}

function inspectFor(publication: Publication): FetchWatch['inspect'] {
  return (call, body) => {
    if (call.doing === 'make the commit') checkSent(publication, body);
  };
}

/** @throws UnavailableError login-required */
function requireToken({ url, token }: HubAccess): void {
  if (token.kind === 'token') return;
  const message = `Nothing can be published on ${url}: ${token.because}`;
  throw new UnavailableError('login-required', message, { hint: token.hint, data: { hub: url } });
}

async function sleepOnTimer(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(waitMs, undefined, signal === undefined ? {} : { signal });
  } catch (thrown) {
    signal?.throwIfAborted();
    throw thrown;
  }
}
