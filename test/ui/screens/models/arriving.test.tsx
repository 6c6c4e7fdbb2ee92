import { expect, test } from 'vitest';
import type { ModelIndex } from '../../../../src/core/registry/registry-index.ts';
import type { Arriving } from '../../../../src/core/registry/version.ts';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import * as models from '../../../../src/ui/screens/models/update.ts';
import { ModelsView } from '../../../../src/ui/screens/models/view.tsx';
import { bindings } from '../../../../src/ui/screens/versions/keys.ts';
import * as versions from '../../../../src/ui/screens/versions/update.ts';
import { VersionsView } from '../../../../src/ui/screens/versions/view.tsx';
import { inBucket, sameOnBothSides } from '../../../support/sample-mirror.ts';
import { draw } from './draw.tsx';
import { everyTerminal, expectToFit } from './fits.ts';
import {
  chainOf,
  contextAt,
  loadedVersions,
  modelIndex,
  moveLatest,
  overviewOf,
  registryIndex,
} from './sample-registry.ts';

const arriving: Arriving = { fileCount: 4, sizeBytes: 1420, writtenAt: '2026-11-21T08:15:00.000Z' };
const mirror = { ...sameOnBothSides, seenAt: undefined, isRead: false, isRefreshing: true };

/** Three versions of which only the newest is here. */
function streaming(changes: Partial<ModelIndex> = {}): ModelIndex {
  const index = modelIndex('rag', 3, changes);
  return {
    ...index,
    versions: [
      { version: 'v1', whole: 'incomplete', arriving },
      { version: 'v2', whole: 'incomplete', arriving },
      { version: 'v3', whole: 'complete' },
    ],
  };
}

function drawModels(index: ModelIndex, context: Context): readonly string[] {
  const value = overviewOf(registryIndex([index]));
  const done = { type: 'loadOverview/done', input: {}, value } as const;
  return draw(ModelsView, models.update(models.open()[0], done, context)[0], context);
}

function openVersions(index: ModelIndex, context: Context): versions.State {
  const loaded = loadedVersions(index);
  const value: LoadedVersions = {
    ...loaded,
    versions: loaded.versions.map(each =>
      each.version === 'v3'
        ? each
        : { model: each.model, version: each.version, whole: 'incomplete', arriving },
    ),
  };
  const done = { type: 'loadVersions/done', input: { model: 'rag' }, value } as const;
  const [opening] = versions.open({ screen: 'versions', model: 'rag' });
  return versions.update(opening, done, context)[0];
}

test('before the bucket was listed to its end nobody says that nothing is live', () => {
  const context = contextAt(80, 24, { source: inBucket(mirror) });
  const lines = drawModels(streaming({ isArriving: true }), context);
  expect(lines[1]).toMatch(/^> rag +arriving +- /);
  expect(lines).toContain('Arriving from the bucket: 2 of 3 records are still to come.');
  expect(lines).toContain('What is live is not known yet: the list is still being read.');
});

test('what is live and still on its way is no damage, nor is what may still be listed', () => {
  const context = contextAt(80, 24, { source: inBucket(mirror) });
  const entries = chainOf('rag', [moveLatest(null, 'v2')]);
  const lines = drawModels(streaming({ entries }), context);
  expect(lines[1]).toMatch(/^> rag +ok +latest v2 /);
  const missing = chainOf('rag', [moveLatest(null, 'v9')]);
  expect(drawModels(streaming({ entries: missing, isArriving: true }), context)[1]).toMatch(/> rag +ok /);
  expect(drawModels(streaming({ entries: missing }), context)[1]).toMatch(/> rag +DAMAGED /);
});

test('a version on its way shows how large it is and since when it is in the bucket, and cannot become live yet', () => {
  const context = contextAt(80, 24, { source: inBucket(mirror) });
  const opened = openVersions(streaming(), context);
  const [state] = versions.update(opened, { type: 'moved', move: 'down' }, context);
  const lines = draw(VersionsView, state, context);
  expect(lines.some(line => /^>? +v2 +arriving +30m +- +- +-$/.test(line))).toBe(true);
  expect(lines.join('\n')).not.toMatch(/INCOMPLETE|DAMAGED/);
  const last = versions.update(opened, { type: 'moved', move: 'last' } as never, context)[0];
  expect(draw(VersionsView, last, context)).toContain(
    'On its way from the bucket: 4 files, 1.4 KiB, written there 2026-11-21 08:15',
  );
  const promote = bindings.find(({ keys }) => keys.includes('P'));
  expect(promote?.disabled?.(last, context)).toBe('v1 is still on its way from the bucket.');
});

test.each(everyTerminal)('versions on their way fit %s', (_, context) => {
  expectToFit(drawModels(streaming({ isArriving: true }), { ...context, source: inBucket(mirror) }), context);
  expectToFit(draw(VersionsView, openVersions(streaming(), context), context), context);
});
