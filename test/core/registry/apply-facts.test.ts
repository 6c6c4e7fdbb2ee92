import { expect, test } from 'vitest';
import { applyFacts } from '../../../src/core/registry/apply-facts.ts';
import type { Version, VersionRecord } from '../../../src/core/registry/version.ts';

const record: VersionRecord = {
  model: 'rag',
  version: 'v1',
  createdAt: undefined,
  metrics: { accuracy: 0.5, loss: 2 },
  configuration: {},
  artifacts: [],
  parent: undefined,
  notes: 'as registered',
  tags: ['old'],
  particulars: [],
  oddities: [],
};
const whole: Version = { model: 'rag', version: 'v1', whole: 'complete', record };
const damaged: Version = { model: 'rag', version: 'v2', whole: 'damaged', problem: 'torn' };
const nothing = { scores: new Map(), descriptions: new Map() };
const leads = 'history';

test('scores, notes and tags that were recorded later lie over the record', () => {
  const facts = {
    scores: new Map([
      [
        'v1',
        {
          metrics: { accuracy: 0, f1_score: 0.7 },
          scoredAt: '2026-11-21T03:00:00Z',
          generation: 1,
          actor: 'anna',
        },
      ],
    ]),
    descriptions: new Map([['v1', { notes: null, tags: ['new'] }]]),
  };
  expect(applyFacts({ history: facts, leads }, [whole, damaged])).toEqual([
    {
      ...whole,
      record: { ...record, metrics: { accuracy: 0, loss: 2, f1_score: 0.7 }, tags: ['new'] },
    },
    damaged,
  ]);
});

test('what nobody spoke of is as it was registered', () => {
  expect(applyFacts({ history: nothing, leads }, [whole])).toEqual([whole]);
});

test('where the registry leads its notes and tags count, and the recorded ones only where it says nothing', () => {
  const silent: Version = { ...whole, record: { ...record, notes: undefined, tags: [] } };
  const facts = { ...nothing, descriptions: new Map([['v1', { notes: 'as recorded', tags: ['new'] }]]) };
  const [said, unsaid] = [whole, silent].flatMap(version =>
    applyFacts({ history: facts, leads: 'registry' }, [version]),
  );
  expect(said).toEqual(whole);
  expect(unsaid).toMatchObject({ record: { notes: 'as recorded', tags: ['new'] } });
});
