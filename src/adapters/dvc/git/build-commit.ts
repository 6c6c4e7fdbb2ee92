import { join } from 'node:path';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { removeIfThere } from '../../files/durable-write.ts';
import { writeBlob } from './git-objects.ts';
import type { Git } from './git-program.ts';

/** A file as a commit will have it; null: it has it no more. */
export type TreeChange = {
  /** From the top on, parted by `/`. */
  readonly path: string;
  readonly bytes: Uint8Array | null;
};

/** A commit to be made. */
export type CommitPlan = {
  /** Hash of the commit it comes after. */
  readonly parent: string;
  readonly changes: readonly TreeChange[];
  readonly message: string;
};

/** What is needed to make one apart from the user's index. */
export type ApartPlace = {
  readonly fileSystem: FileSystem;
  readonly createId: () => string;
  /** An existing folder for what is not finished; an absolute path. */
  readonly temporary: string;
};

/**
 * Makes a commit after another one without touching the working tree, the index or any branch: until somebody points to it, nobody sees
 * it. No hook runs. It is signed where `commit.gpgSign` says so.
 * @throws UnavailableError git-identity-missing, git-failed, disk-full and others: with nothing changed
 */
export async function buildCommit(git: Git, plan: CommitPlan, place: ApartPlace): Promise<string> {
  const indexFile = join(place.temporary, `index-${place.createId()}`);
  const doing = 'make the commit';
  const call = async (input: string | undefined, ...parts: readonly string[]): Promise<string> => {
    const { text } = await git.call({ doing, purpose: 'write', arguments: parts, indexFile, input });
    return text.trim();
  };
  try {
    await call(undefined, 'read-tree', plan.parent);
    const lines: string[] = [];
    for (const { path, bytes } of plan.changes) {
      // Mode 0 takes a path out of an index; the hash beside it says nothing then.
      const row =
        bytes === null ? `0 ${'0'.repeat(plan.parent.length)}` : `100644 ${await writeBlob(git, bytes)}`;
      lines.push(`${row}\t${path}\0`);
    }
    await call(lines.join(''), 'update-index', '-z', '--index-info');
    const tree = await call(undefined, 'write-tree');
    const signing = (await isSigning(git)) ? ['-S'] : [];
    return await call(plan.message, 'commit-tree', tree, '-p', plan.parent, ...signing, '-F', '-');
  } finally {
    await removeIfThere(place.fileSystem, indexFile).catch(() => false);
  }
}

async function isSigning(git: Git): Promise<boolean> {
  const { text } = await git.call({
    doing: 'read the configuration of git',
    purpose: 'read',
    arguments: ['config', '--type=bool', '--default=false', 'commit.gpgSign'],
  });
  return text.trim() === 'true';
}
