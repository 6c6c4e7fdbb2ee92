import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { findErrno } from '../files/file-errors.ts';
import { placeHistory } from '../history/history-place.ts';
import { describePlaces } from './layout.ts';

/** Changes closer together than this are told once, in milliseconds. */
const bunchMs = 120;

/** How often the folder is looked at besides watching, in milliseconds: some file systems tell nothing. */
const pollMs = 3000;

/** Calls back after the registry folder, its pointers, histories or operations changed, until the returned function is called. */
export function watchRegistryFolder(root: string, onChange: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let pending: NodeJS.Timeout | undefined;
  let seen = takeStamp(root);
  const announce = (): void => {
    pending ??= setTimeout(() => {
      pending = undefined;
      seen = takeStamp(root);
      watchAll();
      onChange();
    }, bunchMs);
  };
  const watchAll = (): void => {
    for (const folder of listFolders(root)) if (!watchers.has(folder)) watchOne(watchers, folder, announce);
  };
  watchAll();
  const poll = setInterval(() => {
    if (takeStamp(root) !== seen) announce();
  }, pollMs);
  poll.unref();
  return () => {
    clearTimeout(pending);
    clearInterval(poll);
    for (const watcher of watchers.values()) watcher.close();
  };
}

function watchOne(watchers: Map<string, FSWatcher>, folder: string, announce: () => void): void {
  try {
    const watcher = watch(folder, { persistent: false }, announce);
    watcher.on('error', () => {
      watcher.close();
      watchers.delete(folder);
    });
    watchers.set(folder, watcher);
  } catch (thrown) {
    // Out of watches, or the folder is gone: the poll goes on telling.
    if (findErrno(thrown) === undefined) throw thrown;
  }
}

/** The registry folder, ours in it, and each model's history: few, however many versions there are. */
function listFolders(root: string): readonly string[] {
  const { own, operations } = describePlaces(root);
  const { historyFolder } = placeHistory(root);
  const histories = listNames(historyFolder).map(name => join(historyFolder, name));
  return [root, own, operations, historyFolder, ...histories];
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return [];
  }
}

function takeStamp(root: string): string {
  return listFolders(root)
    .map(folder => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join(' ');
}
