import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import type { PublicationFiles } from '../ports/publication-files.ts';
import type { ReadOptions, VersionBinding } from '../ports/registry.ts';
import { isMissed, type LeftOutFile, type LocalFile } from '../publish/local-files.ts';
import type { PublishedFile } from '../publish/publication.ts';
import type { PublicationWish } from '../publish/publication-wish.ts';
import type { Artifact, VersionRecord } from '../registry/version.ts';
import { findAnySecret, maskSecrets } from '../secrets/find-secret.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Session } from './session.ts';

/** The files of a model as they would be published, and what speaks against it. */
export type ModelFiles = {
  /** By path. */
  readonly files: readonly PublishedFile[];
  readonly leftOut: readonly LeftOutFile[];
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
};

/** A place of weights: the name they are recorded under, where they are on this machine, and what was recorded of them. */
type Place = {
  readonly name: string;
  readonly path: string;
  readonly registered: Pick<Artifact, 'name' | 'sha256'> | undefined;
};

type Collected = {
  readonly files: PublishedFile[];
  readonly leftOut: LeftOutFile[];
  readonly blockers: Blocker[];
  readonly warnings: string[];
};

/** Weights, tokenizer, adapter: every file at the places that are named, or else recorded; each is read, and held against its record. */
export async function collectModelFiles(
  session: Session,
  files: PublicationFiles,
  { wish, record }: { readonly wish: PublicationWish; readonly record: VersionRecord },
  options: ReadOptions,
): Promise<ModelFiles> {
  const collected: Collected = { files: [], leftOut: [], blockers: [], warnings: [] };
  const weights = record.artifacts.filter(({ role }) => role === 'weights');
  const isNamed = wish.weights !== undefined && wish.weights.length > 0;
  const binding = isNamed ? undefined : await bind(session, record, options);
  const places = isNamed
    ? placeNamed(wish.weights ?? [], weights)
    : placeRecorded(session, weights, collected);
  for (const each of binding?.checks ?? []) {
    if (each.outcome === 'differs' || each.outcome === 'unreadable')
      collected.blockers.push(block('digest-mismatch', `${each.name}: ${each.detail}.`));
  }
  for (const place of places) await collectPlace(session, files, place, binding, collected, options);
  if (collected.files.length === 0 && collected.blockers.length === 0)
    collected.blockers.push(blockNothing(record));
  collected.blockers.push(...blockTwice(collected.files));
  const sorted = collected.files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return { ...collected, files: sorted };
}

async function bind(
  { registry }: Session,
  { model, version, artifacts }: VersionRecord,
  options: ReadOptions,
): Promise<VersionBinding | undefined> {
  return artifacts.length === 0 ? undefined : await registry.reader.bindVersion(model, version, options);
}

/** Of one place that is named, and one that is recorded, the digest says whether it is the same. */
function placeNamed(named: readonly string[], weights: readonly Artifact[]): readonly Place[] {
  const registered = named.length === 1 && weights.length === 1 ? weights[0] : undefined;
  return named.map(path => ({ name: makeSafeText(path, { limit: 200 }), path, registered }));
}

function placeRecorded(
  { registry }: Session,
  weights: readonly Artifact[],
  { blockers }: Collected,
): readonly Place[] {
  return weights.flatMap(registered => {
    const { name } = registered;
    const path = registry.reader.placeWeights(name);
    if (path !== undefined) return [{ name, path, registered }];
    blockers.push(blockElsewhere(name));
    return [];
  });
}

async function collectPlace(
  session: Session,
  files: PublicationFiles,
  place: Place,
  binding: VersionBinding | undefined,
  collected: Collected,
  options: ReadOptions,
): Promise<void> {
  const found = await files.listFiles(place.path, options);
  if (found.kind === 'nothing') {
    collected.blockers.push(blockElsewhere(place.name));
    return;
  }
  collected.leftOut.push(...found.leftOut);
  for (const missed of found.leftOut.filter(isMissed))
    collected.blockers.push(
      block(
        'plan-blocked',
        `${missed.path} would be missing: it is ${missed.why}.`,
        'Put the file itself there.',
      ),
    );
  const bound = binding?.files.find(({ name }) => name === place.name);
  const own: PublishedFile[] = [];
  for (const file of found.files) {
    const known = found.kind === 'file' ? bound : undefined;
    const hash = known ?? (await files.hashFile(file.localPath, options));
    collected.blockers.push(...(await blockSecretFile(session, files, file)));
    own.push(describeFile(file, hash));
  }
  collected.files.push(...own);
  holdAgainstRecord(place, found.kind, own, collected);
}

/** That a file of a model holds a secret, or is called as one. @throws UnavailableError when it cannot be read */
export async function blockSecretFile(
  { secrets = [] }: Session,
  files: PublicationFiles,
  { path, localPath }: LocalFile,
): Promise<readonly Blocker[]> {
  const named = findAnySecret(path, secrets);
  if (named !== undefined) {
    const message = `The name of the file ${maskSecrets(path, secrets)} holds ${named.what}.`;
    return [block('secret-found', message, 'Give the file another name.')];
  }
  const secret = await files.findSecret(localPath);
  return secret === undefined ? [] : [block('secret-found', `${path} holds ${secret}.`)];
}

function describeFile(
  { path, localPath }: LocalFile,
  { sha256, sizeBytes }: { readonly sha256: string; readonly sizeBytes: number },
): PublishedFile {
  return { path, bytes: sizeBytes, sha256, part: 'model', content: { localPath } };
}

/** The file that was registered has to be among them. */
function holdAgainstRecord(
  { name, registered }: Place,
  kind: 'file' | 'folder',
  files: readonly PublishedFile[],
  { blockers, warnings }: Collected,
): void {
  const sha256 = registered?.sha256;
  if (registered === undefined || sha256 === undefined) {
    warnings.push(`${name}: no digest was recorded, so nothing says that it is what was registered.`);
    return;
  }
  const isSame = files.some(file => file.sha256 === sha256);
  if (isSame || blockers.some(({ code }) => code === 'digest-mismatch')) return;
  const message =
    kind === 'folder'
      ? `${name} is not what was registered: no file in it has the sha256 of ${registered.name}.`
      : `${name} is not what was registered: its sha256 differs.`;
  blockers.push(block('digest-mismatch', message));
}

/** That weights cannot be sent from here. Pure. */
export function blockElsewhere(name: string): Blocker {
  return block('weights-elsewhere', `${name} is not on this machine: it cannot be sent from here.`);
}

function blockNothing({ model, version }: VersionRecord): Blocker {
  return block('weights-elsewhere', `${model} ${version} has no weights on record that could be published.`);
}

function blockTwice(files: readonly PublishedFile[]): readonly Blocker[] {
  const paths = files.map(({ path }) => path);
  const twice = new Set(paths.filter((path, at) => paths.indexOf(path) !== at));
  return [...twice].map(path =>
    block(
      'plan-blocked',
      `${path} would be there twice, from two places.`,
      'Give one of the two another name.',
    ),
  );
}
