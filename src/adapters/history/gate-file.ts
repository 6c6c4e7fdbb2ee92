import { dirname, join } from 'node:path';
import { listProjectedGates } from '../../core/gate/list-projected-gates.ts';
import type { EntryDraft } from '../../core/history/entry-draft.ts';
import type { Step } from '../../core/plan/step.ts';
import type { StoredEntry } from '../../core/ports/history-log.ts';
import type { ProjectionOutcome } from '../../core/ports/registry.ts';
import { ensureFolder, removeIfThere } from '../files/durable-write.ts';
import { hashFile } from '../files/hash-file.ts';
import { type KeepContext, readKept } from './kept-files.ts';

/** The file that must show the newest verdict on a version. */
export type WantedGate = {
  readonly kind: 'gate';
  readonly target: string;
  readonly model: string;
  readonly version: string;
  readonly reportSha256: string;
  /** In words: `PASS (rag)`. */
  readonly verdict: string;
  /** Of the entry that recorded the verdict. */
  readonly generation: number;
  readonly operationId: string;
  /** Of the last operation, which reports on it even when it stands there already. */
  readonly isLast: boolean;
};

/** How the file of a version is called, inside the registry. */
export type FormatGateTarget = (model: string, version: string) => string;

/** What stands where the file of a verdict belongs. `blocked`: nothing that may be written over. */
export type GateStanding = 'as-wanted' | 'missing' | 'differs' | 'blocked';

/** The files that the verdicts of a draft will be shown in. Pure. */
export function describeGateSteps(
  model: string,
  draft: EntryDraft,
  formatTarget: FormatGateTarget,
): readonly Step[] {
  return draft.facts.flatMap((fact): readonly Step[] => {
    if (fact.kind !== 'gated') return [];
    const value = `${fact.verdict} (${fact.policy})`;
    return [{ kind: 'write-gate', target: formatTarget(model, fact.version), expected: null, value }];
  });
}

/** The files that verdicts of late must stand in. Pure. */
export function listWantedGates(
  model: string,
  entries: readonly StoredEntry[],
  formatTarget: FormatGateTarget,
): readonly WantedGate[] {
  const last = entries.at(-1)?.entry.operationId;
  return listProjectedGates(entries).map(gate => ({
    kind: 'gate',
    target: formatTarget(model, gate.version),
    model,
    version: gate.version,
    reportSha256: gate.reportSha256,
    verdict: `${gate.verdict} (${gate.policy})`,
    generation: gate.generation,
    operationId: gate.operationId,
    isLast: gate.operationId === last,
  }));
}

/** Looks at the file of a verdict. Rejects with Node's error. */
export async function readGateStanding(
  { fileSystem }: Pick<KeepContext, 'fileSystem'>,
  path: string,
  reportSha256: string,
): Promise<GateStanding> {
  const facts = await fileSystem.findFacts(path);
  if (facts === undefined) return 'missing';
  if (facts.kind === 'folder' || facts.kind === 'other') return 'blocked';
  return facts.kind === 'file' && (await hashFile(path)).sha256 === reportSha256 ? 'as-wanted' : 'differs';
}

/**
 * Writes the kept report where it is shown, by one rename; nothing beside it is touched.
 * Rejects with Node's error when the file system refuses.
 */
export async function writeGateFile(
  context: KeepContext,
  path: string,
  wanted: WantedGate,
  standing: GateStanding,
): Promise<ProjectionOutcome> {
  const before = standing === 'differs' ? 'not the one on record' : null;
  const base = { target: wanted.target, before, after: wanted.verdict, problem: undefined };
  if (standing === 'as-wanted') return { ...base, outcome: 'already' };
  if (standing === 'blocked') {
    const problem = 'something that is no verdict of a gate stands there';
    return { ...base, after: null, outcome: 'blocked', problem };
  }
  const kept = await readKept(context, wanted.reportSha256);
  if (!kept.ok) return { ...base, after: null, outcome: 'failed', problem: `its report is ${kept.problem}` };
  await putInPlace(context, path, kept.bytes);
  return { ...base, outcome: 'written' };
}

/** By way of the temporary folder, so that a write that is cut off leaves nothing beside a version. */
async function putInPlace(context: KeepContext, path: string, bytes: Uint8Array): Promise<void> {
  const { fileSystem, places, createId } = context;
  const temporary = join(places.temporary, `gate-${createId()}`);
  await ensureFolder(fileSystem, places.temporary);
  try {
    await fileSystem.createFile(temporary, bytes);
    await fileSystem.rename(temporary, path);
  } catch (thrown) {
    // The failure that led here is what the caller must hear of; a leftover that cannot be removed is found by doctor.
    await removeIfThere(fileSystem, temporary).catch(() => false);
    throw thrown;
  }
  await fileSystem.syncFolder(dirname(path));
}
