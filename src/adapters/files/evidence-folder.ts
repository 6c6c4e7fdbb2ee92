import { hash } from 'node:crypto';
import type { EvidenceFile, ReadEvidence } from '../../core/evidence/evidence-file.ts';
import type { EvidenceSource } from '../../core/gate/policy.ts';
import { compareVersionNames } from '../../core/names/version-name.ts';
import type { EvidenceFolder } from '../../core/ports/evidence.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { findErrno } from './file-errors.ts';
import { findInnerPath } from './inner-path.ts';
import { parsePythonJson } from './parse-python-json.ts';
import { toReadFault } from './read-json.ts';

/** Largest file of evidence, of all repeat runs of a source together, and of a report on them. */
export const evidenceLimitBytes = 256 * 1024 * 1024;

/** Most repeat runs of a source. */
const maxRepeats = 100;

/** A folder that evidence is read from. */
export type EvidencePlace = {
  /** For people, safe to show. */
  readonly place: string;
  /** The folder's absolute path; rejects with what the port says when there is none. */
  readonly findFolder: () => Promise<string>;
  readonly fileSystem: FileSystem;
};

/** What reading one file gave. `problem` follows "is" and is safe to show. */
export type EvidenceReading =
  | { readonly state: 'read'; readonly file: ReadEvidence }
  | { readonly state: 'missing' }
  | { readonly state: 'unusable'; readonly problem: string };

/** Evidence in a folder: each source is the first of its files that is there. Creating it touches nothing. */
export function createEvidenceFolder({ place, findFolder, fileSystem }: EvidencePlace): EvidenceFolder {
  return {
    place,
    loadEvidence: async (sources, options = {}) => {
      options.signal?.throwIfAborted();
      const folder = await findFolder();
      const found: EvidenceFile[] = [];
      for (const source of sources) {
        found.push(await loadSource(fileSystem, folder, source));
        options.signal?.throwIfAborted();
        options.onProgress?.(found.length, sources.length);
      }
      return found;
    },
  };
}

/** A file that is there and cannot be used is not passed over for the next one: that would hide it. */
async function loadSource(
  fileSystem: FileSystem,
  folder: string,
  source: EvidenceSource,
): Promise<EvidenceFile> {
  for (const name of source.files) {
    const reading = await readEvidence(fileSystem, folder, name, evidenceLimitBytes);
    if (reading.state === 'missing') continue;
    if (reading.state === 'unusable')
      return { source: source.name, state: 'unusable', name: makeSafeText(name), problem: reading.problem };
    return await addRepeats(fileSystem, folder, source.name, reading.file);
  }
  return { source: source.name, state: 'missing', name: makeSafeText(source.files.join(' or ')) };
}

/** Repeat runs stand beside the file as `runs/<name>/<file name>`. One that cannot be read makes the source unusable: leaving it out would narrow the noise. */
async function addRepeats(
  fileSystem: FileSystem,
  folder: string,
  source: string,
  file: ReadEvidence,
): Promise<EvidenceFile> {
  const unusable = (problem: string): EvidenceFile => ({
    source,
    state: 'unusable',
    name: file.name,
    problem,
  });
  const parts = file.name.split('/');
  const fileName = parts.at(-1) ?? file.name;
  const runs = [...parts.slice(0, -1), 'runs'].join('/');
  const names = await listRuns(fileSystem, folder, runs);
  if (names.state === 'unusable') return unusable(`not to be relied on: ${runs} is ${names.problem}`);
  const repeats: ReadEvidence[] = [];
  let leftBytes = evidenceLimitBytes;
  for (const name of names.list) {
    const path = `${runs}/${name}/${fileName}`;
    const reading = await readEvidence(fileSystem, folder, path, leftBytes);
    if (reading.state === 'missing') continue;
    if (reading.state === 'unusable') {
      return unusable(
        `not to be relied on: its repeat run ${makeSafeText(path, { limit: 200 })} is ${reading.problem}`,
      );
    }
    repeats.push(reading.file);
    leftBytes -= reading.file.sizeBytes;
    if (repeats.length > maxRepeats)
      return unusable(`not to be relied on: it has more than ${maxRepeats} repeat runs`);
  }
  return { source, state: 'read', file, repeats };
}

type RunNames =
  | { readonly state: 'listed'; readonly list: readonly string[] }
  | { readonly state: 'unusable'; readonly problem: string };

async function listRuns(fileSystem: FileSystem, folder: string, runs: string): Promise<RunNames> {
  const inner = await findInnerPath(folder, runs);
  if (inner.found === 'missing') return { state: 'listed', list: [] };
  if (inner.found === 'unusable') return { state: 'unusable', problem: inner.problem };
  try {
    return { state: 'listed', list: [...(await fileSystem.listNames(inner.path))].sort(compareVersionNames) };
  } catch (thrown) {
    // A file that happens to be called so holds no runs.
    if (findErrno(thrown) === 'ENOTDIR') return { state: 'listed', list: [] };
    const reading = toReadFault(thrown, evidenceLimitBytes);
    return { state: 'unusable', problem: reading.ok ? '' : reading.problem };
  }
}

async function readEvidence(
  fileSystem: FileSystem,
  folder: string,
  name: string,
  limitBytes: number,
): Promise<EvidenceReading> {
  const inner = await findInnerPath(folder, name);
  if (inner.found === 'missing') return { state: 'missing' };
  if (inner.found === 'unusable') return { state: 'unusable', problem: inner.problem };
  return await readEvidenceAt(fileSystem, { name, path: inner.path }, limitBytes);
}

/** Reads one file of evidence. Never rejects for what is wrong with it. @param file its name for people, and its absolute path */
export async function readEvidenceAt(
  fileSystem: FileSystem,
  { name, path }: { readonly name: string; readonly path: string },
  limitBytes: number = evidenceLimitBytes,
): Promise<EvidenceReading> {
  try {
    // Asked before the bytes are read: a file written meanwhile may look older than it is, never younger.
    const facts = await fileSystem.findFacts(path);
    const bytes = await fileSystem.readFile(path, limitBytes);
    const reading = parsePythonJson(bytes);
    if (!reading.ok) return { state: 'unusable', problem: reading.problem };
    const writtenAt = new Date(facts?.modifiedAtMs ?? 0).toISOString();
    const sha256 = hash('sha256', bytes);
    return {
      state: 'read',
      file: { name, value: reading.value, sha256, sizeBytes: bytes.length, writtenAt, path },
    };
  } catch (thrown) {
    const reading = toReadFault(thrown, limitBytes);
    if (reading.ok || reading.fault === 'missing') return { state: 'missing' };
    return { state: 'unusable', problem: reading.problem };
  }
}
