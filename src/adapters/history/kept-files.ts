import { hash } from 'node:crypto';
import { join } from 'node:path';
import { BugError, ConflictError } from '../../core/errors/app-error.ts';
import { parseGateReport } from '../../core/gate/parse-gate-report.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import type { GateReportReading, KeptFile } from '../../core/ports/registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { ensureFolder, removeIfThere } from '../files/durable-write.ts';
import { evidenceLimitBytes } from '../files/evidence-folder.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import { hashFile } from '../files/hash-file.ts';
import { parseUnambiguousJson } from '../files/parse-unambiguous-json.ts';
import { toReadFault } from '../files/read-json.ts';

/** What files are kept with. */
export type KeepContext = {
  readonly fileSystem: FileSystem;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Absolute paths of our folder, and of those in it for what is not finished and for what is kept. */
  readonly places: { readonly own: string; readonly temporary: string; readonly evidence: string };
};

const sha256Pattern = /^[0-9a-f]{64}$/;

/** Where what has this digest is kept; undefined for a text that is no digest. Pure. */
export function findKeptPath(
  { places }: { readonly places: Pick<KeepContext['places'], 'evidence'> },
  sha256: string,
): string | undefined {
  return sha256Pattern.test(sha256) ? join(places.evidence, sha256) : undefined;
}

/**
 * Keeps bytes under their digest, durably: they get their name by one rename, after they were compared with it. Of several that keep
 * the same all may put it there, since it is the same; what stands there damaged is replaced.
 * @throws ConflictError evidence-changed; UnavailableError: with nothing left behind
 */
export async function keepFile(context: KeepContext, file: KeptFile): Promise<void> {
  const path = findKeptPath(context, file.sha256);
  if (path === undefined) throw new BugError('internal-bug', 'A file to keep has no digest.');
  const { fileSystem, places } = context;
  await withFileErrors('keep the evidence', path, async () => {
    for (const folder of [places.temporary, places.evidence]) await ensureFolder(fileSystem, folder);
    await fileSystem.syncFolder(places.own);
    if (await isKept(path, file.sha256)) await requireSource(context, file);
    else await putInPlace(context, file, path);
    // Even when it was there: whoever put it there may not have come to this yet.
    await fileSystem.syncFolder(places.evidence);
  });
}

async function putInPlace(context: KeepContext, file: KeptFile, path: string): Promise<void> {
  const { fileSystem, places } = context;
  const temporary = join(places.temporary, `evidence-${context.createId()}`);
  try {
    if (file.from === 'text') await fileSystem.createFile(temporary, new TextEncoder().encode(file.text));
    else await copyEvidence(context, file, temporary);
    // Of our own copy: what happens to the original from now on does not matter.
    if ((await hashFile(temporary)).sha256 !== file.sha256)
      throw evidenceChanged(file, 'is not what was judged');
    await fileSystem.rename(temporary, path);
  } catch (thrown) {
    // The failure that led here is what the caller must hear of; a leftover that cannot be removed is found by doctor.
    await removeIfThere(fileSystem, temporary).catch(() => false);
    throw thrown;
  }
}

async function copyEvidence(
  context: KeepContext,
  file: Extract<KeptFile, { readonly from: 'file' }>,
  temporary: string,
): Promise<void> {
  await requireRegularFile(context, file);
  await context.fileSystem.copyFile(file.path, temporary);
}

/** The bytes being kept already says nothing of the file that somebody reviewed: it may have changed since. */
async function requireSource(context: KeepContext, file: KeptFile): Promise<void> {
  if (file.from === 'text') return;
  await requireRegularFile(context, file);
  if ((await hashFile(file.path)).sha256 !== file.sha256)
    throw evidenceChanged(file, 'is not what was judged');
}

async function requireRegularFile(
  { fileSystem }: KeepContext,
  file: Extract<KeptFile, { readonly from: 'file' }>,
): Promise<void> {
  const facts = await fileSystem.findFacts(file.path);
  if (facts === undefined) throw evidenceChanged(file, 'is gone');
  if (facts.kind !== 'file') throw evidenceChanged(file, 'is no regular file any more');
}

function evidenceChanged(file: KeptFile, what: string): ConflictError {
  const name = makeSafeText(file.name, { limit: 200 });
  return new ConflictError('evidence-changed', `${name} ${what}: it changed after the gate had read it.`, {
    data: { file: name, sha256: file.sha256 },
  });
}

async function isKept(path: string, sha256: string): Promise<boolean> {
  try {
    return (await hashFile(path)).sha256 === sha256;
  } catch (thrown) {
    if (['ENOENT', 'ELOOP', 'EINVAL'].includes(findErrno(thrown) ?? '')) return false;
    throw thrown;
  }
}

/** The bytes kept under a digest, or why they cannot be had; `problem` follows "the report is". */
export async function readKept(
  context: KeepContext,
  sha256: string,
): Promise<
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly problem: string }
> {
  const path = findKeptPath(context, sha256);
  if (path === undefined) return { ok: false, problem: 'named by no digest' };
  try {
    const bytes = await context.fileSystem.readFile(path, evidenceLimitBytes);
    if (hash('sha256', bytes) === sha256) return { ok: true, bytes };
    return { ok: false, problem: 'not the one on record: its bytes were changed' };
  } catch (thrown) {
    const reading = toReadFault(thrown, evidenceLimitBytes);
    return { ok: false, problem: reading.ok ? 'missing' : reading.problem };
  }
}

/** The report that is kept under a digest. Never rejects for what is wrong with it. */
export async function loadGateReport(context: KeepContext, sha256: string): Promise<GateReportReading> {
  const kept = await readKept(context, sha256);
  if (!kept.ok) return { ok: false, problem: `the report is ${kept.problem}` };
  const reading = parseUnambiguousJson(kept.bytes);
  if (!reading.ok) return { ok: false, problem: `the report is ${reading.problem}` };
  const parsed = parseGateReport(reading.value);
  return parsed.ok ? parsed : { ok: false, problem: `the report is malformed: ${parsed.problem}` };
}
