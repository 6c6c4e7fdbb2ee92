import type { ObjectStore } from '../../../core/ports/object-store.ts';

/** The same bucket for who only looks: what reads makes no other attempt later than `budgetMs` after the call, in milliseconds. */
export function createHastyStore(store: ObjectStore, budgetMs: number): ObjectStore {
  return {
    address: store.address,
    listsWhole: store.listsWhole,
    list: (query, options) => store.list(query, { ...options, budgetMs }),
    find: (name, options) => store.find(name, { ...options, budgetMs }),
    read: (name, limitBytes, options) => store.read(name, limitBytes, { ...options, budgetMs }),
    download: (name, path, options) => store.download(name, path, options),
    write: (write, options) => store.write(write, options),
    remove: (name, generation, options) => store.remove(name, generation, options),
    close: () => store.close(),
  };
}
