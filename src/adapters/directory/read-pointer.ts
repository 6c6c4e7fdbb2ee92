import { isAbsolute } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import type { PointerReading } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { describeErrno, findErrno } from '../files/file-errors.ts';
import { parseEntryName } from './layout.ts';

/** What stands where a pointer belongs, before it is judged against the versions there are. */
export type RawPointer =
  | { readonly state: 'absent' }
  /** The name it gives, whatever that is. `form` is how it is written. */
  | { readonly state: 'text'; readonly name: string; readonly form: 'link' | 'file' }
  | { readonly state: 'unusable'; readonly problem: string; readonly blocking: boolean };

/** Longest text pointer: a path of a file system's greatest length and a newline. */
export const pointerLimitBytes = 4097;

/**
 * Reads a pointer without following it: a link or a text file, relative or absolute; of an absolute one only the last name counts,
 * since the folder it was written in is another machine's. Never throws for what it finds.
 */
export async function readRawPointer(fileSystem: FileSystem, path: string): Promise<RawPointer> {
  try {
    const facts = await fileSystem.findFacts(path);
    if (facts === undefined) return { state: 'absent' };
    if (facts.kind === 'link') return interpret(await fileSystem.readLink(path), 'link');
    if (facts.kind === 'file') return parsePointerText(await fileSystem.readFile(path, pointerLimitBytes));
    const what =
      facts.kind === 'folder' ? 'a real folder stands in its place' : 'it is neither a link nor a file';
    return { state: 'unusable', problem: what, blocking: true };
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === undefined) throw thrown;
    if (errno === 'ENOENT') return { state: 'absent' };
    return { state: 'unusable', problem: describeErrno(errno), blocking: errno === 'EISDIR' };
  }
}

/** What the bytes of a text pointer say. Pure. */
export function parsePointerText(bytes: Uint8Array): RawPointer {
  return interpret(decode(bytes), 'file');
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .replace(/^\ufeff/, '')
    .trim();
}

function interpret(text: string, form: 'link' | 'file'): RawPointer {
  if (text === '') return { state: 'unusable', problem: 'it is empty', blocking: false };
  const parts = text.split(/[/\\]/).filter(part => part !== '' && part !== '.');
  const last = parts.at(-1) ?? '';
  const absolute = isAbsolute(text) || /^[A-Za-z]:[\\/]/.test(text);
  if (!absolute && (parts.length !== 1 || last === '..')) {
    return {
      state: 'unusable',
      problem: `it leaves the registry: ${makeSafeText(text, { limit: 120 })}`,
      blocking: false,
    };
  }
  return { state: 'text', name: last, form };
}

/** The model and version a raw pointer names, when its name has that form. Pure. */
export function findNamed(raw: RawPointer): { readonly model: string; readonly version: string } | undefined {
  if (raw.state !== 'text') return undefined;
  const parsed = parseEntryName(raw.name);
  return parsed.is === 'version' ? { model: parsed.model, version: parsed.version } : undefined;
}

/** Judges a raw pointer of a model against the versions that exist. Pure. */
export function judgePointer(raw: RawPointer, model: string, versions: ReadonlySet<string>): PointerReading {
  if (raw.state !== 'text') return raw;
  const named = findNamed(raw);
  if (named === undefined || named.model !== model)
    return { state: 'dangling', text: makeSafeText(raw.name, { limit: 120 }) };
  if (versions.has(named.version)) return { state: 'names', version: named.version };
  return { state: 'dangling', text: named.version };
}
