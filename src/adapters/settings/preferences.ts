import { join } from 'node:path';
import type Conf from 'conf';
import { findTheme, type ThemeName } from '../../core/settings/theme-name.ts';
import { isThere } from './is-there.ts';

/** What a person last chose in the console. Nothing here decides what is written to a registry. */
export type Preferences = {
  readonly theme: ThemeName | undefined;
  readonly lastRegistry: string | undefined;
  /** Metrics shown as columns, in order; undefined: the console chooses. */
  readonly columns: readonly string[] | undefined;
};

/** Preferences on disk. Neither reading nor changing ever fails: what cannot be kept holds until the program ends. */
export type PreferencesStore = {
  readonly read: () => Promise<Preferences>;
  /** Changes the preferences given, and tells whether they will be there next time. */
  readonly change: (changes: Partial<Preferences>) => Promise<'saved' | 'not-saved'>;
};

type Stored = { theme?: unknown; lastRegistry?: unknown; columns?: unknown };

/** Name of the file, without its ending `.json`. */
const fileName = 'preferences';

/**
 * Preferences in a folder, usually the one of the user's `config.yaml`. Nothing is loaded or read before the first use.
 * @param folder absolute; it need not exist
 */
export function createPreferences(folder: string): PreferencesStore {
  let opening: Promise<Conf<Stored> | undefined> | undefined;
  let unsaved: Partial<Preferences> = {};
  const open = (): Promise<Conf<Stored> | undefined> => {
    opening ??= openStore(folder);
    return opening;
  };
  return {
    read: async () => {
      // Loading what reads the file takes longer than all else at start, and most people have changed nothing.
      const isKept = opening !== undefined || (await isThere(join(folder, `${fileName}.json`)));
      return { ...parsePreferences(isKept ? readStore(await open()) : {}), ...unsaved };
    },
    change: async changes => {
      const store = await open();
      if (store !== undefined && writeStore(store, changes)) return 'saved';
      unsaved = { ...unsaved, ...changes };
      return 'not-saved';
    },
  };
}

async function openStore(folder: string): Promise<Conf<Stored> | undefined> {
  const { default: ConfStore } = await import('conf');
  return attempt(
    () =>
      new ConfStore<Stored>({
        projectName: 'lastgood',
        configName: fileName,
        cwd: folder,
        // A file that cannot be parsed is started afresh.
        clearInvalidConfig: true,
      }),
  );
}

function readStore(store: Conf<Stored> | undefined): Stored {
  return (store && attempt(() => store.store)) ?? {};
}

function writeStore(store: Conf<Stored>, changes: Partial<Preferences>): boolean {
  const done = attempt(() => {
    for (const [name, value] of Object.entries(changes) as [keyof Stored, unknown][]) {
      if (value === undefined) store.delete(name);
      else store.set(name, value);
    }
    return true;
  });
  return done ?? false;
}

/** Preferences are a convenience: a folder that cannot be read or written (no home, a full disk) stops nothing. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function parsePreferences({ theme, lastRegistry, columns }: Stored): Preferences {
  return {
    theme: typeof theme === 'string' ? findTheme(theme) : undefined,
    lastRegistry: typeof lastRegistry === 'string' ? lastRegistry : undefined,
    columns: Array.isArray(columns) ? columns.filter(column => typeof column === 'string') : undefined,
  };
}
