import type { FileSystem } from '../../src/core/ports/file-system.ts';
import type { ObjectStore } from '../../src/core/ports/object-store.ts';
import { Crash } from './faulty-file-system.ts';

/** At which request to the bucket, counted from 1, a process ends: before it is sent, or after it was carried out unheard. */
export type ProcessEnd = { readonly at: number; readonly when: 'before' | 'after' };

/** A process that ends in the middle: no call of it gets through any more, to the bucket or to the disk. */
export type EndingProcess = {
  readonly wrapStore: (store: ObjectStore) => ObjectStore;
  readonly wrapFileSystem: (fileSystem: FileSystem) => FileSystem;
  readonly hasEnded: () => boolean;
  /** Requests so far, in words. */
  readonly requests: () => readonly string[];
};

/**
 * A process that will end so.
 * @param makeError what every call is answered from then on; of a process that only lost its connection it is a failure it can handle
 */
export function createEndingProcess(
  end: ProcessEnd,
  makeError: () => Error = () => new Crash(),
): EndingProcess {
  const requests: string[] = [];
  let hasEnded = false;
  const refuse = (): void => {
    if (hasEnded) throw makeError();
  };
  const request = async <Result>(words: string, call: () => Promise<Result>): Promise<Result> => {
    refuse();
    requests.push(words);
    const isEnd = requests.length === end.at;
    if (isEnd && end.when === 'before') hasEnded = true;
    refuse();
    const result = await call();
    if (isEnd) hasEnded = true;
    refuse();
    return result;
  };
  return {
    hasEnded: () => hasEnded,
    requests: () => requests,
    wrapStore: store => ({
      address: store.address,
      list: (query, options) => request(`list ${query.prefix ?? ''}`, () => store.list(query, options)),
      find: (name, options) => request(`find ${name}`, () => store.find(name, options)),
      read: (name, limitBytes, options) =>
        request(`read ${name}`, () => store.read(name, limitBytes, options)),
      download: (name, path, options) =>
        request(`download ${name}`, () => store.download(name, path, options)),
      write: (write, options) => request(`write ${write.name}`, () => store.write(write, options)),
      remove: (name, generation, options) =>
        request(`remove ${name}`, () => store.remove(name, generation, options)),
      close: () => store.close(),
    }),
    wrapFileSystem: fileSystem => {
      const guard =
        <Parameters extends readonly unknown[], Result>(
          call: (...parameters: Parameters) => Promise<Result>,
        ) =>
        async (...parameters: Parameters): Promise<Result> => {
          refuse();
          return await call(...parameters);
        };
      return {
        findFacts: guard(fileSystem.findFacts),
        readLink: guard(fileSystem.readLink),
        listNames: guard(fileSystem.listNames),
        readFile: guard(fileSystem.readFile),
        makeFolder: guard(fileSystem.makeFolder),
        createFile: guard(fileSystem.createFile),
        link: guard(fileSystem.link),
        symlink: guard(fileSystem.symlink),
        rename: guard(fileSystem.rename),
        removeFile: guard(fileSystem.removeFile),
        removeFolder: guard(fileSystem.removeFolder),
        syncFolder: guard(fileSystem.syncFolder),
        copyFile: guard(fileSystem.copyFile),
      };
    },
  };
}
