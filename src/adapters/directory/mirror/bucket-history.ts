import { hash } from 'node:crypto';
import { ConflictError, toAppError } from '../../../core/errors/app-error.ts';
import {
  type AppendSite,
  type GenerationReading,
  judgeAppend,
  requireWellFormed,
} from '../../../core/history/append-rules.ts';
import type { HistoryEntry } from '../../../core/history/entry.ts';
import { formatHistoryEntry } from '../../../core/history/parse-entry.ts';
import type { AppendOutcome, HistoryLog } from '../../../core/ports/history-log.ts';
import type { ObjectFacts, ObjectStore } from '../../../core/ports/object-store.ts';
import { formatGenerationName, parseGenerationName } from '../../history/history-place.ts';
import { entryLimitBytes, interpretEntry } from '../../history/interpret-entry.ts';
import type { InstallOutcome } from './install-object.ts';
import { operationKey, sha256Key } from './mirror-context.ts';
import { packBody, unpackBody } from './packed-body.ts';

/** What a history in a bucket needs beside it. */
export type BucketHistoryOptions = {
  readonly store: ObjectStore;
  /** The history of the copy: what is read. */
  readonly copy: HistoryLog;
  /** Puts an entry found or written in the bucket into the copy. */
  readonly takeOver: (facts: ObjectFacts, bytes: Uint8Array) => Promise<InstallOutcome>;
  /** Told after entries of somebody else came into the copy outside of a read of the whole bucket. */
  readonly onNews: (model: string) => Promise<void>;
};

/** The history of a registry in a bucket. */
export type BucketHistory = HistoryLog & {
  /**
   * Takes over what the bucket has behind the last entry of the copy, which must stand there too: by the chain all before it is the same.
   * One request.
   * @throws UnavailableError; ConflictError history-forked, history-ahead, history-damaged when the bucket's entry cannot be read
   */
  readonly catchUp: (model: string) => Promise<void>;
};

/** How often it is looked again when an entry appears between looking and writing. */
const maxLooks = 3;

/**
 * `.lastgood/history/<model>/00000001.json` and so on, each inserted under the condition that nothing is there yet, which is the
 * compare-and-swap. It is read from the copy on this machine; after a write that may or may not have been made, or that the copy could
 * not follow, the bucket is asked first, and nothing is read before it has answered.
 * @see HistoryLog for what it promises.
 */
export function createBucketHistory(options: BucketHistoryOptions): BucketHistory {
  const { copy } = options;
  /** Models of which the bucket may hold an entry that the copy has not. */
  const uncertain = new Set<string>();
  const settle = async (model: string): Promise<void> => {
    if (!uncertain.has(model)) return;
    await look(options, model, (await copy.findHeadGeneration(model)) + 1);
    uncertain.delete(model);
  };
  return {
    catchUp: async model => {
      const head = await copy.findHeadGeneration(model);
      const readings = await look(options, model, head);
      if (head > 0) requireSame(model, head, readings);
      uncertain.delete(model);
    },
    listModels: () => copy.listModels(),
    readHistory: async model => {
      await settle(model);
      return await copy.readHistory(model);
    },
    findHeadGeneration: async model => {
      await settle(model);
      return await copy.findHeadGeneration(model);
    },
    appendEntry: async entry => {
      requireWellFormed(entry);
      let isTried = false;
      const onWrite = (): void => {
        isTried = true;
      };
      try {
        const { outcome, written } = await appendEntry(options, entry, onWrite);
        if (written === undefined) return outcome;
        // It stands in the bucket: what keeps the copy from following is the affair of whoever reads it next.
        await follow(options, entry, written).catch((thrown: unknown) => {
          toAppError(thrown);
          uncertain.add(entry.model);
        });
        return outcome;
      } catch (thrown) {
        // What failed before it was sent is in no doubt.
        if (isTried) uncertain.add(entry.model);
        throw thrown;
      }
    },
  };
}

type Append = { readonly outcome: AppendOutcome; readonly written?: ObjectFacts };

async function appendEntry(
  options: BucketHistoryOptions,
  entry: HistoryEntry,
  onWrite: () => void,
): Promise<Append> {
  const bytes = encodeEntry(entry);
  const digest = sha256(bytes);
  for (let attempt = 1; attempt <= maxLooks; attempt += 1) {
    const outcome = judgeAppend(entry, digest, await findSite(options, entry));
    if (outcome !== undefined) return { outcome };
    onWrite();
    const written = await options.store.write({
      name: nameEntry(entry.model, entry.generation),
      body: { from: 'bytes', bytes },
      expectGeneration: '0',
      contentType: 'application/json',
      metadata: { [operationKey]: entry.operationId, [sha256Key]: digest, ...packBody(bytes) },
    });
    if (written.outcome === 'written')
      return { outcome: { outcome: 'appended', digest }, written: written.facts };
  }
  throw new ConflictError(
    'history-damaged',
    `Entry ${entry.generation} of ${entry.model} can neither be read nor written in the bucket.`,
  );
}

