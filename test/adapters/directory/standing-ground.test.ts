import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { prepareGate } from '../../../src/core/session/prepare-gate.ts';
import { preparePromotion } from '../../../src/core/session/prepare-promotion.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { bindPolicy, writeResults } from '../../support/evidence-files.ts';
import { apply, findLive, openRegistry, planPromote, writeS0Registry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const megabyte = 1024 * 1024;

/** A registry of three versions, v3 live, whose v1 has weights of so many bytes on this machine, and has passed. */
async function createJudged(weightsBytes = 100): Promise<{
  readonly root: string;
  readonly session: Session;
  readonly weights: string;
  readonly results: string;
}> {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  const weights = join(createTemporaryFolder(), 'weights.gguf');
  writeFileSync(weights, Buffer.alloc(weightsBytes, 'a'));
  // Settled: a file written just now is read again anyway.
  utimesSync(weights, 1, 1);
  const metadata = { model_name: 'rag', version: 'v1', model_reference: { path: weights, sha256: null } };
  writeFileSync(join(root, 'rag_v1/metadata.json'), JSON.stringify(metadata));
  const session = openRegistry(root, { policies: bindPolicy('rag') });
  const results = writeResults(createTemporaryFolder());
  const request = { model: 'rag', version: 'v1', alias: 'latest', results, policy: undefined };
  expect((await apply(session, (await prepareGate(session, request)).plan)).outcome).toBe('applied');
  return { root, session, weights, results };
}

async function expectRefused(session: Session, plan: Plan, message: RegExp): Promise<void> {
  const receipt = await apply(session, plan);
  expect(receipt).toMatchObject({
    outcome: 'refused',
    problem: { code: 'evidence-changed', message: expect.stringMatching(message) },
  });
  expect(await findLive(session, 'rag')).toBe('v3');
}

describe('between the plan and its application', () => {
  test.each([100, 6 * megabyte])('weights of %i bytes that change stop the promotion', async bytes => {
    const { root, session, weights } = await createJudged(bytes);
    const plan = await planPromote(session, 'rag', 'v1');
    const { atime, mtime } = statSync(weights);
    writeFileSync(weights, Buffer.alloc(bytes, 'b'));
    utimesSync(weights, atime, mtime);
    await expectRefused(session, plan, /weights\.gguf has changed since v1 was judged/);
    expect(readdirSync(join(root, '.lastgood/operations'))).toEqual([]);
  });

  test('weights that go stop it', async () => {
    const { session, weights } = await createJudged();
    const plan = await planPromote(session, 'rag', 'v1');
    rmSync(weights);
    await expectRefused(session, plan, /weights\.gguf is gone/);
  });

  test('a file of the version that changes stops it', async () => {
    const { root, session } = await createJudged();
    const plan = await planPromote(session, 'rag', 'v1');
    appendFileSync(join(root, 'rag_v1/metadata.json'), ' ');
    await expectRefused(session, plan, /^metadata\.json has changed since v1 was judged/);
  });

  test('kept evidence that changes stops it', async () => {
    const { root, session } = await createJudged();
    const plan = await planPromote(session, 'rag', 'v1');
    const kept = join(root, '.lastgood/evidence');
    for (const name of readdirSync(kept)) appendFileSync(join(kept, name), ' ');
    await expectRefused(session, plan, /summary\.json has changed since v1 was judged/);
  });

  test('what a promotion judges then and there is held against its files, too', async () => {
    const { session, results, weights } = await createJudged();
    const input = { model: 'rag', version: 'v1', alias: 'latest', reason: 'test', results } as const;
    const plan = await preparePromotion(session, { ...input, gate: 'as-bound', digest: 'unverified' });
    appendFileSync(weights, ' ');
    await expectRefused(session, plan, /weights\.gguf has changed since v1 was judged/);
  });

  const byResults = (session: Session, results: string): Promise<Plan> => {
    const input = { model: 'rag', version: 'v1', alias: 'latest', reason: 'test', results } as const;
    return preparePromotion(session, { ...input, gate: 'as-bound', digest: 'unverified' });
  };

  test('a results folder whose files are kept already, and that changes, stops it', async () => {
    const { session, results } = await createJudged();
    const plan = await byResults(session, results);
    appendFileSync(join(results, 'core_eval_main/summary.json'), ' ');
    await expectRefused(session, plan, /^core_eval_main\/summary\.json is not what was judged/);
  });

  test('a results folder whose files are kept already, and that goes, stops it', async () => {
    const { session, results } = await createJudged();
    const plan = await byResults(session, results);
    rmSync(results, { recursive: true });
    await expectRefused(session, plan, /summary\.json is gone/);
  });

  test('one of two files of results that were the same, and that changes, stops it', async () => {
    const { session, results } = await createJudged();
    const plan = await byResults(session, results);
    appendFileSync(join(results, 'smoke_test_main/summary.json'), ' ');
    await expectRefused(session, plan, /^smoke_test_main\/summary\.json is not what was judged/);
  });

  test('a promotion by results names them in the command that does the same', async () => {
    const { session } = await createJudged();
    const results = writeResults(join(createTemporaryFolder(), 'my results'));
    const { command } = await byResults(session, results);
    expect(command).toBe(`lastgood promote rag v1 --reason test --results '${results}'`);
  });

  test('nothing changed: it is applied', async () => {
    const { session } = await createJudged();
    expect((await apply(session, await planPromote(session, 'rag', 'v1'))).outcome).toBe('applied');
  });

  test('an overridden gate stands on nothing', async () => {
    const { session, weights } = await createJudged();
    const input = { model: 'rag', version: 'v1', alias: 'latest', reason: 'INC-7' } as const;
    const plan = await preparePromotion(session, { ...input, gate: 'overridden', digest: 'unverified' });
    rmSync(weights);
    expect((await apply(session, plan)).outcome).toBe('applied');
  });
});

describe('large weights, for who only looks', () => {
  const measured = { weights: 'measured' } as const;

  async function look(spoil: (path: string) => void): Promise<readonly string[]> {
    const { session, weights } = await createJudged(6 * megabyte);
    const { reader } = session.registry;
    const { files } = await reader.bindVersion('rag', 'v1');
    spoil(weights);
    const ofMachine = files.filter(file => file.place === 'machine');
    return (await reader.checkBoundFiles('rag', 'v1', ofMachine, measured)).map(check => check.outcome);
  }

  test.each<readonly [string, string, (path: string) => void]>([
    ['touched but of their size are not read', 'unread', path => utimesSync(path, 2, 2)],
    ['of another size differ', 'differs', path => appendFileSync(path, ' ')],
    ['gone are missing', 'missing', path => rmSync(path)],
  ])('%s', async (_, outcome, spoil) => {
    expect(await look(spoil)).toEqual([outcome]);
  });
});

describe('binding a version', () => {
  test('tells how far it has read, and stops when it is told to', async () => {
    const { session } = await createJudged(3 * megabyte);
    const { reader } = session.registry;
    const told: (readonly [number, number])[] = [];
    await reader.bindVersion('rag', 'v1', { onProgress: (done, total) => told.push([done, total]) });
    expect(told).toContainEqual([3 * megabyte, 3 * megabyte]);
    const stop = new AbortController();
    const stopped = reader.bindVersion('rag', 'v1', {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  test('weights that are a folder are told of, and bound to nothing', async () => {
    const { session, weights } = await createJudged();
    rmSync(weights);
    mkdirSync(weights);
    const { files, unbound } = await session.registry.reader.bindVersion('rag', 'v1');
    expect(files.map(file => file.place)).toEqual(['version']);
    expect(unbound).toEqual([{ name: weights, why: 'cannot be read: a folder stands there' }]);
  });
});
