import type { HubLimits, HubToken } from '../src/adapters/hub/hub-access.ts';
import { createModelHub, createOfflineHub } from '../src/adapters/hub/model-hub.ts';
import { createPublicationFiles } from '../src/adapters/hub/publication-files.ts';
import { addDotEnv } from '../src/adapters/settings/originals-variables.ts';
import { InvalidInputError } from '../src/core/errors/app-error.ts';
import type { ModelHub } from '../src/core/ports/model-hub.ts';
import {
  hubTokenVariables,
  hubVariable,
  judgeHubToken,
  readHubText,
} from '../src/core/publish/hub-address.ts';
import { listKnownSecrets } from '../src/core/secrets/known-secrets.ts';
import type { PublicationDesk } from '../src/core/session/prepare-publication.ts';
import { findVariable, type Variables } from '../src/core/settings/read-environment.ts';
import { hideSecrets } from '../src/core/settings/server-address.ts';
import type { Settings } from '../src/core/settings/settings.ts';

/** What a hub is opened with. */
export type HubParts = {
  readonly settings: Pick<Settings, 'offlineBecause' | 'publish' | 'tokenHosts'>;
  /** Of the process, without what a `.env` adds. */
  readonly variables: Variables;
  /** Absolute. */
  readonly workingFolder: string;
  /** How long is waited and how often is tried, where that is not as usual. */
  readonly limits?: Partial<HubLimits> | undefined;
};

/** What publishing needs beside the registry. Nothing is asked of the hub yet. @throws InvalidInputError invalid-configuration */
export async function openPublicationDesk({
  settings,
  variables,
  workingFolder,
  limits,
}: HubParts): Promise<PublicationDesk> {
  const all = await addDotEnv(variables, workingFolder);
  const hub = openHub({ settings, variables, limits }, all);
  return { hub, files: createPublicationFiles(listKnownSecrets(all)), settings: settings.publish };
}

function openHub(
  { settings, variables: own, limits }: Omit<HubParts, 'workingFolder'>,
  all: Variables,
): ModelHub {
  const named = findVariable(all, hubVariable);
  const reading = readHubText(named);
  if (!reading.ok) {
    const shown = hideSecrets(named ?? '');
    throw new InvalidInputError('invalid-configuration', `${hubVariable}: "${shown}" ${reading.problem}.`, {
      data: { variable: hubVariable, value: shown },
    });
  }
  const { url } = reading.address;
  if (settings.offlineBecause !== undefined) return createOfflineHub(url, settings.offlineBecause);
  const token = findToken(url, settings, own, all);
  return createModelHub({ url, token, limits, now: Date.now, random: Math.random });
}

function findToken(url: string, settings: HubParts['settings'], own: Variables, all: Variables): HubToken {
  const name = hubTokenVariables.find(each => findVariable(all, each)?.trim());
  const text = name === undefined ? '' : (findVariable(all, name)?.trim() ?? '');
  const hint = 'Set HF_TOKEN to a token that may write: huggingface.co/settings/tokens.';
  if (name === undefined) return { kind: 'none', because: 'HF_TOKEN is not set.', hint };
  if (!/^[\x21-\x7e]+$/.test(text))
    return { kind: 'none', because: `${name} holds characters that no token has.`, hint };
  const verdict = judgeHubToken(url, settings.tokenHosts, own);
  return verdict.may
    ? { kind: 'token', text }
    : { kind: 'none', because: verdict.because, hint: verdict.hint };
}
