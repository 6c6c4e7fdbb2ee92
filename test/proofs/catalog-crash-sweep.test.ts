import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finishOperations } from '../../src/core/apply/finish-operations.ts';
import { runDoctor } from '../../src/core/apply/run-doctor.ts';
import type { HistoryEntry } from '../../src/core/history/entry.ts';
import type { Receipt } from '../../src/core/plan/receipt.ts';
import type { FileSystem } from '../../src/core/ports/file-system.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import { prepareRegistration } from '../../src/core/session/prepare-change.ts';
import type { Session } from '../../src/core/session/session.ts';
import { openCatalog } from '../support/catalog-rig.ts';
import { type Aftermath, sweepCrashes } from '../support/crash-sweep.ts';
import { createProofFileSystem, isWholeProof, shareOut } from '../support/proof-size.ts';
import {
  apply,
  asLost,
  environmentOf,
  type OpenOptions,
  planPromote,
  rollBack,
} from '../support/registry-rig.ts';
import { listDeployed, makeS2File, readS2File, writeS2File } from '../support/s2-catalog.ts';

const errnos = isWholeProof ? ['ENOSPC', 'EIO'] : ['ENOSPC'];

/** Something lastgood does to the model `majora` of three versions, and the action by which its history shows that it happened. */
type Act = {
  readonly prepare?: (root: string) => Promise<unknown>;
  readonly carryOut: (session: Session) => Promise<Receipt>;
  readonly action: HistoryEntry['action'];
};

const promote = async (session: Session, version: string): Promise<Receipt> =>
  apply(session, await planPromote(session, 'majora', version, 'deployed'));

const acts: Readonly<Record<string, Act>> = {
  'a promotion in a file lastgood never wrote': {
    carryOut: session => promote(session, 'v1'),
    action: 'promote',
  },
  'a rollback': {
    prepare: async root => {
      await promote(openWorld(root), 'v2');
    },
    carryOut: session => rollBack(session, 'majora', 'v3', 'deployed'),
    action: 'rollback',
  },
  'a registration': {
    prepare: async root => {
      await promote(openWorld(root), 'v2');
    },
    carryOut: async session =>
      apply(
        session,
        await prepareRegistration(session, {
          ...{ model: 'majora', version: undefined, weights: undefined, evidence: [], configuration: null },
          ...{ parent: 'v3', notes: 'new', tags: [], metrics: { accuracy: 0.9 } },
        }),
      ),
    action: 'register',
  },
};

const recoveries: Readonly<Record<string, (session: Session) => Promise<unknown>>> = {
  doctor: session => runDoctor(environmentOf(session)),
  'the next write': async session => {
    await finishOperations(environmentOf(session), undefined);
    await session.registry.writer.project('majora');
  },
};

const placeFile = (root: string): string => join(root, 'registry.json');

function openWorld(root: string, options: OpenOptions = {}): Session {
  return openCatalog(placeFile(root), { fileSystem: createProofFileSystem(), ...options });
}

/** The process that was killed is this one: its journals must look like those of one that is gone. */
function openAsLost(root: string, fileSystem: FileSystem, options: OpenOptions = {}): Session {
  return asLost(openWorld(root, { ...options, fileSystem }));
}

/** Ids and times that are the same in each run, so that like worlds are recognised. */
function countingOptions(): OpenOptions {
  let count = 0;
  const next = (): number => {
    count += 1;
    return count;
  };
  return { createId: () => `id-${next()}`, nowMs: () => Date.parse('2031-01-01T00:00:00Z') + next() };
}

/** The file before the act: it, or what the act makes of it, is all that may ever stand there. */
const beforeName = 'before';

test.each(
  Object.keys(acts).flatMap(act => Object.keys(recoveries).map(recovery => [act, recovery] as const)),
)(
  '%s, cut off anywhere, leaves the old file or the new one, whole, and is in order after %s',
  async (what, recovery) => {
    const act = acts[what];
    const recover = recoveries[recovery];
    if (act === undefined || recover === undefined) throw new Error('no such act');
    let written: string | undefined;
    const result = await sweepCrashes({
      errnos,
      isTried: shareOut(Object.keys(recoveries).indexOf(recovery), Object.keys(recoveries).length),
      prepare: async root => {
        writeS2File(placeFile(root), makeS2File('majora', 3));
        await act.prepare?.(root);
        writeFileSync(join(root, beforeName), readFileSync(placeFile(root)));
      },
      act: async (root, fileSystem) => {
        const receipt = await act.carryOut(openAsLost(root, fileSystem, countingOptions()));
        if (receipt.outcome !== 'applied') throw new Error(receipt.problem?.message ?? receipt.outcome);
        written ??= readFileSync(placeFile(root), 'utf8');
      },
      recover: async (root, fileSystem) => {
        const found = readFileSync(placeFile(root), 'utf8');
        expect([readFileSync(join(root, beforeName), 'utf8'), written].map(strip)).toContain(strip(found));
        await recover(openAsLost(root, fileSystem));
      },
      check: (root, aftermath) => checkInvariants(root, act, aftermath),
    });
    process.stdout.write(
      `${what}, then ${recovery}: ${result.calls.length} calls, ${result.visited} points visited, ${result.distinct} distinct\n`,
    );
    expect(result.failures.slice(0, 3)).toEqual([]);
    expect(result.visited).toBeGreaterThan(100);
  },
  180_000,
);

/** Times differ from run to run; nothing else may. */
function strip(text: string | undefined): string | undefined {
  return text?.replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '""');
}

async function checkInvariants(root: string, act: Act, { isAcknowledged }: Aftermath): Promise<void> {
  const session = openWorld(root);
  const { index, status } = await loadModel(session, 'majora');
  expect(status.chain.verdict).toBe('intact');
  expect(status.mismatches).toEqual([]);
  expect(index.operations).toEqual([]);
  const file = readS2File(placeFile(root));
  const rows = Object.keys(file.models['majora']?.versions ?? {});
  const { registeredDigests, aliases, generation } = status.recorded;
  expect(rows).toEqual(['v1', 'v2', 'v3', ...registeredDigests.keys()]);
  if (generation > 0)
    expect(listDeployed(placeFile(root), 'majora')).toEqual([aliases.get('deployed')?.version]);
  for (const version of registeredDigests.keys()) {
    const { checks } = await session.registry.reader.verifyVersion('majora', version);
    expect(checks.map(check => check.outcome)).toEqual(checks.map(() => 'verified'));
    expect(readFileSync(join(root, 'lineage.json'), 'utf8')).toContain(`"${version}"`);
  }
  const hasHappened = status.index.entries.some(({ entry }) => entry.action === act.action);
  if (isAcknowledged) expect(hasHappened).toBe(true);
}

test('a mistake is found: a file that is renamed before its bytes are durable', async () => {
  let written: string | undefined;
  const result = await sweepCrashes({
    prepare: async root => writeS2File(placeFile(root), makeS2File('majora', 3)),
    act: async (root, fileSystem) => {
      const hasty = { ...fileSystem, createFile: fileSystem.createFileWithoutSync };
      await promote(openAsLost(root, hasty, countingOptions()), 'v1');
      written ??= strip(readFileSync(placeFile(root), 'utf8'));
    },
    recover: async () => undefined,
    check: async root => {
      const old = strip(JSON.stringify(makeS2File('majora', 3), undefined, 2));
      expect([old, written]).toContain(strip(readFileSync(placeFile(root), 'utf8')));
    },
  });
  expect(result.failures.length).toBeGreaterThan(0);
}, 120_000);
