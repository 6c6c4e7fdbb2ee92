import { expect, test } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { catalogPlanning } from '../../support/catalog-status.ts';
import { sha256OfText } from '../../support/sample-entries.ts';

function findings(lostVersions: readonly string[]) {
  const { index } = catalogPlanning({ states: ['completed'], index: { lostVersions } });
  return diagnose({ index, versions: [], gates: [] }, sha256OfText);
}

test('versions that a catalogue has lost are named, and doctor puts them back', () => {
  expect(findings(['v2', 'v3'])).toEqual([
    {
      subject: 'rag',
      state: 'repairable',
      message: 'the file of models has lost v2, v3, registered with lastgood',
      hint: 'Run lastgood doctor to put them back; the next write does it too.',
    },
  ]);
});

test('of many the first are named, and a catalogue that lost none has no finding', () => {
  const many = Array.from({ length: 10 }, (_, place) => `v${place + 2}`);
  expect(findings(many)[0]?.message).toMatch(/has lost v2, .*, v9 and 2 more, registered/);
  expect(findings([])).toEqual([]);
});
