import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runDoctor } from '../../src/core/apply/run-doctor.ts';
import { UnavailableError } from '../../src/core/errors/app-error.ts';
import type { Receipt } from '../../src/core/plan/receipt.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import type { Session } from '../../src/core/session/session.ts';
import { openBucketOfS0, readFromRegistry } from '../support/buckets.ts';
import type { Emulator } from '../support/gcs/emulator.ts';
import type { Fault } from '../support/gcs/faults.ts';
import { openMachine, openReadMachine, readBucket } from '../support/mirror-machines.ts';
import { planRegistration } from '../support/plan-registration.ts';
import { createEndingProcess, type ProcessEnd } from '../support/process-end.ts';
import { createProofFileSystem, isWholeProof } from '../support/proof-size.ts';
import { apply, asLost, environmentOf, planBack, promote } from '../support/registry-rig.ts';

/** `npm test` leaves out the cases that mostly leave nothing: a request that was never sent. */
const moments: readonly ProcessEnd['when'][] = isWholeProof ? ['before', 'after'] : ['after'];

/** From one request that is tried to the next. `npm test` takes every other one, the whole proof all of them. */
const stride = isWholeProof ? 1 : 3;

/** Something that is written into the bucket, and how one can tell that it was. */
type Act = {
  readonly action: string;
  readonly carryOut: (session: Session) => Promise<Receipt>;
};

const register: Act = {
  action: 'register',
  carryOut: async session => await apply(session, await planRegistration(session)),
};

/** The first write: what the pointers said is adopted before. */
const rollBack: Act = {
  action: 'rollback',
  carryOut: async session => await apply(session, await planBack(session, 'rag', 'v1')),
};

const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

