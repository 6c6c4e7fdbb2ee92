import { expect, test } from 'vitest';
import { reasonNotToWrite } from '../../../../src/ui/runtime/screen.ts';
import { open, update } from '../../../../src/ui/screens/models/update.ts';
import { ModelsView } from '../../../../src/ui/screens/models/view.tsx';
import { draw } from './draw.tsx';
import { contextAt, modelIndex, overviewOf, registryIndex } from './sample-registry.ts';

const unwritable = {
  code: 'unreadable-file',
  problem: 'registry.json ends in the middle of a value.',
  hint: 'Run lastgood doctor.',
} as const;
const why = 'Nothing can be written: registry.json ends in the middle of a value.';

function shown(changes: Parameters<typeof registryIndex>[1], context = contextAt(100)) {
  const value = overviewOf(registryIndex([modelIndex('rag', 2)], changes));
  const [opening] = open();
  return update(opening, { type: 'loadOverview/done', input: {}, value }, context);
}

test('a registry that may not be written says so above its models, and in the header', () => {
  const [state, effects] = shown({ unwritable });
  expect(draw(ModelsView, state, contextAt(100))[0]).toContain(
    'READ-ONLY: registry.json ends in the middle of a value. Run lastgood doctor.',
  );
  expect(effects).toEqual([{ do: 'changeSurroundings', changes: { unwritable: why } }]);
  expect(reasonNotToWrite(contextAt(100, 24, { unwritable: why }))).toBe(why);
});

test('once it may be written again the header follows', () => {
  const context = contextAt(100, 24, { unwritable: why });
  expect(shown({}, context)[1]).toEqual([{ do: 'changeSurroundings', changes: { unwritable: undefined } }]);
  expect(shown({})[1]).toEqual([]);
});
