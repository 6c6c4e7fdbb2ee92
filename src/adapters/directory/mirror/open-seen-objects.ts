import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { writeFileDurably } from '../../files/durable-write.ts';
import { findErrno, withFileErrors } from '../../files/file-errors.ts';
import { readJsonObject } from '../../files/read-json.ts';
import type { DirectoryContext } from '../directory-options.ts';
import { mirrorFileName } from './find-copied-bucket.ts';
import { makeCopyFolders } from './make-folders.ts';
import type { SeenObject, SeenObjects } from './seen-objects.ts';
import { formatSeenRow, parseSeenRow } from './seen-row.ts';

/** Format of the two files; one of another format is a memory that was lost. */
const format = 1;

/** Largest memory that is read: about two million objects. */
const rowsLimitBytes = 512 * 1024 * 1024;

/** Rows between two turns of other work. */
const rowsPerTurn = 2000;

/**
 * What was last seen of a bucket, from `.lastgood/mirror.json` (whose bucket, when) and `.lastgood/mirror-objects` (a row per object).
 * Empty where there is nothing, or nothing that can be used: it is only a memory. Nothing is written before `save`.
 * @param url `gs://bucket/prefix`
 * @throws InvalidInputError invalid-configuration when the folder is the copy of another bucket: nothing is touched then
 */
export async function openSeenObjects(cache: DirectoryContext, url: string): Promise<SeenObjects> {
  const objects = new Map<string, SeenObject>();
  let seenAt = await readSeenAt(cache, url);
  const strays = new Set<string>();
  const put = (seen: SeenObject): void => {
    const { name } = seen.facts;
    objects.set(name, seen);
    if (seen.text !== undefined && !seen.isGone && name.startsWith('.lastgood/history/')) strays.add(name);
    else strays.delete(name);
  };
  for (const seen of await readRows(cache)) put(seen);
  let isChanged = false;
  return {
    get seenAt() {
      return seenAt;
    },
    find: name => objects.get(name),
    list: () => objects.values(),
    listStrays: () => [...strays].flatMap(name => objects.get(name) ?? []),
    note: seen => {
      put(seen);
      isChanged = true;
    },
    forget: name => {
      strays.delete(name);
      isChanged = objects.delete(name) || isChanged;
    },
    save: async newSeenAt => {
      await withFileErrors('remember the bucket', cache.places.own, async () => {
        await makeCopyFolders(cache.fileSystem, cache.places);
        if (isChanged) {
          isChanged = false;
          await writeRows(cache, objects).catch((thrown: unknown) => {
            isChanged = true;
            throw thrown;
          });
        }
        const text = `${JSON.stringify({ format, url, seenAt: newSeenAt ?? seenAt ?? null })}\n`;
        await writeFileDurably(cache.fileSystem, pathOf(cache), encode(text), cache.createId);
        seenAt = newSeenAt ?? seenAt;
      });
    },
  };
}

function pathOf({ places }: DirectoryContext): string {
  return join(places.own, mirrorFileName);
}

function rowsPathOf({ places }: DirectoryContext): string {
  return join(places.own, 'mirror-objects');
}

async function readSeenAt(cache: DirectoryContext, url: string): Promise<string | undefined> {
  const reading = await readJsonObject(cache.fileSystem, pathOf(cache));
  if (!reading.ok) return undefined;
  const { url: found, seenAt } = reading.value;
  if (typeof found === 'string' && found !== url) {
    const shown = makeSafeText(found, { limit: 200 });
    throw new InvalidInputError(
      'invalid-configuration',
      `The folder ${makeSafeText(cache.places.root)} is the copy of another bucket, ${shown}.`,
      { hint: 'Choose another folder for the copy of this bucket.', data: { url, found: shown } },
    );
  }
  return reading.value['format'] === format && typeof seenAt === 'string' ? seenAt : undefined;
}

async function readRows(cache: DirectoryContext): Promise<readonly SeenObject[]> {
  const rows: SeenObject[] = [];
  const lines = (await readText(cache)).split('\n');
  if (lines[0] !== String(format)) return [];
  for (const [index, line] of lines.entries()) {
    if (index % rowsPerTurn === rowsPerTurn - 1) await nextTurn();
    const seen = index === 0 ? undefined : parseSeenRow(line);
    if (seen !== undefined) rows.push(seen);
  }
  return rows;
}

async function readText({ fileSystem, ...cache }: DirectoryContext): Promise<string> {
  try {
    const bytes = await fileSystem.readFile(rowsPathOf({ fileSystem, ...cache }), rowsLimitBytes);
    return new TextDecoder().decode(bytes);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return '';
  }
}

async function writeRows(cache: DirectoryContext, objects: ReadonlyMap<string, SeenObject>): Promise<void> {
  const pieces: string[] = [`${format}\n`];
  let count = 0;
  for (const seen of objects.values()) {
    pieces.push(formatSeenRow(seen));
    count += 1;
    if (count % rowsPerTurn === 0) await nextTurn();
  }
  await writeFileDurably(cache.fileSystem, rowsPathOf(cache), encode(pieces.join('')), cache.createId);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