function createCache(): string {
  const folder = mkdtempSync(join(memoryFolder, 'lastgood-cut-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'cache');
}

/** Of every machine here. */
const fileSystem = createProofFileSystem();

async function hasHappened(session: Session, { action }: Act): Promise<boolean> {
  const { status } = await loadModel(session, 'rag');
  return status.index.entries.some(({ entry }) => entry.action === action);
}

/** What holds at every instant, for whoever reads the bucket: one intact history, and every version whole. */
async function requireWhole(session: Session): Promise<void> {
  const { status } = await loadModel(session, 'rag');
  expect(status.chain.verdict).toBe('intact');
  expect(status.mismatches).toEqual([]);
  for (const { version, whole } of status.index.versions) {
    expect(`${version} ${whole}`).toBe(`${version} complete`);
    const { checks } = await session.registry.reader.verifyVersion('rag', version);
    expect(checks.filter(({ outcome }) => outcome === 'differs' || outcome === 'missing')).toEqual([]);
  }
}

/** A machine that has nothing yet sees a whole registry; then the one that was cut off is put in order and agrees. */
async function recover(emulator: Emulator, root: string, act: Act): Promise<void> {
  emulator.clearFaults();
  const other = await openReadMachine(emulator, { fileSystem, root: createCache(), actor: 'other' });
  await requireWhole(other.session);
  const wasThere = await hasHappened(other.session, act);
  const later = openMachine(emulator, { root, fileSystem });
  const findings = await runDoctor(environmentOf(asLost(later.session)));
  expect(findings.filter(({ state }) => state !== 'repaired' && state !== 'note')).toEqual([]);
  await requireWhole(later.session);
  const { index, status } = await loadModel(later.session, 'rag');
  expect(index.operations).toEqual([]);
  const operations = status.index.entries.map(({ entry }) => `${entry.operationId} ${entry.action}`);
  expect(operations).toHaveLength(new Set(operations).size);
  if (wasThere) expect(await hasHappened(later.session, act)).toBe(true);

  // Once more, whatever became of it, by somebody else: everything moves on.
  await readBucket(other);
  expect(await promote(other.session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });
  expect(readFromRegistry(emulator, 'latest')).toBe('rag_v2');
  expect(readFromRegistry(emulator, 'rag_latest')).toBe('rag_v2');
  await readBucket(later);
  await requireWhole(later.session);
}

/** Ends a process at a request, and looks at what it leaves. Answers how many requests it would have made. */
async function cutOff(
  act: Act,
  end: ProcessEnd,
): Promise<{ readonly isOver: boolean; readonly where: string }> {
  const emulator = await openBucketOfS0();
  const root = createCache();
  await openReadMachine(emulator, { root, fileSystem });
  const ending = createEndingProcess(end);
  const { session } = openMachine(emulator, {
    root,
    wrap: ending.wrapStore,
    fileSystem: ending.wrapFileSystem(fileSystem),
  });
  await act.carryOut(session).catch(() => undefined);
  const where = `${end.when} ${end.at} (${ending.requests().at(-1)})`;
  if (!ending.hasEnded()) return { isOver: true, where };
  await recover(emulator, root, act);
  await emulator.stop();
  return { isOver: false, where };
}

test.each([
  ['a registration', register],
  ['a rollback', rollBack],
])(
  '%s whose process is killed at any request leaves one whole registry, and is finished or undone',
  async (_, act) => {
    for (const when of moments) {
      const visited: string[] = [];
      for (let isOver = false; !isOver; ) {
        const end = { at: visited.length * stride + 1, when };
        const world = await cutOff(act, end).catch((thrown: unknown) => {
          throw new Error(`${when} request ${end.at}, which follows ${visited.at(-1)}`, { cause: thrown });
        });
        visited.push(world.where);
        isOver = world.isOver;
      }
      expect(visited.length * stride).toBeGreaterThan(8);
    }
  },
);

/** What can happen to the answer to a write. */
const lostAnswers: readonly Fault['does'][] = isWholeProof
  ? ['drop-before', 'drop-after', 'status-after']
  : ['drop-after'];

test.each([
  ['a registration', register],
  ['a rollback', rollBack],
])('%s is made once, whichever answer to a write is lost', async (_, act) => {
  const names = await listWrites(act);
  for (const does of lostAnswers) {
    for (const name of names) {
      const emulator = await openBucketOfS0();
      const { session } = await openReadMachine(emulator, {
        fileSystem,
        root: createCache(),
        budgetMs: 5_000,
      });
      emulator.addFault({ kind: 'write', name, does });
      const receipt = await act.carryOut(session);
      expect(receipt, `${does} ${name}`).toMatchObject({ outcome: 'applied', problem: undefined });
      const other = await openReadMachine(emulator, { fileSystem, root: createCache() });
      await requireWhole(other.session);
      const { status } = await loadModel(other.session, 'rag');
      expect(status.index.entries.filter(({ entry }) => entry.action === act.action)).toHaveLength(1);
      expect(other.session.registry.mirror?.reader.getCondition().differences, `${does} ${name}`).toEqual([]);
      await emulator.stop();
    }
  }
});

test.each([
  ['a registration', register],
  ['a rollback', rollBack],
])('%s whose connection breaks at any request is never called refused when it happened', async (_, act) => {
  const outcomes = new Set<string>();
  for (const when of moments) {
    for (let at = 1, isOver = false; !isOver; at += stride) {
      const emulator = await openBucketOfS0();
      const root = createCache();
      await openReadMachine(emulator, { root, fileSystem });
      const line = createEndingProcess(
        { at, when },
        () => new UnavailableError('network-failed', 'The line is cut.'),
      );
      const { session } = openMachine(emulator, { root, fileSystem, wrap: line.wrapStore });
      const receipt = await act.carryOut(session);
      isOver = !line.hasEnded();
      outcomes.add(receipt.outcome);
      const other = await openReadMachine(emulator, { fileSystem, root: createCache() });
      await requireWhole(other.session);
      const where = `${when} ${at} (${line.requests()[at - 1]}): ${receipt.outcome}`;
      const isThere = await hasHappened(other.session, act);
      if (receipt.outcome === 'refused') expect(isThere, where).toBe(false);
      if (receipt.outcome === 'applied') expect(isThere, where).toBe(true);
      await recover(emulator, root, act).catch((thrown: unknown) => {
        throw new Error(where, { cause: thrown });
      });
      await emulator.stop();
    }
  }
  expect([...outcomes].sort()).toEqual(['applied', 'partial', 'refused']);
});

/** Names of the objects that an act writes, in order, as patterns that fit another time too. */
async function listWrites(act: Act): Promise<readonly RegExp[]> {
  const emulator = await openBucketOfS0();
  const { session } = await openReadMachine(emulator, { fileSystem, root: createCache() });
  emulator.forgetRequests();
  await act.carryOut(session);
  const written = emulator.requests.filter(({ kind }) => kind === 'write').map(({ name }) => name ?? '');
  await emulator.stop();
  return written.map(
    name =>
      new RegExp(
        `^${name
          .replace(/rollback_\\d.*/, 'rollback_.*')
          .replaceAll('.', '\\.')
          .replaceAll('\\.*', '.*')}$`,
      ),
  );
}
