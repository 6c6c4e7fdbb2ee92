import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import { finishOperations } from '../../src/core/apply/finish-operations.ts';
import { runDoctor } from '../../src/core/apply/run-doctor.ts';
import type { Receipt } from '../../src/core/plan/receipt.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import type { Session } from '../../src/core/session/session.ts';
import { createKilledProcess } from '../support/dvc-crashes.ts';
import {
  cloneRepository,
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readCommittedDigest,
  readPushedDigests,
  readStableDigest,
  runGit,
} from '../support/dvc-repository.ts';
import { openDvc } from '../support/dvc-rig.ts';
import { isWholeProof } from '../support/proof-size.ts';
import { asLost, environmentOf, promote } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A world in which run-001 went live by lastgood, so that one commit is what a promotion makes. */
async function makeWorld(): Promise<string> {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  await promote(openDvc(folder, root), 'qwen', 'run-001', 'stable');
  return folder;
}

function copyWorld(template: string): string {
  const folder = join(createTemporaryFolder(), 'world');
  cpSync(template, folder, { recursive: true, verbatimSymlinks: true });
  // The recording program notes its calls beside itself.
  placeFakeDvc(folder);
  return folder;
}

type Ending = { readonly calls: readonly string[]; readonly receipt: Receipt | undefined };

async function promoteUntil(folder: string, at: number, when: 'before' | 'after'): Promise<Ending> {
  const killed = createKilledProcess(createNodeFileSystem(), at, when);
  const session = asLost(openDvc(folder, join(folder, 'work'), killed));
  const receipt = await promote(session, 'qwen', 'run-002', 'stable').catch(() => undefined);
  return { calls: killed.calls(), receipt };
}

/** What must hold at the instant of the kill, on this machine and for everybody else. */
function requireStandingPointer(folder: string): void {
  const both = [digestOf(1), digestOf(2)];
  expect(both).toContain(readStableDigest(join(folder, 'work')));
  const published = readCommittedDigest(folder, 'remote.git');
  expect(both).toContain(published);
  // What a clone sees it can pull: the files went before the commit.
  expect(readPushedDigests(folder)).toContain(published);
}

/** What brings a machine in order again. */
const recoveries: readonly ((session: Session) => Promise<unknown>)[] = [
  session => runDoctor(environmentOf(session)),
  // As the next write begins and ends.
  async session => {
    await session.registry.writer.catchUp({ model: 'qwen' });
    await finishOperations(environmentOf(session), undefined);
  },
  // As somebody who asks for the same again, and to whom it may look done.
  session => promote(session, 'qwen', 'run-002', 'stable'),
];

async function requireOrder(folder: string, isApplied: boolean, recovery = 0): Promise<void> {
  const root = join(folder, 'work');
  const session = asLost(openDvc(folder, root));
  await recoveries[recovery]?.(session);
  const { status, index } = await loadModel(session, 'qwen');
  expect(index.operations).toEqual([]);
  expect(status.chain.verdict).toBe('intact');
  const live = status.effective.aliases.get('stable')?.version;
  expect(['run-001', 'run-002']).toContain(live);
  if (isApplied) expect(live).toBe('run-002');
  const digest = digestOf(live === 'run-002' ? 2 : 1);
  expect(readStableDigest(root)).toBe(digest);
  expect(readCommittedDigest(folder, 'remote.git')).toBe(digest);
  expect(runGit(folder, root, 'status', '--porcelain', '--untracked-files=all')).toBe('');
  expect(runGit(folder, root, 'rev-parse', 'HEAD')).toBe(runGit(folder, root, 'rev-parse', 'origin/main'));
  expect(runGit(folder, root, 'for-each-ref', 'refs/lastgood')).toBe('');
  expect(readStableDigest(cloneRepository(folder, 'clone'))).toBe(digest);
}

/** `npm test` tries each instant of what is seen by others, and of the rest the first, the last and every third. */
function isPicked(place: number, count: number, call: string): boolean {
  if (isWholeProof || /^git (?:push|update-ref)/.test(call)) return true;
  return place % 3 === 0 || place === count - 1;
}

test('a promotion killed at any file-system call or child process leaves a stable pointer, and is in order after doctor', {
  timeout: 900_000,
}, async () => {
  const template = await makeWorld();
  const whole = copyWorld(template);
  const { calls, receipt } = await promoteUntil(whole, 0, 'before');
  expect(receipt?.outcome).toBe('applied');
  await requireOrder(whole, true);
  const failures: string[] = [];
  const points: { readonly index: number; readonly call: string; readonly when: 'before' | 'after' }[] = [];
  // What only makes objects that nobody points to is left out where time is short.
  const isWorthIt = (call: string): boolean =>
    isWholeProof || /^(?:dvc push|rename|git (?:fetch|push|update-ref|update-index))/.test(call);
  for (const [index, call] of calls.entries()) {
    if (!isWorthIt(call)) continue;
    for (const when of ['before', 'after'] as const) {
      // Between two calls nothing changes: what is lost after one is what is lost before the next.
      if (when === 'after' && !isWholeProof && !/^git (?:push|update-ref)/.test(call)) continue;
      points.push({ index, call, when });
    }
  }
  for (const [place, { index, call, when }] of points.entries()) {
    if (!isPicked(place, points.length, call)) continue;
    const folder = copyWorld(template);
    const ending = await promoteUntil(folder, index + 1, when);
    const isApplied = ending.receipt?.outcome === 'applied';
    const look = async (): Promise<void> => {
      requireStandingPointer(folder);
      await requireOrder(folder, isApplied, index % recoveries.length);
    };
    await look().catch((thrown: Error) => failures.push(`${when} ${index + 1} (${call}): ${thrown.message}`));
  }
  expect(failures).toEqual([]);
});
