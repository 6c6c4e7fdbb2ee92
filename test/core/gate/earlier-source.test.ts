import { describe, expect, test } from 'vitest';
import {
  type EarlierSource,
  findMissingRepeats,
  listEarlierSources,
  mergeEarlierSources,
} from '../../../src/core/gate/earlier-source.ts';
import { evaluateGate } from '../../../src/core/gate/evaluate-gate.ts';
import type { GateReport } from '../../../src/core/gate/report.ts';
import {
  bleuPolicy,
  evidence,
  gateInput,
  goodRagValues,
  ragEvidence,
  ragPolicy,
} from '../../support/gate-policies.ts';

const good = { bleu1: 0.5, bleu2: 0.5, bleu3: 0.5, bleu4: 0.5, rougeL_precision: 0.5 };
const noisy = { ...good, bleu4: 0.4 };
const old = { ...good, bleu4: 0.45 };

function judge(repeats: readonly (typeof good)[], earlierSources: readonly EarlierSource[] = []): GateReport {
  const deployed = [{ version: 'v1', live: false, metrics: old }];
  const files = [evidence('metrics', good, repeats)];
  return evaluateGate(gateInput(bleuPolicy(), files, { deployed, earlierSources }));
}

describe('repeat runs that an earlier verdict stood on', () => {
  const before = judge([noisy, good, good]);
  const earlier = listEarlierSources(before, bleuPolicy());

  test('are missed when they are gone: without them the noise would be smaller', () => {
    expect(before.verdict).toBe('INCONCLUSIVE');
    expect(judge([]).verdict).toBe('PASS');
    expect(judge([], earlier).rules[0]).toMatchObject({
      verdict: 'ERROR',
      reason:
        'An earlier verdict stood on 3 repeat runs of metrics.json, now there are 0: runs/1/metrics.json, runs/2/metrics.json, runs/3/metrics.json are gone.',
      remedy: 'Put what is gone back, or evaluate as many runs again.',
    });
    expect(judge([noisy, good], earlier).rules[0]).toMatchObject({
      verdict: 'ERROR',
      reason:
        'An earlier verdict stood on 3 repeat runs of metrics.json, now there are 2: runs/3/metrics.json is gone.',
    });
  });

  test('are not missed when there are as many of another evaluation', () => {
    expect(judge([good, good, good], earlier).verdict).toBe('PASS');
    expect(judge([good, good, good, noisy], earlier).verdict).toBe('INCONCLUSIVE');
  });

  test('are told apart by their folder, wherever the files were', () => {
    const kept = {
      source: 'main',
      repeats: ['core_eval_main/runs/a/summary.json', 'core_eval_main/runs/b/summary.json'],
    };
    expect(findMissingRepeats(kept, [{ name: 'runs/b/summary.json' }])).toEqual([kept.repeats[0]]);
    expect(findMissingRepeats(undefined, [])).toEqual([]);
  });

  test('are told by three of their paths', () => {
    const many = listEarlierSources(judge([good, good, good, good, good]), bleuPolicy());
    expect(judge([], many).rules[0]?.reason).toMatch(/runs\/3\/metrics\.json and 2 more are gone\.$/);
  });
});

describe('what verdicts stood on', () => {
  test('is every file that was there, those that could not be used too', () => {
    const { tuning: _, ...three } = goodRagValues();
    const torn = {
      source: 'tuning',
      state: 'unusable',
      name: 'core_eval_tuning/tuning_report.json',
      problem: 'torn',
    } as const;
    const names = (report: GateReport): readonly string[] =>
      listEarlierSources(report, ragPolicy()).map(({ source }) => source);
    expect(names(evaluateGate(gateInput(ragPolicy(), ragEvidence())))).toEqual([
      'main',
      'slices',
      'smoke',
      'tuning',
    ]);
    expect(names(evaluateGate(gateInput(ragPolicy(), ragEvidence(three))))).toEqual([
      'main',
      'slices',
      'smoke',
    ]);
    expect(names(evaluateGate(gateInput(ragPolicy(), [...ragEvidence(three), torn])))).toContain('tuning');
  });

  test('of several is all of it, with the most runs there ever were', () => {
    const one = { source: 'main', repeats: ['runs/1/a.json'] };
    const two = { source: 'main', repeats: ['runs/1/a.json', 'runs/2/a.json'] };
    const other = { source: 'tuning', repeats: [] };
    expect(mergeEarlierSources([[one], [two, other], [one]])).toEqual([two, other]);
    expect(mergeEarlierSources([])).toEqual([]);
  });
});
