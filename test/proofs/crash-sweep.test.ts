import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { finishOperations } from '../../src/core/apply/finish-operations.ts';
import { runDoctor } from '../../src/core/apply/run-doctor.ts';
import type { BoundFile } from '../../src/core/gate/report.ts';
import type { Receipt } from '../../src/core/plan/receipt.ts';
import type { FileSystem } from '../../src/core/ports/file-system.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import { prepareRegistration } from '../../src/core/session/prepare-change.ts';
import type { Session } from '../../src/core/session/session.ts';
import { type Aftermath, type SweepResult, sweepCrashes } from '../support/crash-sweep.ts';
import type { FaultyFileSystem } from '../support/faulty-file-system.ts';
import { createProofFileSystem, isWholeProof, shareOut } from '../support/proof-size.ts';
import {
  apply,
  asLost,
  environmentOf,
  type OpenOptions,
  openRegistry,
  planPromote,
  promote,
  readPointer,
  rollBack,
  writeS0Registry,
} from '../support/registry-rig.ts';
import { sha256OfText } from '../support/sample-entries.ts';
import { planVerdict, sampleReport } from '../support/sample-report.ts';

/** Errnos with which each call fails once. `npm test` leaves out the second, and what the next move makes of a registration. */
const errnos = isWholeProof ? ['ENOSPC', 'EIO'] : ['ENOSPC'];

/** Something lastgood does to the model `rag`, and how one can tell that it happened. */
type Act = {
  /** How many versions there are before it. */
  readonly versionCount: number;
  readonly prepare: (root: string) => Promise<unknown>;
  readonly carryOut: (session: Session) => Promise<Receipt>;
  readonly hasHappened: (session: Session) => Promise<boolean>;
};

const rollBackForeign: Act = {
  versionCount: 3,
  prepare: async root => writeS0Registry(root, 'rag', 3),
  carryOut: session => rollBack(session, 'rag', 'v1'),
  hasHappened: session => hasEntry(session, 'rollback'),
};

const promoteAdopted: Act = {
  versionCount: 3,
  prepare: async root => {
    writeS0Registry(root, 'rag', 3);
    await rollBack(openWorld(root), 'rag', 'v1');
  },
  carryOut: session => promote(session, 'rag', 'v2'),
  hasHappened: session => hasEntry(session, 'promote'),
};

const register: Act = {
  versionCount: 2,
  prepare: async root => {
    writeS0Registry(root, 'rag', 2);
    writeFileSync(join(root, 'rag_v1', 'evidence.json'), '{"groundedness": 4.5}');
  },
  carryOut: async session => {
    const plan = await prepareRegistration(session, {
      model: 'rag',
      version: undefined,
      weights: { at: 'elsewhere', text: 'hub/model' },
      evidence: [
        { role: 'eval_summary', path: join(session.registry.reader.identity.place, 'rag_v1/evidence.json') },
      ],
      configuration: { retriever: { top_k: 9 } },
      parent: 'v2',
      notes: undefined,
      tags: [],
    });
    return await apply(session, plan);
  },
  hasHappened: session => hasEntry(session, 'register'),
};

/** Keeps two files, the report and a piece of evidence from outside, before the entry that speaks of them. */
const judge: Act = {
  versionCount: 2,
  prepare: async root => {
    writeS0Registry(root, 'rag', 2);
    await promote(openWorld(root), 'rag', 'v2');
    mkdirSync(join(root, 'rag_v1', 'results'));
    writeFileSync(join(root, 'rag_v1', 'results', 'summary.json'), '{"groundedness": 4.5}');
  },
  carryOut: async session => {
    const results = join(session.registry.reader.identity.place, 'rag_v1', 'results');
    const found = await session
      .openResults(results)
      .loadEvidence([{ name: 'main', format: 'summary', files: ['summary.json'], presence: 'required' }]);
    return await apply(session, await planVerdict(session, judgedReport, found));
  },
  hasHappened: session => hasEntry(session, 'gate'),
};

const evidenceSha256 = sha256OfText('{"groundedness": 4.5}');
const judgedReport = sampleReport({
  files: [{ source: 'main', name: 'summary.json', sha256: evidenceSha256, sizeBytes: 21, place: 'kept' }],
});

