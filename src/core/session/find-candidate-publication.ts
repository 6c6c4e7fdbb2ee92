import type { PublishWish, WantedRegistration } from '../deployment/deployment-request.ts';
import type { PublicationFacts } from '../deployment/plan-deployment.ts';
import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { cardPath } from '../publish/card-template.ts';
import { findTagProblem } from '../publish/hub-address.ts';
import { blockState, confirmReaders, describeReaders, warnOfReplaced } from '../publish/plan-publication.ts';
import type { Publication, PublicationState, PublishedFile } from '../publish/publication.ts';
import { manifestPath } from '../publish/publication-manifest.ts';
import { blockElsewhere, blockSecretFile, collectModelFiles } from './collect-model-files.ts';
import type { PublicationDesk } from './prepare-publication.ts';
import type { Session } from './session.ts';

/** A version that is to be published once it is registered. */
export type PublicationCandidate = {
  readonly registration: WantedRegistration;
  readonly publish: PublishWish;
  /** What it will be called, or most likely will. */
  readonly version: string;
};

/**
 * What keeps a version from being published that is not registered yet, as far as it can be known before: files that cannot be sent from
 * here, a tag that stands on other files, a repository of another model. Its files are read only where its tag is there.
 * @throws as `ModelHub.findPublication`; UnavailableError when a file cannot be read
 */
export async function findCandidatePublication(
  session: Session,
  desk: PublicationDesk,
  candidate: PublicationCandidate,
  options: ReadOptions = {},
): Promise<PublicationFacts> {
  const places = findPlaces(session, candidate);
  const unfit = await findUnfit(session, desk, places, options);
  const publication = sketchPublication(candidate, session.sha256);
  const problem = findTagProblem(publication.tag);
  if (problem !== undefined) {
    const misnamed = block(
      'invalid-name',
      `"${publication.tag}" ${problem}.`,
      'Name another one with --hub-tag.',
    );
    const blockers = [...unfit, misnamed];
    return { state: undefined, blockers, warnings: [], confirmation: { kind: 'yes' } };
  }
  const { signal } = options;
  const seen = await desk.hub.findPublication(publication, { signal });
  if (!isTagged(seen) || unfit.length > 0) return describeFacts(candidate, publication, seen, unfit);
  const files = await collectFiles(session, desk, candidate, places, options);
  const whole = { ...publication, files: [...files, ...publication.files] };
  const state = await desk.hub.findPublication(whole, { signal });
  return describeFacts(candidate, whole, state, []);
}

/** Its version may get another name than was guessed, so what stands published already is confirmed too. */
function describeFacts(
  { publish }: PublicationCandidate,
  publication: Publication,
  state: PublicationState,
  missing: readonly Blocker[],
): PublicationFacts {
  return {
    state,
    blockers: [...missing, ...blockState(publication, state)],
    warnings: [
      ...describeReaders(publication, state),
      ...(state.at === 'repository' ? warnOfReplaced(state.replaces) : []),
    ],
    confirmation: confirmReaders(publication, state, publish.publicBy),
  };
}

/** Paths that would be sent, and names of weights that are nowhere on this machine. */
type Places = { readonly paths: readonly string[]; readonly elsewhere: readonly string[] };

function findPlaces({ registry }: Session, { registration, publish }: PublicationCandidate): Places {
  if (publish.weights !== undefined && publish.weights.length > 0)
    return { paths: publish.weights, elsewhere: [] };
  const { weights, filePaths } = registration;
  const named = weights === undefined ? undefined : weights.at === 'local' ? weights.path : weights.text;
  // What other paths of the version come to is only known once it is registered.
  if (named === undefined)
    return { paths: [], elsewhere: filePaths === undefined ? ['What would be published'] : [] };
  const path = registry.reader.placeWeights(named);
  return path === undefined ? { paths: [], elsewhere: [named] } : { paths: [path], elsewhere: [] };
}

/** What cannot be sent: files that are not here, and those with a secret. */
async function findUnfit(
  session: Session,
  { files }: PublicationDesk,
  { paths, elsewhere }: Places,
  options: ReadOptions,
): Promise<readonly Blocker[]> {
  const unfit = elsewhere.map(blockElsewhere);
  for (const place of paths) {
    const found = await files.listFiles(place, options);
    if (found.kind === 'nothing') unfit.push(blockElsewhere(place));
    for (const file of found.files) unfit.push(...(await blockSecretFile(session, files, file)));
  }
  return unfit;
}

function isTagged({ at }: PublicationState): boolean {
  return at === 'published' || at === 'other-content';
}

/** The publication without the files of its model; what is on record of it comes to something else in any case. */
function sketchPublication(
  { registration, publish, version }: PublicationCandidate,
  sha256: (text: string) => string,
): Publication {
  const { repository, visibility = 'private', tag = version } = publish;
  const files = [cardPath, manifestPath].map(
    (path): PublishedFile => ({
      ...{ path, bytes: 0, sha256: sha256('') },
      ...{ part: 'record', content: { text: '' } },
    }),
  );
  return {
    ...{ repository, visibility, tag, version, model: registration.model, branch: 'main' },
    ...{ files, title: '', operationId: 'not-begun' },
  };
}

async function collectFiles(
  session: Session,
  { files }: PublicationDesk,
  { registration: { model }, publish, version }: PublicationCandidate,
  { paths }: Places,
  options: ReadOptions,
): Promise<readonly PublishedFile[]> {
  const wish = { ...publish, model, version, weights: paths, operationId: 'not-begun' };
  const record = {
    ...{ model, version, createdAt: undefined, metrics: {}, configuration: {}, artifacts: [] },
    ...{ parent: undefined, notes: undefined, tags: [], particulars: [], oddities: [] },
  };
  return (await collectModelFiles(session, files, { wish, record }, options)).files;
}
