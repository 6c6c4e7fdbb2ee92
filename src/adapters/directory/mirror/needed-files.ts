import { hash } from 'node:crypto';
import { parseJsonObject } from '../../files/read-json.ts';
import { formatVersionFolder } from '../layout.ts';
import { parseMetadata } from '../parse-metadata.ts';
import { parseObjectName } from './classify-object.ts';
import type { SeenObjects } from './seen-objects.ts';

/** A version with its record as it stands on this machine. */
export type RecordedVersion = {
  readonly model: string;
  readonly version: string;
  /** Its metadata.json. */
  readonly record: Uint8Array;
  /** sha256 that the history has of the record, in hex; undefined where it has none. */
  readonly registered: string | undefined;
};

/** Files that a version needs beside its metadata.json, by name inside the registry; with the digest where its record has one. */
export type NeededFiles = ReadonlyMap<string, string | undefined>;

/**
 * What belongs to a version: the files that its record names, and those that the bucket had of it. A record that the digest of the history
 * proves is the whole list; one that contradicts it names nothing. Pure.
 * @param gone from {@link listGoneFiles}
 */
export function listNeeded(
  { model, version, record, registered }: RecordedVersion,
  gone: readonly string[],
): NeededFiles {
  const isProven = registered === hash('sha256', record);
  const needed = new Map<string, string | undefined>(isProven ? [] : gone.map(name => [name, undefined]));
  if (registered !== undefined && !isProven) return needed;
  const reading = parseJsonObject(record);
  if (!reading.ok) return needed;
  const folder = formatVersionFolder(model, version);
  for (const { name, role, sha256 } of parseMetadata(model, version, reading.value).artifacts) {
    const inside = `${folder}/${name}`;
    if (role !== 'weights' && parseObjectName(inside).is === 'version-file') needed.set(inside, sha256);
  }
  return needed;
}

/** Files beside a metadata.json that the bucket had and has no more, by the folder of their version. Pure. */
export function listGoneFiles(seen: Pick<SeenObjects, 'list'>): ReadonlyMap<string, readonly string[]> {
  const gone = new Map<string, string[]>();
  for (const { facts, isGone } of seen.list()) {
    if (!isGone) continue;
    const parsed = parseObjectName(facts.name);
    if (parsed.is !== 'version-file') continue;
    const folder = formatVersionFolder(parsed.model, parsed.version);
    const names = gone.get(folder);
    if (names === undefined) gone.set(folder, [facts.name]);
    else names.push(facts.name);
  }
  return gone;
}
