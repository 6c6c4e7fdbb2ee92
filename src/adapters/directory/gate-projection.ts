import { join } from 'node:path';
import { gateFileName } from '../../core/gate/list-projected-gates.ts';
import type { ProjectionOutcome } from '../../core/ports/registry.ts';
import { findErrno } from '../files/file-errors.ts';
import { defaultLimitBytes, parseJsonObject } from '../files/read-json.ts';
import { type GateStanding, readGateStanding, type WantedGate, writeGateFile } from '../history/gate-file.ts';
import { readKept } from '../history/kept-files.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatVersionFolder } from './layout.ts';
import { parseMetadata } from './parse-metadata.ts';

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

async function findStanding(context: DirectoryContext, wanted: WantedGate): Promise<GateStanding> {
  const standing = await readGateStanding(
    context,
    join(context.places.root, wanted.target),
    wanted.reportSha256,
  );
  return standing === 'differs' && (await isGateRegistered(context, wanted)) ? 'blocked' : standing;
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
  const path = join(context.places.root, wanted.target);
  return await writeGateFile(context, path, wanted, await findStanding(context, wanted));
}
