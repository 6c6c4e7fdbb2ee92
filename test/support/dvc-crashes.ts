import type { RunProgram } from '../../src/adapters/dvc/git/run-program.ts';
import { runProgram } from '../../src/adapters/dvc/git/run-program.ts';
import type { FileSystem } from '../../src/core/ports/file-system.ts';
import { describeChangingCall } from './changing-calls.ts';
import { Crash } from './faulty-file-system.ts';

/** A file system and programs of which one changing call is the last thing a process does. */
export type KilledProcess = {
  readonly fileSystem: FileSystem;
  readonly runProgram: RunProgram;
  /** The changing calls so far, in words. */
  readonly calls: () => readonly string[];
};

/**
 * Counts changing calls of both, and kills the process `when` the call of the given number, counted from 1: before it, or after it with
 * its answer lost. Everything asked for later fails, since there is no process any more. 0: never.
 */
export function createKilledProcess(inner: FileSystem, at: number, when: 'before' | 'after'): KilledProcess {
  const calls: string[] = [];
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Crash();
  };
  const change = async <Result>(words: string, work: () => Promise<Result>): Promise<Result> => {
    if (isDead) throw new Crash();
    calls.push(words);
    const isHere = calls.length === at;
    if (isHere && when === 'before') die();
    const result = await work();
    return isHere ? die() : result;
  };
  const read = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (isDead) throw new Crash();
    return await work();
  };
  return {
    calls: () => calls,
    runProgram: run => {
      const words = describeChangingCall(run.file, run.arguments);
      return words === undefined ? read(() => runProgram(run)) : change(words, () => runProgram(run));
    },
    fileSystem: {
      ...inner,
      findFacts: path => read(() => inner.findFacts(path)),
      listNames: path => read(() => inner.listNames(path)),
      readFile: (path, limitBytes) => read(() => inner.readFile(path, limitBytes)),
      makeFolder: path => change(`make-folder ${path}`, () => inner.makeFolder(path)),
      createFile: (path, bytes, permissions) =>
        change(`create ${path}`, () => inner.createFile(path, bytes, permissions)),
      rename: (from, to) => change(`rename ${to}`, () => inner.rename(from, to)),
      removeFile: path => change(`remove ${path}`, () => inner.removeFile(path)),
    },
  };
}
