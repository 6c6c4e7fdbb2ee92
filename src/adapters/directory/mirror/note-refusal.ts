import { toAppError } from '../../../core/errors/app-error.ts';
import type { MirrorCondition } from '../../../core/ports/mirror.ts';
import type { CallOptions, ObjectStore, ObjectWrite } from '../../../core/ports/object-store.ts';

/** A bucket of which is known whether its last write was forbidden. */
export type NotedRefusal = {
  readonly store: ObjectStore;
  readonly findWriteProblem: () => MirrorCondition['writeProblem'];
  /** After a write that was forbidden: finds out whether one would be allowed by now. Changes nothing in the bucket. */
  readonly askAgain: (options?: CallOptions) => Promise<void>;
};

/**
 * A write that never happens: no object has the generation it expects, and nobody writes one of that name. Who may write hears that it was
 * refused, who may not that it is forbidden.
 */
const idleWrite: ObjectWrite = {
  name: '.lastgood/may-i-write',
  body: { from: 'bytes', bytes: new Uint8Array() },
  expectGeneration: '1',
  contentType: 'application/octet-stream',
  metadata: {},
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
    askAgain: async options => {
      if (writeProblem === undefined) return;
      // What went wrong is remembered where it is a refusal, and else says nothing about one.
      await note(store.write(idleWrite, options)).catch(() => undefined);
    },
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
