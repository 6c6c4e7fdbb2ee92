import { beforeEach, expect, test } from 'vitest';
import type { Telling } from '../../../src/core/events/telling.ts';
import { passingSummary } from '../../support/evidence-files.ts';
import {
  confirmedMove,
  createGatedRegistry,
  createResults,
  type GatedRegistry,
  gatedModel,
} from '../../support/gated-registry.ts';
import { createScriptedChannel, type ScriptedChannel, tellingBy } from '../../support/notify/outbox-rig.ts';
import type { Run } from './command-line.ts';

let registry: GatedRegistry;
let hook: ScriptedChannel;
let telling: Telling;

beforeEach(() => {
  registry = createGatedRegistry();
  hook = createScriptedChannel();
  telling = tellingBy([hook]);
});

const run = (...argv: readonly string[]): Promise<Run> => registry.runWith({ telling }, ...argv);

const kinds = (): readonly string[] => hook.told.map(({ kind, outcome }) => `${kind}, ${outcome}`);

test('a promotion that the gate refuses is told as refused, with what it says', async () => {
  expect((await run('promote', gatedModel, 'v1', ...confirmedMove)).code).toBe(3);
  expect(hook.told).toMatchObject([
    {
      ...{ kind: 'refused', outcome: 'not-done', model: gatedModel, version: 'v1', alias: 'latest' },
      problem: { code: 'gate-not-passed' },
    },
  ]);
});

test('a dry run that the gate would refuse tells nobody', async () => {
  expect((await run('promote', gatedModel, 'v1', '--dry-run')).code).toBe(3);
  expect(kinds()).toEqual([]);
});

test('a verdict is told with its numbers, as measured, and its report', async () => {
  await run('gate', gatedModel, 'v1', '--results', createResults(), '--yes');
  expect(kinds()).toEqual(['gated, done']);
  const [event] = hook.told;
  expect(event?.gate).toMatchObject({ verdict: 'PASS' });
  expect(event?.metrics['main.groundedness']).toBe(passingSummary.groundedness);
  expect(Object.keys(event?.files ?? {})).toEqual(['gate.json']);
});

test('an override is told with its promotion, for everybody to see', async () => {
  await run('promote', gatedModel, 'v1', '--override-gate', '--reason', 'INC-9', ...confirmedMove);
  expect(hook.told).toMatchObject([{ kind: 'promoted', gate: { overridden: true }, reason: 'INC-9' }]);
});
