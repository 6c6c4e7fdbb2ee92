import { join } from 'node:path';
import { gateFileName } from '../../core/gate/list-projected-gates.ts';
import type { EntryDraft } from '../../core/history/entry-draft.ts';
import type { Step } from '../../core/plan/step.ts';
import type { ProjectionOutcome } from '../../core/ports/registry.ts';
import { ensureFolder, removeIfThere } from '../files/durable-write.ts';
import { findErrno } from '../files/file-errors.ts';
import { hashFile } from '../files/hash-file.ts';
import { defaultLimitBytes, parseJsonObject } from '../files/read-json.ts';
import type { DirectoryContext } from './directory-options.ts';
import { readKept } from './evidence-store.ts';
import { formatVersionFolder } from './layout.ts';
import { parseMetadata } from './parse-metadata.ts';

/** The file beside a version that must show its newest verdict. */
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

/** The files that the verdicts of a draft will be shown in. Pure. */
export function describeGateProjections(model: string, draft: EntryDraft): readonly Step[] {
  return draft.facts.flatMap((fact): readonly Step[] => {
    if (fact.kind !== 'gated') return [];
    const value = `${fact.verdict} (${fact.policy})`;
    return [{ kind: 'write-gate', target: formatGateTarget(model, fact.version), expected: null, value }];
  });
}

/** Name of the file, inside the registry. Pure. */
export function formatGateTarget(model: string, version: string): string {
  return `${formatVersionFolder(model, version)}/${gateFileName}`;
}

/**
 * Whether the file of a verdict is to be written, or reported on: the one of the last operation, and any that does not show it.
 * A version that is not here has none. What an earlier operation could not write is no failure of the one that looks now; doctor
 * tells of it.
 */
export async function isGateDue(context: DirectoryContext, wanted: WantedGate): Promise<boolean> {
  const folder = join(context.places.root, formatVersionFolder(wanted.model, wanted.version));
  if ((await context.fileSystem.findFacts(folder))?.kind !== 'folder') return false;
  if (wanted.isLast) return true;
  const standing = await findStanding(context, wanted);
  if (standing === 'as-wanted' || standing === 'blocked') return false;
  return (await readKept(context, wanted.reportSha256)).ok;
}

type Standing = 'as-wanted' | 'missing' | 'differs' | 'blocked';

async function findStanding(context: DirectoryContext, wanted: WantedGate): Promise<Standing> {
  const path = join(context.places.root, wanted.target);
  const facts = await context.fileSystem.findFacts(path);
  if (facts === undefined) return 'missing';
  if (facts.kind === 'folder' || facts.kind === 'other') return 'blocked';
  if (facts.kind === 'file' && (await hashFile(path)).sha256 === wanted.reportSha256) return 'as-wanted';
  return (await isGateRegistered(context, wanted)) ? 'blocked' : 'differs';
}

/** Whether the version was registered with a file of that name: then it is evidence, whoever wrote it, and never written over. */
export async function isGateRegistered(
  context: DirectoryContext,
  { model, version }: Pick<WantedGate, 'model' | 'version'>,
): Promise<boolean> {
  const path = join(context.places.root, formatVersionFolder(model, version), 'metadata.json');
  try {
    const reading = parseJsonObject(await context.fileSystem.readFile(path, defaultLimitBytes));
    if (!reading.ok) return true;
    return parseMetadata(model, version, reading.value).artifacts.some(file => file.name === gateFileName);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return true;
  }
}

/**
 * Writes the kept report beside its version, by one rename; the version's own files are not touched.
 * Rejects with Node's error when the file system refuses.
 */
export async function writeGate(context: DirectoryContext, wanted: WantedGate): Promise<ProjectionOutcome> {
  const standing = await findStanding(context, wanted);
  const before = standing === 'differs' ? 'not the one on record' : null;
  const base = { target: wanted.target, before, after: wanted.verdict, problem: undefined };
  if (standing === 'as-wanted') return { ...base, outcome: 'already' };
  if (standing === 'blocked') {
    const problem = 'something that is no verdict of a gate stands there';
    return { ...base, after: null, outcome: 'blocked', problem };
  }
  const kept = await readKept(context, wanted.reportSha256);
  if (!kept.ok) return { ...base, after: null, outcome: 'failed', problem: `its report is ${kept.problem}` };
  await putInPlace(context, wanted.target, kept.bytes);
  return { ...base, outcome: 'written' };
}

/** By way of the temporary folder, so that a write that is cut off leaves nothing in the version. */
async function putInPlace(context: DirectoryContext, target: string, bytes: Uint8Array): Promise<void> {
  const { fileSystem, places, createId } = context;
  const path = join(places.root, target);
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
  await fileSystem.syncFolder(join(path, '..'));
}
