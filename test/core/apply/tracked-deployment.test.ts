import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deploy, openWorld, prepareWorld, requestOf } from '../../support/deployment/deployment-world.ts';
import { createProofFileSystem } from '../../support/proof-size.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

it('a deployment is tracked with what was measured, the report of its gate and its receipt', async () => {
  const root = createTemporaryFolder();
  await prepareWorld(root);
  const session = openWorld(root, createProofFileSystem());
  const { version, deploymentId } = await deploy(session, requestOf(root));
  const items = (await session.telling?.outbox.list())?.items ?? [];
  const event = items.find(({ channel }) => channel === 'runs')?.event;
  expect(event).toMatchObject({ kind: 'deployed', version, gate: { verdict: 'PASS' } });
  const summary = JSON.parse(readFileSync(join(root, 'inputs/results/core_eval_main/summary.json'), 'utf8'));
  for (const name of ['groundedness', 'answer_relevance', 'factual_correctness'])
    expect(event?.metrics[name]).toBe(summary[name]);
  const report = JSON.parse(event?.files['gate.json'] ?? '{}');
  expect(report).toMatchObject({ verdict: 'PASS', subject: { version } });
  for (const { id, value } of report.rules) if (value !== null) expect(event?.metrics[id]).toBe(value);
  const receipt = JSON.parse(event?.files['receipt.json'] ?? '{}');
  expect(receipt).toMatchObject({ deploymentId, version, alias: 'latest' });
  expect(
    receipt.links.map(({ kind, state }: Readonly<Record<string, string>>) => `${kind} ${state}`),
  ).toEqual([...['register done', 'gate done', 'publish done', 'promote done']]);
});
