import { join } from 'node:path';
import { gateFileName, listProjectedGates } from '../../core/gate/list-projected-gates.ts';
import type { EntryDraft } from '../../core/history/entry-draft.ts';
import type { Step } from '../../core/plan/step.ts';
import type { StoredEntry } from '../../core/ports/history-log.ts';
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
};

/** The files that the verdicts of a draft will be shown in. Pure. */
export function describeGateProjections(model: string, draft: EntryDraft): readonly Step[] {
  return draft.facts.flatMap((fact): readonly Step[] => {
    if (fact.kind !== 'gated') return [];
    const value = `${fact.verdict} (${fact.policy})`;
    return [{ kind: 'write-gate', target: formatGateTarget(model, fact.version), expected: null, value }];
  });
}

function formatGateTarget(model: string, version: string): string {
  return `${formatVersionFolder(model, version)}/${gateFileName}`;
}

/**
 * Verdicts of late whose file does not show them, and those of the last operation, which reports on it. A version that is not
 * here has none.
 */
export async function listWantedGates(
  context: DirectoryContext,
  model: string,
  entries: readonly StoredEntry[],
): Promise<readonly WantedGate[]> {
  const last = entries.at(-1)?.entry.operationId;
  const wanted: WantedGate[] = [];
  for (const { version, reportSha256, verdict, policy, operationId } of listProjectedGates(entries)) {
    const folder = join(context.places.root, formatVersionFolder(model, version));
    if ((await context.fileSystem.findFacts(folder))?.kind !== 'folder') continue;
    const target = formatGateTarget(model, version);
    const gate: WantedGate = {
      kind: 'gate',
      target,
      model,
      version,
      reportSha256,
      verdict: `${verdict} (${policy})`,
    };
    if (operationId === last || (await canBeWritten(context, gate))) wanted.push(gate);
  }
  return wanted;
}

/** What an earlier operation could not write is no failure of the one that looks now; doctor tells of it. */
async function canBeWritten(context: DirectoryContext, wanted: WantedGate): Promise<boolean> {
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
  return (await isRegistered(context, wanted)) ? 'blocked' : 'differs';
}

/** Whether the version was registered with a file of that name: then it is evidence, whoever wrote it, and never written over. */
async function isRegistered(context: DirectoryContext, { model, version }: WantedGate): Promise<boolean> {
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
