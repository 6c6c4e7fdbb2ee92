import { toAppError } from '../../../core/errors/app-error.ts';
import type { MirrorCondition } from '../../../core/ports/mirror.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';

/** A bucket of which is known whether its last write was forbidden. */
export type NotedRefusal = {
  readonly store: ObjectStore;
  readonly findWriteProblem: () => MirrorCondition['writeProblem'];
};

/** The same bucket. That a login may not write is only heard when it tries: it is remembered until a write goes well. */
export function noteRefusal(store: ObjectStore): NotedRefusal {
  let writeProblem: MirrorCondition['writeProblem'];
  const note = async <Result>(attempt: Promise<Result>): Promise<Result> => {
    try {
      const result = await attempt;
      writeProblem = undefined;
      return result;
    } catch (thrown) {
      const { code, message, hint } = toAppError(thrown);
      if (code === 'access-denied') writeProblem = { message, hint };
      throw thrown;
    }
  };
  return {
    findWriteProblem: () => writeProblem,
    store: {
      address: store.address,
      listsWhole: store.listsWhole,
      list: (query, options) => store.list(query, options),
      find: (name, options) => store.find(name, options),
      read: (name, limitBytes, options) => store.read(name, limitBytes, options),
      download: (name, path, options) => store.download(name, path, options),
      write: (write, options) => note(store.write(write, options)),
      remove: (name, generation, options) => note(store.remove(name, generation, options)),
      close: () => store.close(),
    },
  };
}
