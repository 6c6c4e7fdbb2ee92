import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/adapters/settings/parse-settings.ts';
import { listTrackers } from '../../../src/core/settings/tracking-setting.ts';

function parse(tracking: string) {
  const text = `tracking:\n${tracking}\n`;
  return parseSettings({ path: '/p/lastgood.config.yaml', text, role: 'project', homeFolder: '/home/anna' });
}

test('W&B by entity and project, MLflow by address or by the variable that holds it', () => {
  const { tracking } = parse(
    [
      '  - { name: a, wandb: acme/deployments }',
      '  - { name: b, wandb: deployments, on: [gated] }',
      '  - { name: c, mlflow: https://mlflow.example.org/team, experiment: releases }',
      '  - { name: d, mlflow: MLFLOW_TRACKING_URI }',
    ].join('\n'),
  );
  expect(tracking?.map(({ service }) => service)).toEqual([
    { at: 'wandb', entity: 'acme', project: 'deployments' },
    { at: 'wandb', entity: undefined, project: 'deployments' },
    { at: 'mlflow', url: { text: 'https://mlflow.example.org/team' }, experiment: 'releases' },
    { at: 'mlflow', url: { variable: 'MLFLOW_TRACKING_URI' }, experiment: 'lastgood' },
  ]);
  expect([...(tracking?.[1]?.kinds ?? [])]).toEqual(['gated']);
  expect(tracking?.[0]?.kinds.has('deployed')).toBe(true);
  expect(tracking?.[0]?.kinds.has('held')).toBe(false);
});

test.each([
  ['{ name: a }', 'it has neither wandb nor mlflow'],
  ['{ name: a, wandb: x/y, mlflow: https://h }', 'it has both wandb and mlflow'],
  ['{ name: a, wandb: x/y/z }', 'must be PROJECT or ENTITY/PROJECT'],
  ['{ name: a, wandb: ../y }', 'must be PROJECT or ENTITY/PROJECT'],
  ['{ name: a, wandb: x/y, experiment: z }', 'only mlflow has it'],
  ['{ name: a, mlflow: mlruns }', 'the address of an MLflow server'],
  ['{ name: a, mlflow: "https://anna:secret@h" }', 'it holds a login'],
  ['{ name: a, wandb: x/y, key: z }', 'unknown setting key'],
])('%s is refused', (line, words) => {
  expect(() => parse(`  - ${line}`)).toThrow(words);
});

describe("S0's variables", () => {
  const nothing = { tracking: [], notify: [] };

  test('mean a tracker where none of W&B is configured', () => {
    const variables = { WANDB_PROJECT: 'FrontShiftAI', WANDB_ENTITY: 'group9' };
    expect(listTrackers(nothing, variables)).toMatchObject([
      { name: 'wandb', service: { at: 'wandb', entity: 'group9', project: 'FrontShiftAI' } },
    ]);
    const tracking = parse('  - { name: own, wandb: acme/x }').tracking ?? [];
    expect(listTrackers({ tracking, notify: [] }, variables)).toEqual(tracking);
  });

  test('mean none with a key alone, since whoever uses W&B has it set everywhere', () => {
    expect(listTrackers(nothing, { WANDB_API_KEY: 'x' })).toEqual([]);
  });

  test('take no name that another has', () => {
    const tracking = parse('  - { name: wandb, mlflow: https://h }').tracking ?? [];
    const names = listTrackers({ tracking, notify: [] }, { WANDB_PROJECT: 'x' }).map(({ name }) => name);
    expect(names).toEqual(['wandb', 'wandb-of-variables']);
  });
});