/** One request tells all that judging needs: the entry before, the one wanted and anything higher. */
async function findSite(options: BucketHistoryOptions, entry: HistoryEntry): Promise<AppendSite> {
  const { model, generation } = entry;
  const readings = await look(options, model, generation - 1);
  const head = Math.max(0, ...readings.keys());
  if (head < generation - 1 && (await options.copy.findHeadGeneration(model)) >= generation - 1) {
    throw ahead(model, generation);
  }
  const none = { found: 'none' } as const;
  return { head, before: readings.get(generation - 1) ?? none, standing: readings.get(generation) ?? none };
}

async function follow(
  { takeOver }: BucketHistoryOptions,
  entry: HistoryEntry,
  written: ObjectFacts,
): Promise<void> {
  const outcome = await takeOver(written, encodeEntry(entry));
  if (outcome === 'changed-here') throw forked(entry.model, entry.generation);
}

/** Name of a generation's object, inside the prefix. Pure. */
export function nameEntry(model: string, generation: number): string {
  return `${nameHistoryFolder(model)}${formatGenerationName(generation)}`;
}

/** Names of a model's history start with this. Pure. */
export function nameHistoryFolder(model: string): string {
  return `.lastgood/history/${model}/`;
}

/**
 * The entries of the bucket from one generation on, taken over into the copy. What is damaged is not: the copy may have it whole.
 * @throws ConflictError history-damaged when the copy has another one
 */
async function look(
  { store, takeOver, onNews }: BucketHistoryOptions,
  model: string,
  first: number,
): Promise<ReadonlyMap<number, GenerationReading>> {
  const prefix = nameHistoryFolder(model);
  const startAt = nameEntry(model, Math.max(1, first));
  const readings = new Map<number, GenerationReading>();
  let hasNews = false;
  let pageToken: string | undefined;
  do {
    const page = await store.list({ prefix, startAt, ...(pageToken === undefined ? {} : { pageToken }) });
    for (const facts of page.objects) {
      const generation = parseGenerationName(facts.name.slice(prefix.length));
      if (generation === undefined) continue;
      const bytes =
        unpackBody(facts) ?? (await store.read(facts.name, entryLimitBytes, { known: facts }))?.bytes;
      if (bytes === undefined) continue;
      const reading = interpretEntry({ ok: true, value: bytes }, { model, generation }, sha256);
      readings.set(generation, reading);
      if (reading.found === 'defect' && reading.defect.fault === 'damaged') continue;
      const outcome = await takeOver(facts, bytes);
      if (outcome === 'changed-here') throw forked(model, generation);
      hasNews ||= outcome === 'installed';
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  if (hasNews) await onNews(model);
  return readings;
}

/** What follows from the copy's last entry may be said in the bucket only where the bucket has that entry. */
function requireSame(model: string, head: number, readings: ReadonlyMap<number, GenerationReading>): void {
  const reading = readings.get(head);
  if (reading === undefined || reading.found === 'none') throw ahead(model, head);
  if (reading.found === 'entry') return;
  throw new ConflictError(
    'history-damaged',
    `Entry ${head} of ${model} cannot be used in the bucket: ${reading.defect.problem}.`,
    { data: { model, generation: head } },
  );
}

function ahead(model: string, generation: number): ConflictError {
  return new ConflictError(
    'history-ahead',
    `The history of ${model} on this machine goes on where the bucket's ends; nothing was written.`,
    {
      hint: 'See both with lastgood sync status: doctor puts back what the bucket lost, a push brings what it never had.',
      data: { model, generation },
    },
  );
}

function forked(model: string, generation: number): ConflictError {
  return new ConflictError(
    'history-forked',
    `Entry ${generation} of ${model} is not the same on this machine and in the bucket.`,
    {
      hint: 'See both with lastgood sync status: it says what mends it.',
      data: { model, generation },
    },
  );
}

function encodeEntry(entry: HistoryEntry): Uint8Array {
  return new TextEncoder().encode(formatHistoryEntry(entry));
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}
