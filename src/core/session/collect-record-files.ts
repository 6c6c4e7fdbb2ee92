import type { EvidenceSource } from '../gate/policy.ts';
import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import type { PublicationFiles } from '../ports/publication-files.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { findLeftOutReason } from '../publish/local-files.ts';
import type { WrittenNumber } from '../publish/number-texts.ts';
import type { PublishedFile } from '../publish/publication.ts';
import type { VersionRecord } from '../registry/version.ts';
import type { Session } from './session.ts';

/** Files that a registry may keep of any version, beside those it was registered with. */
const usualNames = ['metadata.json', 'summary.json', 'gate.json'];

/** Folder of them in the repository. */
const recordFolder = 'lastgood';

/** What is published of a record. */
type RecordFiles = {
  readonly files: readonly PublishedFile[];
  /** As they are written in these files; in evidence they stand behind those of the record. */
  readonly numbers: readonly WrittenNumber[];
  readonly blockers: readonly Blocker[];
};

/** What the registry itself has of a version, as it stands there: its record, its evidence, the verdict of its gate. */
export async function collectRecordFiles(
  { registry }: Session,
  files: PublicationFiles,
  record: VersionRecord,
  options: ReadOptions,
): Promise<RecordFiles> {
  const registered = record.artifacts.filter(({ role }) => role !== 'weights').map(({ name }) => name);
  const names = [...new Set([...usualNames, ...registered])].filter(
    name => findLeftOutReason(name) === undefined,
  );
  const folder = registry.reader.openEvidence(record.model, record.version);
  const found = await folder.loadEvidence(names.map(toSource), { signal: options.signal });
  const published: PublishedFile[] = [];
  const numbers: WrittenNumber[] = [];
  const blockers: Blocker[] = [];
  for (const each of found) {
    if (each.state !== 'read') continue;
    const { name, path, sha256, sizeBytes } = each.file;
    const secret = await files.findSecret(path);
    if (secret !== undefined) blockers.push(block('secret-found', `${name} holds ${secret}.`));
    numbers.push(...(await files.listNumbers(path)));
    const target = `${recordFolder}/${name}`;
    published.push({ path: target, bytes: sizeBytes, sha256, part: 'record', content: { localPath: path } });
  }
  return {
    files: published.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    numbers,
    blockers,
  };
}

function toSource(name: string): EvidenceSource {
  return { name, format: 'summary', files: [name], presence: 'optional' };
}
