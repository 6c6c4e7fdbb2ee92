import { checkModelName } from '../names/model-name.ts';
import type { Plan } from '../plan/plan.ts';
import { planPublished } from '../plan/plan-published.ts';
import type { ModelHub } from '../ports/model-hub.ts';
import type { PublicationFiles } from '../ports/publication-files.ts';
import type { ReadOptions } from '../ports/registry.ts';
import {
  describePublicationCommand,
  type PublicationGround,
  planPublication,
} from '../publish/plan-publication.ts';
import type { PublicationReceipt } from '../publish/publication.ts';
import type { PublicationPlan } from '../publish/publication-plan.ts';
import { fillWish, type PublicationWish, type PublishSetting } from '../publish/publication-wish.ts';
import { refuseSecrets } from '../secrets/refuse-secrets.ts';
import { describePublication } from './describe-publication.ts';
import { loadModel } from './load-model.ts';
import { planningOf } from './planning-of.ts';
import type { Session } from './session.ts';

/** What publishing needs beside the registry. */
export type PublicationDesk = {
  readonly hub: ModelHub;
  readonly files: PublicationFiles;
  /** Where models are published, as configured; the first line that fits counts. */
  readonly settings: readonly PublishSetting[];
};

/**
 * Reads the files of a version, asks the hub how it stands there, and plans what is missing. Changes nothing.
 * @throws InvalidInputError secret-given; else as `describePublication` and `ModelHub.findPublication`
 */
export async function preparePublication(
  session: Session,
  { hub, files, settings }: PublicationDesk,
  { wish: asked, publicBy }: { readonly wish: PublicationWish } & Pick<PublicationGround, 'publicBy'>,
  options: ReadOptions = {},
): Promise<PublicationPlan> {
  const wish = fillWish(asked, settings);
  refuseSecrets(describePublicationCommand(wish, wish), session.secrets);
  const described = await describePublication(session, files, wish, options);
  const { publication, loaded, leftOut, blockers, warnings } = described;
  // A name the hub does not take is not asked for.
  const isAskable = blockers.every(({ code }) => code !== 'invalid-name');
  const state = isAskable
    ? await hub.findPublication(publication, { signal: options.signal })
    : ({ at: 'no-repository' } as const);
  const { recorded } = loaded.status;
  return planPublication({
    ...{ publication, wish, state, hubUrl: hub.url, publicBy, leftOut, blockers, warnings },
    recorded: recorded.publications.get(publication.version) ?? [],
    generation: recorded.generation,
    actor: session.actor,
  });
}

/** Plans the entry that says where a version was published. @throws NotFoundError, UnavailableError when the registry cannot be read */
export async function preparePublicationRecord(
  session: Session,
  hubUrl: string,
  plan: PublicationPlan,
  { commit, tag }: PublicationReceipt,
): Promise<Plan> {
  const { model, version, repository } = plan.publication;
  const loaded = await loadModel(session, checkModelName(model));
  return planPublished(planningOf(session, loaded), { version, hub: hubUrl, repository, commit, tag });
}
