import type { ModelIndex } from '../../../../src/core/registry/registry-index.ts';
import type { Arriving } from '../../../../src/core/registry/version.ts';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import { loadedVersions, modelIndex } from './sample-registry.ts';

const arriving: Arriving = { fileCount: 4, sizeBytes: 1420, writtenAt: '2026-11-21T08:15:00.000Z' };

/** The model rag with versions v1 to v<count>, of which some are on their way. */
export function arrivingAmong(
  count: number,
  toCome: readonly string[],
  changes: Partial<ModelIndex> = {},
): LoadedVersions {
  const index = modelIndex('rag', count, changes);
  const versions = index.versions.map(each =>
    toCome.includes(each.version) ? { version: each.version, whole: 'incomplete' as const, arriving } : each,
  );
  const loaded = loadedVersions({ ...index, versions });
  return {
    ...loaded,
    versions: loaded.versions.map(each => (each.whole === 'incomplete' ? { ...each, arriving } : each)),
  };
}
