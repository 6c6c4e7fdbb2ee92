import { getVersion } from '../plan/find-version.ts';
import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import type { PublicationFiles } from '../ports/publication-files.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { cardPath, makeCard, usualCardTemplate } from '../publish/card-template.ts';
import { findLicenceProblem, findRepositoryProblem, findTagProblem } from '../publish/hub-address.ts';
import type { LeftOutFile } from '../publish/local-files.ts';
import type { Publication, PublishedFile } from '../publish/publication.ts';
import { formatPublicationManifest, manifestPath } from '../publish/publication-manifest.ts';
import type { PublicationWish } from '../publish/publication-wish.ts';
import type { VersionRecord } from '../registry/version.ts';
import { findAnySecret } from '../secrets/find-secret.ts';
import type { KnownSecret } from '../secrets/known-secrets.ts';
import { collectCardFacts } from './collect-card-facts.ts';
import { collectModelFiles } from './collect-model-files.ts';
import { collectRecordFiles } from './collect-record-files.ts';
import { type LoadedModel, loadModel } from './load-model.ts';
import { loadRecord } from './load-records.ts';
import type { Session } from './session.ts';

/** A version as it would be published now, and what speaks against it. */
export type DescribedPublication = {
  readonly publication: Publication;
  readonly loaded: LoadedModel;
  readonly leftOut: readonly LeftOutFile[];
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
};

/**
 * What would be published of a version, as its files and its record are now: the files of the model with their digests, held against what
 * was registered; what the registry says of it; a card. Reads all of its files. What is wrong with it is in the answer.
 * @throws NotFoundError model-not-found, version-not-found, registry-not-found; InvalidInputError invalid-name, invalid-card;
 *   UnavailableError when something cannot be read
 */
export async function describePublication(
  session: Session,
  files: PublicationFiles,
  wish: PublicationWish,
  options: ReadOptions = {},
): Promise<DescribedPublication> {
  const loaded = await loadModel(session, wish.model, options.signal);
  const { status } = loaded;
  const { version } = getVersion(status.index, wish.version);
  const found = await loadRecord(session, status, version, options.signal);
  const tag = wish.tag ?? version;
  const record = found.whole === 'complete' ? found.record : emptyRecord(wish.model, version);
  const damage = found.whole === 'complete' ? [] : [blockUnusable(wish.model, version, found.whole)];
  const model = await collectModelFiles(session, files, { wish, record }, options);
  const ofRegistry = await collectRecordFiles(session, files, record, options);
  const template = wish.card === undefined ? usualCardTemplate : await files.loadTemplate(wish.card);
  const { numbers } = ofRegistry;
  const facts = collectCardFacts(session, { status, record, numbers, wish, tag, files: model.files });
  const card = makeText(
    session,
    cardPath,
    makeCard(facts, template, value => files.formatFrontMatter(value)),
  );
  const published = [...model.files, ...ofRegistry.files, card];
  const manifest = makeText(
    session,
    manifestPath,
    formatPublicationManifest(record.model, version, published),
  );
  return {
    publication: {
      repository: wish.repository,
      model: record.model,
      version,
      visibility: wish.visibility ?? 'private',
      branch: 'main',
      tag,
      files: [...published, manifest],
      title: `Publish ${record.model} ${version}`,
      operationId: wish.operationId,
    },
    loaded,
    leftOut: model.leftOut,
    blockers: [
      ...damage,
      ...blockNames(wish, tag),
      ...model.blockers,
      ...ofRegistry.blockers,
      // The card names the files: what one of them is called is said of it alone.
      ...(model.blockers.some(({ code }) => code === 'secret-found')
        ? []
        : blockSecret(card, session.secrets)),
    ],
    warnings: [
      ...(wish.license === undefined
        ? ['No licence is named, so others may not use it. Name one with --license.']
        : []),
      ...warnOfGates(facts.gates),
      ...model.warnings,
    ],
  };
}

function makeText({ sha256 }: Session, path: string, text: string): PublishedFile {
  const bytes = new TextEncoder().encode(text).length;
  return { path, bytes, sha256: sha256(text), part: 'record', content: { text } };
}

function emptyRecord(model: string, version: string): VersionRecord {
  return {
    ...{ model, version, createdAt: undefined, metrics: {}, configuration: {}, artifacts: [] },
    ...{ parent: undefined, notes: undefined, tags: [], particulars: [], oddities: [] },
  };
}

function blockUnusable(model: string, version: string, whole: 'incomplete' | 'damaged'): Blocker {
  const code = whole === 'damaged' ? 'version-damaged' : 'version-incomplete';
  return block(code, `${model} ${version} is ${whole}: there is nothing to publish.`);
}

function blockNames({ repository, license }: PublicationWish, tag: string): readonly Blocker[] {
  const problems = [
    [repository, findRepositoryProblem(repository)],
    [tag, findTagProblem(tag)],
    [license ?? '', license === undefined ? undefined : findLicenceProblem(license)],
  ] as const;
  return problems.flatMap(([name, problem]) =>
    problem === undefined ? [] : [block('invalid-name', `"${name}" ${problem}.`, 'Write it as it is said.')],
  );
}

/** What people wrote of it stands in the card. */
function blockSecret(
  { path, content }: PublishedFile,
  known: readonly KnownSecret[] = [],
): readonly Blocker[] {
  const secret = 'text' in content ? findAnySecret(content.text, known) : undefined;
  if (secret === undefined) return [];
  return [block('secret-found', `${path} would hold ${secret.what}: a note, a tag or a reason has it.`)];
}

function warnOfGates(
  gates: readonly { readonly alias: string; readonly verdict: string }[],
): readonly string[] {
  return gates
    .filter(({ verdict }) => verdict !== 'PASS')
    .map(({ alias, verdict }) => `Its gate for ${alias} says ${verdict}; the card says so.`);
}
