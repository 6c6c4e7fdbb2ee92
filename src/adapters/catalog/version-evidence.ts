import type { EvidenceFolder } from '../../core/ports/evidence.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { loadKeptEvidence } from '../history/kept-evidence.ts';
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
      return await loadKeptEvidence(context, listKept(fields), sources, options);
    },
  };
}
