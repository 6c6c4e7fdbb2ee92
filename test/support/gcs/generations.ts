import { compareNames, findPlace } from './name-order.ts';
import type { StoredObject } from './stored-object.ts';

/** A generation that can be asked for, and since when it is not the live one any more. */
export type KeptGeneration = { readonly object: StoredObject; readonly deletedAt?: string };

/** Generations of objects by name. Knows no conditions; times are ISO 8601. */
export type Generations = {
  /** Of live objects, in order of their UTF-8 bytes. */
  readonly names: readonly string[];
  /** Names with a generation that can be asked for, in the same order. */
  listNames(): readonly string[];
  /** Those that can be asked for, oldest first. */
  listKept(name: string): readonly KeptGeneration[];
  /** Every one there ever was, oldest first. */
  listEvery(name: string): readonly StoredObject[];
  /** The live one, or the one asked for. */
  find(name: string, generation?: number): StoredObject | undefined;
  /** Makes it the live one; the one before is kept from `keptAt` on, or gone without it. */
  add(object: StoredObject, keptAt: string | undefined): void;
  /** The same generation with other settings. */
  change(object: StoredObject): void;
  /** Takes away one that can be asked for; a live one is kept from `keptAt` on, or gone without it. */
  remove(object: StoredObject, keptAt: string | undefined): void;
};

type State = { object: StoredObject; is: 'live' | 'gone' | { readonly keptAt: string } };

/** No generations. */
export function createGenerations(): Generations {
  const names: string[] = [];
  const live = new Map<string, State>();
  const every = new Map<string, State[]>();
  let hasKept = false;

  const findState = (name: string, generation: number | undefined): State | undefined => {
    const current = live.get(name);
    if (generation === undefined || current?.object.generation === generation) return current;
    return every.get(name)?.find(state => state.object.generation === generation && state.is !== 'gone');
  };
  const retire = (state: State | undefined, keptAt: string | undefined): void => {
    if (state === undefined) return;
    state.is = keptAt === undefined ? 'gone' : { keptAt };
    hasKept ||= keptAt !== undefined;
  };
  const generations: Generations = {
    names,
    listNames: () =>
      hasKept
        ? [...every.keys()].filter(name => generations.listKept(name).length > 0).sort(compareNames)
        : names,
    listKept: name => (every.get(name) ?? []).flatMap(describeKept),
    listEvery: name => (every.get(name) ?? []).map(state => state.object),
    find: (name, generation) => findState(name, generation)?.object,
    add: (object, keptAt) => {
      const { name } = object;
      const state: State = { object, is: 'live' };
      const before = every.get(name) ?? [];
      if (!live.has(name)) names.splice(findPlace(names, name), 0, name);
      retire(live.get(name), keptAt);
      live.set(name, state);
      before.push(state);
      every.set(name, before);
    },
    change: object => {
      const state = findState(object.name, object.generation);
      if (state !== undefined) state.object = object;
    },
    remove: ({ name, generation }, keptAt) => {
      const state = findState(name, generation);
      const isLive = state?.is === 'live';
      retire(state, isLive ? keptAt : undefined);
      if (!isLive) return;
      live.delete(name);
      names.splice(findPlace(names, name), 1);
    },
  };
  return generations;
}

function describeKept({ object, is }: State): readonly KeptGeneration[] {
  if (is === 'gone') return [];
  return [is === 'live' ? { object } : { object, deletedAt: is.keptAt }];
}