/** Every verdict on record stands on a report and on files that are there; the version shows the newest. */
async function checkVerdicts(session: Session): Promise<void> {
  const { status } = await loadModel(session, 'rag');
  const { reader } = session.registry;
  for (const [version, gates] of status.recorded.gates) {
    for (const { reportSha256 } of gates.values()) {
      const reading = await reader.loadGateReport(reportSha256);
      expect(reading).toEqual({ ok: true, report: judgedReport });
      const files = reading.ok ? reading.report.files : [];
      const shown = { ...files[0], name: 'gate.json', sha256: reportSha256, place: 'version' } as BoundFile;
      const checks = await reader.checkBoundFiles('rag', version, [...files, shown]);
      expect(checks.map(check => check.outcome)).toEqual(['verified', 'verified']);
    }
  }
}

async function hasEntry(session: Session, action: string): Promise<boolean> {
  const { status } = await loadModel(session, 'rag');
  return status.index.entries.some(({ entry }) => entry.action === action);
}

/** What the next start does first. */
const recoveries = {
  doctor: async (session: Session) => {
    await runDoctor(environmentOf(session));
  },
  'the next move': async (session: Session) => {
    const plan = await planPromote(session, 'rag', 'v1', 'candidate');
    await apply(session, plan);
    await finishOperations(environmentOf(session), undefined);
  },
} as const;

/** The registry of a world as somebody sees it who comes by. */
function openWorld(root: string): Session {
  return openRegistry(root, { fileSystem: createProofFileSystem() });
}

/** Sweeps an act; `open` may put a mistaken file system in between. */
function sweepAct(
  act: Act,
  recovery: keyof typeof recoveries,
  mistake: (fileSystem: FaultyFileSystem) => FileSystem = fileSystem => fileSystem,
  isTried: (index: number) => boolean = () => true,
): Promise<SweepResult> {
  return sweepCrashes({
    errnos,
    isTried,
    prepare: async root => {
      await act.prepare(root);
    },
    act: async (root, fileSystem) => {
      const receipt = await act.carryOut(openAsLost(root, mistake(fileSystem), countingOptions()));
      if (receipt.outcome === 'refused') await requireUntouched(act, root, fileSystem);
      if (receipt.outcome !== 'applied') throw new Error(receipt.problem?.message ?? receipt.outcome);
    },
    recover: async (root, fileSystem) => {
      await requireWhole(openWorld(root));
      await recoveries[recovery](openAsLost(root, fileSystem));
    },
    check: (root, aftermath) => checkInvariants(root, act, aftermath),
  });
}

/** What a living process was told is refused has not happened. Told through a file that the check finds, since an act may fail. */
async function requireUntouched(act: Act, root: string, fileSystem: FileSystem): Promise<void> {
  // A process that was killed is told nothing: its file system answers no more.
  await fileSystem.findFacts(root);
  if (await act.hasHappened(openWorld(root))) writeFileSync(join(root, lieName), '');
}

/** Marks a world in which a receipt was wrong. */
const lieName = 'refused-and-done';

/** Ids and times that are the same in each run, so that like worlds are recognised. */
function countingOptions(): OpenOptions {
  let count = 0;
  const next = (): number => {
    count += 1;
    return count;
  };
  return { createId: () => `id-${next()}`, nowMs: () => Date.parse('2031-01-01T00:00:00Z') + next() };
}

/** The process that was killed is this one: its journals must look like those of one that is gone. */
function openAsLost(root: string, fileSystem: FileSystem, options: OpenOptions = {}): Session {
  return asLost(openRegistry(root, { ...options, fileSystem }));
}

/** Right after the crash, before anything repaired it: what is there can be read, and every version is whole. */
async function requireWhole(session: Session): Promise<void> {
  const { status } = await loadModel(session, 'rag');
  expect(status.chain.verdict).toBe('intact');
  expect(status.index.versions.filter(version => version.whole !== 'complete')).toEqual([]);
  const names = status.index.versions.map(version => version.version);
  const versions = await session.registry.reader.loadVersions('rag', names, 'everything');
  expect(versions.filter(version => version.whole !== 'complete')).toEqual([]);
}

