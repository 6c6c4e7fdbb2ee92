import type { EvidenceFolder } from '../../core/ports/evidence.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { createEvidenceFolder } from '../files/evidence-folder.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import { layout } from './dvc-places.ts';
import { readRunMetrics } from './run-metrics.ts';
import { examineRun } from './run-record.ts';

/** How policies may call the numbers of a run, whatever its file is called. */
const metricsNames: ReadonlySet<string> = new Set(['metrics.json', 'summary.json', 'eval.json']);

/**
 * What the tree has of a run as a place of evidence: its numbers, and every other file by its path from the top on. Nothing is read yet.
 */
export function openDvcEvidence(context: DvcReadingContext, model: string, version: string): EvidenceFolder {
  const folder = createEvidenceFolder({
    place: makeSafeText(`${model} ${version}`),
    findFolder: async () => {
      await examineRun(context, model, version);
      return context.places.root;
    },
    fileSystem: context.fileSystem,
  });
  return {
    place: folder.place,
    loadEvidence: async (sources, options) => {
      const { file } = await readRunMetrics(context, model, version);
      const usual = file ?? `${layout.metrics}/${model}/${version}.json`;
      const placed = sources.map(source => ({
        ...source,
        files: source.files.map(name => (metricsNames.has(name) ? usual : name)),
      }));
      return await folder.loadEvidence(placed, options);
    },
  };
}
