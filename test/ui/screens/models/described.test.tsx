import { expect, test } from 'vitest';
import { open, update } from '../../../../src/ui/screens/models/update.ts';
import { ModelsView } from '../../../../src/ui/screens/models/view.tsx';
import { draw } from './draw.tsx';
import { contextAt, modelIndex, overviewOf, registryIndex } from './sample-registry.ts';

function drawn(owner: string | undefined, description: string | undefined): readonly string[] {
  const described = { owner, description, notes: undefined, tags: [] };
  const value = overviewOf(registryIndex([{ ...modelIndex('rag', 2), described }]));
  const context = contextAt(100);
  const [state] = update(open()[0], { type: 'loadOverview/done', input: {}, value }, context);
  return draw(ModelsView, state, context);
}

test('the panel says what a model is and whose', () => {
  expect(drawn('ml-team', 'Answers questions of support.')).toContain(
    'Owner: ml-team. Answers questions of support.',
  );
});

test('it says nothing of it where nobody did', () => {
  expect(drawn(undefined, undefined).join('\n')).not.toContain('Owner');
});
