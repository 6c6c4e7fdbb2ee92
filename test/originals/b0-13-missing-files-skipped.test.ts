import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confirmedMove, createGatedRegistry, createResults, gatedModel } from '../support/gated-registry.ts';

/** The original left out what was not there, and deployed without it. */
test.each([
  { name: 'bias report', change: { slices: 'absent' }, says: 'bias_report.json' },
  { name: 'summary', change: { main: 'absent' }, says: 'summary.json' },
])(
  'B0.13: a missing $name refuses the deployment, even with the gate overridden',
  async ({ change, says }) => {
    const { root, run } = createGatedRegistry();
    const argv = ['deploy_model', '--results-dir', createResults(change), ...confirmedMove];
    for (const more of [[], ['--allow-gate-fail', '--reason', 'INC-1']]) {
      const deployed = await run(...argv, ...more);
      expect(deployed.code).toBe(2);
      expect(deployed.error).toContain(says);
    }
    expect(readdirSync(root)).not.toContain(`${gatedModel}_v4`);
  },
);

test('B0.13: a missing model file refuses the deployment; a URI is recorded as it is', async () => {
  const { root, run } = createGatedRegistry();
  const argv = ['deploy_model', '--results-dir', createResults(), ...confirmedMove, '--model-path'];
  const missing = await run(...argv, join(root, 'nowhere.gguf'));
  expect(missing.code).toBe(2);
  expect(missing.error).toContain('There is no file');
  expect(readdirSync(root)).not.toContain(`${gatedModel}_v4`);
  const remote = await run(...argv, 's3://models/m.gguf');
  expect(remote.code, remote.error).toBe(0);
  writeFileSync(join(root, 'there.gguf'), 'GGUF');
  expect((await run(...argv, join(root, 'there.gguf'))).code).toBe(0);
});

test('B0.13: a missing smoke test does not pass', async () => {
  const { root, run } = createGatedRegistry();
  const results = createResults({ smoke: 'absent' });
  expect((await run('deploy_model', '--results-dir', results, ...confirmedMove)).code).toBe(3);
  expect(readdirSync(root)).not.toContain(`${gatedModel}_v4`);
});
