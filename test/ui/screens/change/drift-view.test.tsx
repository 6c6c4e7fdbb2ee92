import { expect, test } from 'vitest';
import { type Message, open, type State, update } from '../../../../src/ui/screens/change/update.ts';
import { ChangeView } from '../../../../src/ui/screens/change/view.tsx';
import { catalogPlanning, moveDeployed } from '../../../support/catalog-status.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';

const [opening] = open({ screen: 'change', wanted: { change: 'drift', model: 'rag' } });

/** The wizard of a drift, once the model is read of which v1 and v3 are deployed at once. */
function asked(recorded: string | undefined): State {
  const entries = recorded === undefined ? [] : [moveDeployed(null, recorded)];
  const states = ['deployed', 'completed', 'deployed'] as const;
  const { index, status } = catalogPlanning({ states, deployed: ['v1', 'v3'], entries });
  const value = { index, status, policies: new Map() };
  const message: Message = { type: 'loadModel/done', input: { model: 'rag' }, value };
  return update(opening, message, contextAt(80))[0];
}

test('of several that are live at once it names all, and each answer says what will be true', () => {
  expect(draw(ChangeView, asked('v2'), contextAt(80))).toEqual([
    'Decide about the drift of rag',
    'registry.json says that v1 and v3 are live at once. What shall be true? P',
    'promotes another.',
    '',
    '> Put back what the history says: deployed v2',
    '  Keep what is there now, on record: deployed v3',
  ]);
});

test('where nothing is on record it offers nothing to put back', () => {
  expect(draw(ChangeView, asked(undefined), contextAt(80))).toEqual([
    'Decide about the drift of rag',
    'registry.json says that v1 and v3 are live at once. What shall be true? P',
    'promotes another.',
    '',
    '> Keep what is there now, on record: deployed v3',
  ]);
});

test.each(everyTerminal)('the question fits %s', (_, context) => {
  expectToFit(draw(ChangeView, asked('v2'), context), context);
});