async function checkInvariants(root: string, act: Act, aftermath: Aftermath): Promise<void> {
  const session = openWorld(root);
  expect(existsSync(join(root, lieName)), 'what is refused has not happened').toBe(false);
  await requireWhole(session);
  const { index, status } = await loadModel(session, 'rag');
  const live = status.recorded.aliases.get('latest')?.version;
  if (status.recorded.generation > 0) {
    expect(readPointer(root, 'latest')).toBe(`rag_${live}`);
    expect(readPointer(root, 'rag_latest')).toBe(`rag_${live}`);
  } else {
    expect(readPointer(root, 'latest')).toMatch(/^rag_v\d$/);
  }
  expect(status.mismatches).toEqual([]);
  expect(index.operations).toEqual([]);
  const recorded = status.recorded.registeredDigests;
  for (const { version } of status.index.versions) {
    const { checks } = await session.registry.reader.verifyVersion('rag', version);
    if (recorded.has(version)) expect(checks.map(check => check.outcome)).not.toContain('differs');
  }
  const added = status.index.versions.slice(act.versionCount).map(({ version }) => version);
  await checkVerdicts(session);
  expect(added, 'what was added is recorded').toEqual([...recorded.keys()]);
  if (aftermath.isAcknowledged) expect(await act.hasHappened(session)).toBe(true);
  for (const operation of new Set(status.index.entries.map(({ entry }) => entry.operationId))) {
    const actions = status.index.entries.flatMap(({ entry }) =>
      entry.operationId === operation ? [entry.action] : [],
    );
    expect(actions, 'nothing is recorded twice').toEqual([...new Set(actions)]);
  }
}

test.each([
  ['a rollback of a registry lastgood never wrote', 'doctor', rollBackForeign],
  ['a rollback of a registry lastgood never wrote', 'the next move', rollBackForeign],
  ['a promotion', 'doctor', promoteAdopted],
  ['a promotion', 'the next move', promoteAdopted],
  ['a registration', 'doctor', register],
  ['a verdict', 'doctor', judge],
  ...(isWholeProof ? ([['a registration', 'the next move', register]] as const) : []),
] as const)('%s, cut off anywhere, is in order after %s', async (what, recovery, act) => {
  const isTried = shareOut(Object.keys(recoveries).indexOf(recovery), Object.keys(recoveries).length);
  const result = await sweepAct(act, recovery, undefined, isTried);
  process.stdout.write(
    `${what}, then ${recovery}: ${result.calls.length} calls, ${result.visited} points visited, ${result.distinct} distinct\n`,
  );
  expect(result.failures.slice(0, 3)).toEqual([]);
  expect(result.visited).toBeGreaterThan(100);
});

test('a mistake is found: an entry that is linked before it is durable', async () => {
  const result = await sweepAct(promoteAdopted, 'doctor', fileSystem => ({
    ...fileSystem,
    createFile: (path, bytes) =>
      path.includes('.lastgood/tmp')
        ? fileSystem.createFileWithoutSync(path, bytes)
        : fileSystem.createFile(path, bytes),
  }));
  expect(result.failures.length).toBeGreaterThan(0);
});

test('a mistake is found: a pointer that is removed before it is made anew', async () => {
  const seen: string[] = [];
  const result = await sweepCrashes({
    prepare: async root => {
      await promoteAdopted.prepare(root);
    },
    act: async (root, fileSystem) => {
      const mistaken: FileSystem = {
        ...fileSystem,
        rename: async (from, to) => {
          const facts = await fileSystem.findFacts(from);
          if (facts?.kind !== 'link' || dirname(to) !== root) return await fileSystem.rename(from, to);
          const target = await fileSystem.readLink(from);
          await fileSystem.removeFile(from);
          await fileSystem.removeFile(to);
          await fileSystem.symlink(target, to);
        },
      };
      await promoteAdopted.carryOut(openAsLost(root, mistaken));
    },
    recover: async root => {
      seen.push(readPointer(root, 'latest') ?? 'nothing');
    },
    // DESIGN: there is never a moment with nothing live.
    check: async root => {
      expect(readPointer(root, 'latest')).toMatch(/^rag_v\d$/);
    },
  });
  expect(result.failures.length).toBeGreaterThan(0);
  expect(seen).toContain('nothing');
});

test('without the mistake there is a pointer at every instant', async () => {
  const result = await sweepCrashes({
    prepare: async root => {
      await promoteAdopted.prepare(root);
    },
    act: (root, fileSystem) => promoteAdopted.carryOut(openAsLost(root, fileSystem)),
    recover: async () => undefined,
    check: async root => {
      expect(readPointer(root, 'latest')).toMatch(/^rag_v\d$/);
    },
  });
  expect(result.failures).toEqual([]);
});
