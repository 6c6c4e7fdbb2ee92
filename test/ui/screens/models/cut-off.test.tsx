import { expect, test } from 'vitest';
import { bindings } from '../../../../src/ui/screens/models/keys.ts';
import { open, update } from '../../../../src/ui/screens/models/update.ts';
import { ModelsView } from '../../../../src/ui/screens/models/view.tsx';
import { sampleDeployment } from '../../../support/sample-deployment.ts';
import { draw } from './draw.tsx';
import { everyTerminal, expectToFit } from './fits.ts';
import { contextAt, overviewOf, registryIndex } from './sample-registry.ts';
import { rolledBackModel } from './samples.ts';

const value = overviewOf(registryIndex([rolledBackModel('support-rag')]));
const shownIn = (context: ReturnType<typeof contextAt>) =>
  update(open()[0], { type: 'loadOverview/done', input: {}, value }, context)[0];

test('a deployment that was cut off is told of in one line, with the key that shows it', () => {
  const context = contextAt(80, 24, { cutOff: [sampleDeployment()] });
  expect(draw(ModelsView, shownIn(context), context)[0]).toBe(
    '! A deployment was cut off at publish; d shows it: support-rag v3 to latest.',
  );
  const several = contextAt(80, 24, { cutOff: [sampleDeployment(), sampleDeployment()] });
  expect(draw(ModelsView, shownIn(several), several)[0]).toBe('! 2 deployments were cut off; d shows them.');
});

test('d is a key only where one was', () => {
  const state = shownIn(contextAt(80));
  const key = bindings.find(({ keys }) => keys.includes('d'));
  expect(key?.hidden?.(state, contextAt(80))).toBe(true);
  expect(key?.hidden?.(state, contextAt(80, 24, { cutOff: [sampleDeployment()] }))).toBe(false);
});

test.each(everyTerminal)('with it the screen fits %s', (_, where) => {
  const full = { ...where, cutOff: [sampleDeployment()] };
  expectToFit(draw(ModelsView, shownIn(full), full), full);
});
