import { expect, test } from 'vitest';
import { createAfsCatalog, modelOf, said } from '../support/afs-catalog.ts';

/** Every update put the custom metrics one level deeper: {"custom_metrics": {"custom_metrics": …}}. */
test('B2.2: custom metrics stay on one level, however often scores are recorded', async () => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1')]);
  for (const value of ['0.91', '0.93', '0.95'])
    expect((await catalog.afs('score', 'majora', 'v1', `custom_metric_1=${value}`, ...said)).code).toBe(0);
  await catalog.afs('score', 'majora', 'v1', 'custom_metric_2=0', '--accuracy', '0.5', ...said);
  expect(catalog.readVersion('majora', 'v1').evaluation_scores).toMatchObject({
    accuracy: 0.5,
    custom_metrics: { custom_metric_1: 0.95, custom_metric_2: 0 },
  });
});

test('B2.2: what S2 has nested is read as what it is, and recorded anew it counts', async () => {
  const scores = {
    custom_metrics: { custom_metrics: { custom_metrics: { zelda_iq: 7, custom_metrics: {} } } },
  };
  const catalog = createAfsCatalog([modelOf('majora', { version: 'v1', scores })]);
  const read = async () => (await catalog.afs('info', 'majora', '--json')).json()['metrics'];
  expect(await read()).toEqual({ zelda_iq: 7 });
  await catalog.afs('score', 'majora', 'v1', 'zelda_iq=8', ...said);
  expect(await read()).toEqual({ zelda_iq: 8 });
});
