import type { ErrorCodeRow } from './error-code-row.ts';

/** The error codes of a working tree of git and DVC: a part of the table of all of them. */
export const workingTreeCodes = {
  'not-a-working-tree': {
    exit: 'unavailable',
    meaning: 'The folder is not the top of a working tree of git.',
    hint: 'Name the top of the working tree; moves are commits, so they need git.',
  },
  'branch-not-ready': {
    exit: 'error',
    meaning: 'Nothing can be committed to the working tree as it stands.',
    hint: 'End what is in progress there, or check out the branch, then try again.',
  },
  'branch-behind': {
    exit: 'conflict',
    meaning:
      'The branch has gone on at its remote, and this working tree cannot follow. Nothing was written.',
    hint: 'Bring both together with git pull, look at the history, then plan again.',
  },
  'working-tree-changed': {
    exit: 'conflict',
    meaning: 'A file that the move writes has changes of yours that are not committed. Nothing was written.',
    hint: 'Commit these changes or take them back, then try again.',
  },
  'git-busy': {
    exit: 'unavailable',
    meaning: 'Another program of git is at work in the repository, or one left its lock behind.',
    hint: 'Wait until it has ended; where none runs, remove the lock that is named.',
  },
  'git-identity-missing': {
    exit: 'error',
    meaning: 'git does not know who commits.',
    hint: 'Say it with git config user.name and git config user.email.',
  },
  'git-failed': {
    exit: 'unavailable',
    meaning: 'git ended with a failure that lastgood does not know; its own words say more.',
    hint: 'Put right what git complains about, then try again.',
  },
  'push-refused': {
    exit: 'error',
    meaning: 'A hook or a rule of the remote refused the push. Nothing was written.',
    hint: 'Read what it says; a protected branch needs somebody who may push to it.',
  },
  'dvc-failed': {
    exit: 'unavailable',
    meaning: 'dvc could not push the files of the model; its own words say more. Nothing was written.',
    hint: 'Put right what dvc complains about, or push the commit only, with push: git in the configuration.',
  },
  'model-files-missing': {
    exit: 'integrity',
    meaning: "Files of the model are neither in the cache of DVC nor on DVC's remote. Nothing was written.",
    hint: 'Run dvc push on the machine that has them, or choose another run.',
  },
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;
