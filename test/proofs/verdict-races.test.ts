import { expect, test } from 'vitest';
import { loadModel } from '../../src/core/session/load-model.ts';
import { prepareGate } from '../../src/core/session/prepare-gate.ts';
import { runContenders } from '../support/contenders.ts';
import { bindPolicy, passingSummary, writeResults } from '../support/evidence-files.ts';
import { apply, findLive, openRegistry, writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const rounds = 3;

/** A registry of six versions, v1 live, of which v2 and v3 have passed. */
async function createJudged(): Promise<string> {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 6, 1);
  const session = openRegistry(root, { policies: bindPolicy('rag') });
  for (const version of ['v2', 'v3']) {
    const results = writeResults(createTemporaryFolder());
    const request = { model: 'rag', version, alias: 'latest', results, policy: undefined };
    expect((await apply(session, (await prepareGate(session, request)).plan)).outcome).toBe('applied');
  }
  return root;
}

test('of two promotions and two verdicts at once one promotion wins, and the other is told of it, not of a verdict', async () => {
  for (let round = 1; round <= rounds; round += 1) {
    const root = await createJudged();
    const results = writeResults(createTemporaryFolder());
    const weak = writeResults(createTemporaryFolder(), { main: { ...passingSummary, groundedness: 1 } });
    const receipts = await runContenders(root, 'rag', [
      { actor: 'anna', act: 'promote', version: 'v2' },
      { actor: 'bert', act: 'promote', version: 'v3' },
      { actor: 'judge', act: 'gate', version: 'v4', results },
      { actor: 'critic', act: 'gate', version: 'v5', results: weak },
    ]);
    const [anna, bert, ...verdicts] = receipts;
    expect(verdicts.map(receipt => receipt.outcome)).toEqual(['applied', 'applied']);
    const [winner, loser] = anna?.outcome === 'applied' ? [anna, bert] : [bert, anna];
    expect(winner).toMatchObject({ outcome: 'applied' });
    expect(loser).toMatchObject({ outcome: 'refused', problem: { code: 'moved-meanwhile' } });
    const target = winner === anna ? 'v2' : 'v3';
    const name = winner === anna ? 'anna' : 'bert';
    expect(loser?.problem?.message).toMatch(
      new RegExp(`^${name} was first with promote of latest v1 to ${target} at `),
    );
    const session = openRegistry(root);
    expect(await findLive(session, 'rag')).toBe(target);
    const { status } = await loadModel(session, 'rag');
    expect(status.chain.verdict).toBe('intact');
    const actions = status.index.entries.map(({ entry }) => entry.action);
    expect(actions.filter(action => action === 'gate').length).toBe(4);
    expect(actions.filter(action => action === 'promote').length).toBe(1);
  }
});
