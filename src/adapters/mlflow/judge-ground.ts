import { ConflictError, InvalidInputError } from '../../core/errors/app-error.ts';
import type { HistoryEntry, Move } from '../../core/history/entry.ts';
import { formatTaggedEntry } from './history-tags.ts';
import { describeHolders, findHolders, isInPlace, isStage } from './holders.ts';
import { findNamed } from './mlflow-context.ts';
import type { MlflowContent } from './origin.ts';
import { describeLongRecord } from './refuse-texts.ts';
import { tagValueLimit } from './tag-names.ts';
import { printVersion } from './version-number.ts';

/**
 * Refuses an entry whose ground is another one than when it was planned. Pure.
 * @throws ConflictError moved-meanwhile, version-incomplete; InvalidInputError capability-missing, usage
 */
export function requireGround(entry: HistoryEntry, content: MlflowContent): void {
  requireShort(entry);
  for (const move of entry.moves) {
    requireStages(move, content);
    // What is adopted is there already, ready or not.
    if (entry.action !== 'adopt') requireTarget(move, content);
    if (!isAsPlanned(entry, move, content)) throw movedElsewhere(entry, move, content);
  }
}

/** What is adopted has happened already; anything else starts from where the alias was. */
function isAsPlanned({ action }: HistoryEntry, move: Move, content: MlflowContent): boolean {
  if (isInPlace(content, move)) return true;
  const { alias, from, to } = move;
  const holders = findHolders(content, alias).map(printVersion);
  if (action === 'adopt') return to !== null && holders.includes(to);
  return from === null ? holders.length === 0 : holders.includes(from);
}

function movedElsewhere(entry: HistoryEntry, { alias, from }: Move, content: MlflowContent): ConflictError {
  const now = describeHolders(content, alias);
  return new ConflictError(
    'moved-meanwhile',
    `${alias} of ${entry.model} is ${now} now, not ${from ?? 'nothing'}: another program moved it after the plan was made.`,
    { data: { model: entry.model, alias, now, planned: from } },
  );
}

function requireTarget({ to }: Move, content: MlflowContent): void {
  if (to === null || findNamed(content, to)?.status === 'READY') return;
  throw new ConflictError(
    'version-incomplete',
    `${content.model.name} ${to} is not on the server any more, or not ready.`,
  );
}

function requireStages({ alias }: Move, { model, versions }: MlflowContent): void {
  if (!isStage(alias) || versions.length === 0 || versions.some(({ stage }) => stage !== undefined)) return;
  throw new InvalidInputError(
    'capability-missing',
    `The server of ${model.name} has no stages, so no ${alias}.`,
    {
      hint: 'Use an alias of its own, for example --to champion.',
    },
  );
}

/** Every server takes tags of this length. */
function requireShort(entry: HistoryEntry): void {
  const { length } = formatTaggedEntry(entry, 'begun').value;
  if (length <= tagValueLimit) return;
  const { problem, hint } = describeLongRecord(length);
  throw new InvalidInputError('usage', problem, { hint });
}
