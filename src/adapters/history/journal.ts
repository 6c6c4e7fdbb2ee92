import { join } from 'node:path';
import type { OperationRecord } from '../../core/operation/operation-record.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { childPath } from '../files/child-path.ts';
import { ensureFolder, listNamesIfThere, removeIfThere, writeFileDurably } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { type JsonObject, readJsonObject } from '../files/read-json.ts';

/** What journals are written with. */
export type JournalContext = {
  readonly fileSystem: FileSystem;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Absolute paths of our folder, and of the one for journals in it. */
  readonly places: { readonly own: string; readonly operations: string };
};

/** Most journals that are read: each is an operation that runs or was cut off, so there are few. */
const maxJournals = 1000;

/** Journals of operations that run or were cut off, oldest first. One that cannot be read is left to doctor. */
export async function readJournals(context: JournalContext): Promise<readonly OperationRecord[]> {
  const { fileSystem, places } = context;
  const records: OperationRecord[] = [];
  for (const name of (await listJournals(context)).slice(0, maxJournals)) {
    const reading = await readJsonObject(fileSystem, childPath(places.operations, name));
    const record = reading.ok ? parseOperationRecord(reading.value) : undefined;
    if (record) records.push(record);
  }
  return records.sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

async function listJournals(context: JournalContext): Promise<readonly string[]> {
  const names = await listNamesIfThere(context.fileSystem, context.places.operations);
  return names.filter(name => /^[\w-]+\.json$/.test(name)).sort();
}

/** Writes a journal so that it is there after a crash. @throws UnavailableError when the file system refuses. */
export async function writeJournal(context: JournalContext, record: OperationRecord): Promise<void> {
  const { fileSystem, places, createId } = context;
  await withFileErrors('write the journal', places.operations, async () => {
    await ensureFolder(fileSystem, places.operations);
    await fileSystem.syncFolder(places.own);
    const bytes = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
    await writeFileDurably(fileSystem, journalPath(context, record.operationId), bytes, createId);
  });
}

/** Removes a journal; one that is gone already is fine. */
export async function removeJournal(context: JournalContext, operationId: string): Promise<void> {
  const path = journalPath(context, operationId);
  await withFileErrors('remove the journal', path, async () => {
    if (await removeIfThere(context.fileSystem, path))
      await context.fileSystem.syncFolder(context.places.operations);
  });
}

function journalPath(context: JournalContext, operationId: string): string {
  return join(context.places.operations, `${operationId.replace(/[^\w-]/g, '_')}.json`);
}

/** Our own files only, so the check is of shape, not of every value: what is shown is made safe. */
function parseOperationRecord(json: JsonObject): OperationRecord | undefined {
  const record = json as unknown as OperationRecord;
  const texts = [
    record.operationId,
    record.title,
    record.model,
    record.actor,
    record.startedAt,
    record.command,
  ];
  if (record.format !== 1 || texts.some(text => typeof text !== 'string')) return undefined;
  if (!Array.isArray(record.drafts) || typeof record.owner?.host !== 'string') return undefined;
  return {
    ...record,
    title: makeSafeText(record.title),
    actor: makeSafeText(record.actor),
    command: makeSafeText(record.command),
  };
}
