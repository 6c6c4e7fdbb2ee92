import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { findErrno } from '../files/file-errors.ts';

/** What is watched: the folder others write in, and ours in it. Absolute paths. */
export type WatchedPlaces = {
  readonly root: string;
  readonly own: string;
  readonly operations: string;
  readonly historyFolder: string;
  /** A file in `root` that others may write in place, which no time of a folder tells. */
  readonly file?: string | undefined;
};

/** Changes closer together than this are told once, in milliseconds. */
const bunchMs = 120;

/** How often the folder is looked at besides watching, in milliseconds: some file systems tell nothing. */
const pollMs = 3000;

/** Calls back after the registry, its histories or operations changed, until the returned function is called. */
export function watchRegistry(places: WatchedPlaces, onChange: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let pending: NodeJS.Timeout | undefined;
  let seen = takeStamp(places);
  const announce = (): void => {
    pending ??= setTimeout(() => {
      pending = undefined;
      seen = takeStamp(places);
      watchAll();
      onChange();
    }, bunchMs);
  };
  const watchAll = (): void => {
    for (const folder of listFolders(places)) if (!watchers.has(folder)) watchOne(watchers, folder, announce);
  };
  watchAll();
  const poll = setInterval(() => {
    if (takeStamp(places) !== seen) announce();
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
function listFolders({ root, own, operations, historyFolder }: WatchedPlaces): readonly string[] {
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

function takeStamp(places: WatchedPlaces): string {
  return [...listFolders(places), ...(places.file === undefined ? [] : [places.file])]
    .map(path => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join(' ');
}
