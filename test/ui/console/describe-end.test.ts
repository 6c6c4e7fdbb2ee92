import { expect, test } from 'vitest';
import { describeDeploymentEnd } from '../../../src/ui/console/describe-end.ts';
import { partialReceipt } from '../../support/sample-deployment.ts';

test('a deployment that stopped half-way says why and how to go on, in this registry', () => {
  const { tone, text } = describeDeploymentEnd(partialReceipt, ['--registry', 'prod']);
  expect(tone).toBe('warning');
  expect(text).toContain(`Partly done: ${partialReceipt.title}: ${partialReceipt.problem?.message}`);
  expect(text).toMatch(/ To go on: lastgood deploy --resume \S+ --registry prod$/);
});

test('one that was cut off before anything was done is not lost', () => {
  const { text } = describeDeploymentEnd({ ...partialReceipt, outcome: 'refused' }, []);
  expect(text).toContain('Not done yet, what is live has not changed');
  expect(text).toContain(`To go on: ${partialReceipt.resume}`);
});

test('one that a gate refused has nothing to go on with', () => {
  const { tone, text } = describeDeploymentEnd({ ...partialReceipt, outcome: 'refused', resume: null }, []);
  expect(tone).toBe('bad');
  expect(text).not.toContain('To go on');
});

test('one that is whole names what is done', () => {
  const whole = { ...partialReceipt, outcome: 'applied', problem: undefined, resume: null } as const;
  expect(describeDeploymentEnd(whole, [])).toEqual({ tone: 'good', text: `Done: ${whole.title}.` });
});
