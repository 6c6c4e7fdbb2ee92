import type { PublishWish } from '../../core/deployment/deployment-request.ts';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { findRepositoryProblem } from '../../core/publish/hub-address.ts';
import { findPublishSetting, type PublishSetting } from '../../core/publish/publication-wish.ts';
import type { Session } from '../../core/session/session.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import type { OptionRows } from './verb.ts';

/** Options that say whether and where a deployment publishes. */
export const publishOptionRows = {
  hub: { takes: 'ORG/NAME', help: 'publish it there first; else as the configuration says for the model' },
  public: { help: 'a repository that is made is public; private where this is left out' },
  license: { takes: 'ID', help: 'licence, as the hub calls it: apache-2.0, mit, other …' },
  card: { takes: 'FILE', help: 'template of the model card, in place of the built-in one' },
  'hub-tag': { takes: 'TAG', help: 'tag it gets there; the version where this is left out' },
  'publish-weights': {
    takes: 'PATH',
    many: true,
    help: 'file or folder of the model to publish, where the registry does not say where it is',
  },
  'skip-hf-push': { help: 'do not publish it, whatever the configuration says' },
} as const satisfies OptionRows;

/** What was asked for about publishing. */
type Asked = {
  readonly hub: string | undefined;
  readonly public: boolean;
  readonly license: string | undefined;
  readonly card: string | undefined;
  readonly 'hub-tag': string | undefined;
  readonly 'publish-weights': readonly string[];
  readonly 'skip-hf-push': boolean;
};

/**
 * Where a version of a model is published before it is live; undefined: nowhere.
 * @throws InvalidInputError usage, invalid-configuration
 */
export async function findPublishWish(
  host: Host,
  session: Session,
  model: string,
  asked: Asked,
): Promise<PublishWish | undefined> {
  if (asked['skip-hf-push']) {
    if (asked.hub === undefined) return undefined;
    throw new InvalidInputError('usage', 'Only one of --hub and --skip-hf-push can be given.');
  }
  const configured = await findConfigured(session, model);
  const repository = asked.hub ?? configured?.hub;
  if (repository === undefined) return undefined;
  return {
    repository: checkRepository(repository),
    visibility: asked.public ? 'public' : configured?.visibility,
    publicBy: asked.public ? 'command' : 'setting',
    license: asked.license,
    card: asked.card === undefined ? undefined : (await host.findPath(asked.card)).path,
    tag: asked['hub-tag'],
    weights: await findPublishedFiles(host, asked['publish-weights']),
  };
}

/** What of the model is published, absolute; undefined: as the registry has it. */
export async function findPublishedFiles(
  host: Host,
  paths: readonly string[],
): Promise<readonly string[] | undefined> {
  if (paths.length === 0) return undefined;
  return await Promise.all(paths.map(async path => (await host.findPath(path)).path));
}

/** A repository as it was given. @throws InvalidInputError usage */
export function checkRepository(text: string): string {
  const problem = findRepositoryProblem(text);
  if (problem === undefined) return text;
  throw new InvalidInputError('usage', `${makeSafeText(text, { limit: 200 })} ${problem}.`, {
    hint: 'Write it as ORG/NAME, for example acme/tiny-llm.',
  });
}

/** How a model is published as configured; undefined: nothing is. @throws InvalidInputError invalid-configuration */
export async function findConfigured(
  { deploying }: Session,
  model: string,
): Promise<PublishSetting | undefined> {
  const desk = await deploying?.openDesk?.();
  return desk && findPublishSetting(desk.settings, model);
}
