import { ConflictError, toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import { requireWellFormed } from '../../core/history/append-rules.ts';
import type { HistoryEntry } from '../../core/history/entry.ts';
import type { AppendOutcome, HistoryLog } from '../../core/ports/history-log.ts';
import { type EntrySite, type FirstSeen, isFresh, judgeSite } from './announced-entries.ts';
import { bringAbout } from './carry-effects.ts';
import { readTaggedHistory } from './counted-entries.ts';
import { listEffects } from './entry-effects.ts';
import { digestOf, toStoredEntries } from './history-tags.ts';
import { requireGround } from './judge-ground.ts';
import type { MlflowContext } from './mlflow-context.ts';
import type { MlflowContent } from './origin.ts';
import { removeEntryTag, setEntryTag } from './set-entry-tag.ts';
import { tellOverwritten } from './tell-overwritten.ts';
import { withdrawDead } from './withdraw-dead.ts';

/** How long is waited for somebody who is about to move, in milliseconds. */
const patienceMs = 20_000;

/**
 * The history of a registry on a server that knows no compare-and-swap: one tag of the model for each entry, named by its generation and
 * operation, so that nobody ever overwrites another's. An entry is announced before it moves anything. Of two that announce the same
 * generation both step back and try again, so whoever goes ahead was alone as far as this program's users are concerned; what another
 * program does in that moment is told afterwards, as far as the server shows it.
 */
export function createMlflowHistory(context: MlflowContext): HistoryLog {
  const seen: FirstSeen = new Map();
  const read = async (model: string) => {
    const content = await context.source.readModel(model);
    return content === undefined ? undefined : readTaggedHistory(content);
  };
  return {
    listModels: async () => {
      const { models } = await context.source.open();
      return [...models.values()]
        .filter(({ content }) => readTaggedHistory(content).counted.length > 0)
        .map(({ content }) => content.model.name)
        .sort();
    },
    readHistory: async model => {
      const found = await read(model);
      return { entries: toStoredEntries(found?.counted ?? []), defects: found?.defects ?? [] };
    },
    findHeadGeneration: async model => (await read(model))?.counted.at(-1)?.entry.generation ?? 0,
    appendEntry: async entry => {
      requireWellFormed(entry);
      return await append(context, seen, entry);
    },
  };
}

async function append(context: MlflowContext, seen: FirstSeen, entry: HistoryEntry): Promise<AppendOutcome> {
  const until = context.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    const before = await requireModel(context, entry);
    const site = judgeSite(entry, before, seen, context.now());
    if (site.at === 'taken') {
      await withdraw(context, entry, before);
      return { outcome: 'taken', by: site.by };
    }
    if (site.at === 'own' && site.counted) return await finishOwn(context, entry, before);
    if (site.at === 'busy' && (await withdrawDead(context, entry.model, site.by))) continue;
    if (site.at !== 'busy') {
      requireGround(entry, before);
      await setEntryTag(context, entry.model, entry, 'begun');
      const announced = await requireModel(context, entry);
      const own = judgeSite(entry, announced, seen, context.now());
      if (own.at === 'own') return await carryOut(context, seen, entry, announced);
      await withdraw(context, entry, announced);
    }
    if (context.now() > until) throw describeBusy(entry, site);
    await context.pause(stepBackMs(context, attempt));
  }
}

/** Two that step back at the same time must not come again at the same time: the moment is taken from an id nobody else has. */
function stepBackMs({ createId }: MlflowContext, attempt: number): number {
  const digits = createId()
    .replace(/[^0-9a-f]/gi, '')
    .slice(0, 6);
  const share = (Number.parseInt(digits, 16) || 0) / 0xffffff;
  return 20 + share * Math.min(1000, 80 * attempt);
}

/** @throws UnavailableError, ConflictError and others: nothing was moved then, unless it is `answer-lost` */
async function carryOut(
  context: MlflowContext,
  seen: FirstSeen,
  entry: HistoryEntry,
  before: MlflowContent,
): Promise<AppendOutcome> {
  // Once more: between the first look and the announcement somebody may have moved.
  try {
    requireGround(entry, before);
    const [first, ...rest] = listEffects(entry.model, entry);
    const moved = first === undefined ? before : await bringAbout(context, entry.model, first, before);
    const notices = tellOverwritten(entry, before, moved, each => isFresh(each, seen, context.now()));
    const isAll = rest.every(effect => effect.isIn(moved));
    const unrecorded = await recordEnd(context, entry, isAll ? 'done' : 'moved');
    return {
      outcome: 'appended',
      digest: digestOf(entry),
      notices: [...notices, ...unrecorded],
    };
  } catch (thrown) {
    const error = toAppError(thrown);
    // Nobody knows whether it was done: the announcement counts as soon as the server shows it.
    if (error.code !== 'answer-lost') await removeEntryTag(context, entry.model, entry).catch(toAppError);
    throw error;
  }
}

/** What has happened stays so where only its record lags behind: the announcement counts, since the server shows what it says. */
async function recordEnd(
  context: MlflowContext,
  entry: HistoryEntry,
  state: 'moved' | 'done',
): Promise<readonly string[]> {
  try {
    await setEntryTag(context, entry.model, entry, state);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!(error instanceof UnavailableError) || entry.moves.length === 0) throw error;
    return ['The server took the move and then not its record; the next write finishes that.'];
  }
  await context.source.readModel(entry.model);
  return [];
}

async function finishOwn(
  context: MlflowContext,
  entry: HistoryEntry,
  content: MlflowContent,
): Promise<AppendOutcome> {
  const own = readTaggedHistory(content).counted.find(
    each => each.entry.operationId === entry.operationId && each.entry.generation === entry.generation,
  );
  if (own?.state === 'begun') await recordEnd(context, entry, 'moved');
  return { outcome: 'already-ours', digest: own?.digest ?? digestOf(entry) };
}

async function withdraw(context: MlflowContext, entry: HistoryEntry, content: MlflowContent): Promise<void> {
  const { announced } = readTaggedHistory(content);
  const own = announced.some(
    each => each.entry.operationId === entry.operationId && each.entry.generation === entry.generation,
  );
  if (own) await removeEntryTag(context, entry.model, entry);
}

async function requireModel(context: MlflowContext, { model }: HistoryEntry): Promise<MlflowContent> {
  const content = await context.source.readModel(model);
  if (content !== undefined) return content;
  throw new ConflictError('moved-meanwhile', `${model} is not on the server any more.`, {
    hint: 'Somebody deleted or renamed it: see lastgood models.',
  });
}

function describeBusy(entry: HistoryEntry, site: EntrySite): ConflictError {
  const who = site.at === 'busy' ? site.by.actor : 'Somebody else';
  return new ConflictError(
    'moved-meanwhile',
    `${who} is changing ${entry.model} at this moment. Nothing was written.`,
    { hint: 'Look at what they do with lastgood history, and try again.' },
  );
}
