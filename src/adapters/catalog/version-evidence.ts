import type { EvidenceFile } from '../../core/evidence/evidence-file.ts';
import type { EvidenceSource } from '../../core/gate/policy.ts';
import type { EvidenceFolder } from '../../core/ports/evidence.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { readEvidenceAt } from '../files/evidence-folder.ts';
import { findKeptPath } from '../history/kept-files.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import { examineVersion } from './examine-version.ts';
import { listKept } from './row-artifacts.ts';

/** The evidence that was kept when a version was registered, by its names. Nothing is read yet. */
export function openCatalogEvidence(
  context: CatalogReadingContext,
  model: string,
  version: string,
): EvidenceFolder {
  return {
    place: makeSafeText(`${model} ${version}`),
    loadEvidence: async (sources, options = {}) => {
      options.signal?.throwIfAborted();
      const { fields } = await examineVersion(context, model, version);
      const paths = new Map(
        listKept(fields).flatMap(({ name, sha256 }) => {
          const path = sha256 === undefined ? undefined : findKeptPath(context, sha256);
          return path === undefined ? [] : [[name, path] as const];
        }),
      );
      const found: EvidenceFile[] = [];
      for (const source of sources) {
        found.push(await loadSource(context, paths, source));
        options.signal?.throwIfAborted();
        options.onProgress?.(found.length, sources.length);
      }
      return found;
    },
  };
}

/** A file that was kept and cannot be used is not passed over for the next one: that would hide it. */
async function loadSource(
  { fileSystem }: CatalogReadingContext,
  paths: ReadonlyMap<string, string>,
  { name: source, files }: EvidenceSource,
): Promise<EvidenceFile> {
  for (const name of files) {
    const path = paths.get(name);
    if (path === undefined) continue;
    const reading = await readEvidenceAt(fileSystem, { name, path });
    if (reading.state === 'read') return { source, state: 'read', file: reading.file, repeats: [] };
    const problem = reading.state === 'missing' ? 'gone from where it was kept' : reading.problem;
    return { source, state: 'unusable', name: makeSafeText(name), problem };
  }
  return { source, state: 'missing', name: makeSafeText(files.join(' or ')) };
}
