import { dropItem } from '../../../core/apply/drop-item.ts';
import { InvalidInputError, NotFoundError } from '../../../core/errors/app-error.ts';
import type { Telling } from '../../../core/events/telling.ts';
import { type LoadedOutbox, loadOutbox } from '../../../core/session/load-outbox.ts';
import type { Session } from '../../../core/session/session.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeOutboxDocument } from '../documents/outbox-document.ts';
import type { Host } from '../host.ts';
import { printOutbox } from '../print-outbox.ts';
import { fitToOutput } from '../table-options.ts';
import { sendNow } from '../tell-others.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from '../verb-result.ts';

const actions = ['list', 'send', 'drop'] as const;
type Action = (typeof actions)[number];

export const outboxVerb = defineVerb({
  name: 'outbox',
  group: 'Keep in order',
  summary:
    'what others are still to be told: list it, send it now (or one of it, given up or not), or drop one',
  words: ['[ACTION]', '[ID]'],
  wordValues: { ACTION: actions },
  options: { all: { help: 'list also what has been told' } },
  run: async ({ host, global, words, options }) => {
    const action = readAction(words.ACTION);
    // The outbox is of this machine: nobody else is asked.
    const session = await host.openSession(global, 'to-sync');
    if (action === 'list') return await describeList(session, host, options.all);
    const { telling } = session;
    if (telling === undefined) {
      throw new InvalidInputError('capability-missing', 'Nobody is configured to be told of anything.', {
        hint: 'Say who is, with the setting notify; docs/notifications.md describes it.',
      });
    }
    if (action === 'drop') return await drop(session, telling, host, words.ID);
    return await send(session, telling, host, words.ID);
  },
});

function readAction(text: string | undefined): Action {
  const action = text === undefined ? 'list' : actions.find(each => each === text);
  if (action !== undefined) return action;
  const shown = makeSafeText(text ?? '', { limit: 40 });
  throw new InvalidInputError('usage', `outbox does not know "${shown}".`, {
    hint: `Say what to do: ${actions.join(', ')}.`,
  });
}

async function describeList(session: Session, host: Host, isAll: boolean): Promise<VerbResult> {
  const loaded = await loadOutbox(session);
  const items = isAll ? loaded.items : loaded.items.filter(({ state }) => state !== 'delivered');
  return describeEnd({ ...loaded, items }, [], host, exitCodeOf('done'));
}

async function drop(
  session: Session,
  telling: Telling,
  host: Host,
  typed: string | undefined,
): Promise<VerbResult> {
  const id = getId(await loadOutbox(session), typed ?? '');
  await dropItem(telling, { id });
  return describeEnd(withoutDelivered(await loadOutbox(session)), [], host, exitCodeOf('done'));
}

async function send(
  session: Session,
  telling: Telling,
  host: Host,
  typed: string | undefined,
): Promise<VerbResult> {
  const { keptBecause, ...before } = await loadOutbox(session);
  if (keptBecause !== undefined) throw new InvalidInputError('offline', `Nothing is sent: ${keptBecause}.`);
  const choice = typed === undefined ? 'waiting' : { id: getId({ ...before, keptBecause }, typed) };
  const { tried, problems } = await sendNow(host, telling, { choice, now: session.now });
  const failed = tried.filter(({ state }) => state !== 'delivered');
  const first = failed[0]?.problem?.code;
  const worst = problems.length > 0 ? exitCodeOf('unavailable') : exitCodeOf('done');
  const isPartly = first !== undefined && failed.length < tried.length;
  const exitCode = first === undefined ? worst : isPartly ? exitCodeOf('partial') : exitCodeOfError(first);
  const after = await loadOutbox(session);
  const touched = new Set(tried.map(({ id }) => id));
  const items = after.items.filter(({ id, state }) => touched.has(id) || state !== 'delivered');
  return describeEnd({ ...after, items }, problems, host, exitCode);
}

/** The item that an id, or the beginning of one, names. @throws NotFoundError item-not-found; InvalidInputError usage */
function getId({ items, unreadable }: LoadedOutbox, typed: string): string {
  const shown = makeSafeText(typed, { limit: 40 });
  if (typed === '') throw new InvalidInputError('usage', 'outbox drop needs the id of an item.');
  const ids = [...items.map(({ id }) => id), ...unreadable.map(name => name.replace('.json', ''))];
  const found = ids.filter(id => id === typed || (typed.length >= 4 && id.startsWith(typed)));
  const [id] = found;
  if (id === undefined) throw new NotFoundError('item-not-found', `The outbox has no item ${shown}.`);
  if (found.length === 1) return id;
  throw new InvalidInputError('usage', `${shown} is the beginning of several items: ${found.join(', ')}.`);
}

function withoutDelivered(loaded: LoadedOutbox): LoadedOutbox {
  return { ...loaded, items: loaded.items.filter(({ state }) => state !== 'delivered') };
}

function describeEnd(
  loaded: LoadedOutbox,
  problems: readonly string[],
  host: Host,
  exitCode: number,
): VerbResult {
  return {
    exitCode,
    document: () => describeOutboxDocument(loaded, problems),
    lines: () => [...printOutbox(loaded, fitToOutput(host)), ...problems],
  };
}
