import { toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { HistoryEntry } from '../../core/history/entry.ts';
import { type EntryState, formatTaggedEntry } from './history-tags.ts';
import { getClient, type MlflowContext } from './mlflow-context.ts';

/** How long is waited before each further try, in milliseconds. */
const triesAfterMs = [200, 800, 2000];

/** Sets the tag of an entry. Setting it twice is setting it once, so a lost answer is no trouble. Throws as the client does. */
export async function setEntryTag(
  context: MlflowContext,
  model: string,
  entry: HistoryEntry,
  state: EntryState,
): Promise<void> {
  const { key, value } = formatTaggedEntry(entry, state);
  await repeat(context, () => getClient(context).setModelTag(model, key, value));
}

/** Takes an announcement back: nothing of it has happened. Throws as the client does. */
export async function removeEntryTag(
  context: MlflowContext,
  model: string,
  entry: HistoryEntry,
): Promise<void> {
  const { key } = formatTaggedEntry(entry, 'begun');
  await repeat(context, () => getClient(context).deleteModelTag(model, key));
}

async function repeat(context: Pick<MlflowContext, 'pause'>, act: () => Promise<void>): Promise<void> {
  for (const waitMs of triesAfterMs) {
    try {
      await act();
      return;
    } catch (thrown) {
      if (!(toAppError(thrown) instanceof UnavailableError)) throw thrown;
      if (['login-required', 'access-denied', 'offline'].includes(toAppError(thrown).code)) throw thrown;
      await context.pause(waitMs);
    }
  }
  await act();
}
