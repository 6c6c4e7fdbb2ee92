import type { ErrorCodeRow } from './error-code-row.ts';

/** What cannot be done because something outside refuses: network, login, disk, tool. */
export const outsideErrorCodes = {
  'read-only': {
    exit: 'unavailable',
    meaning: 'Writes are switched off.',
    hint: 'Leave out --read-only, or change the setting readOnly.',
  },
  offline: {
    exit: 'unavailable',
    meaning: 'The bucket or server is not asked, because that was switched off.',
    hint: 'Leave out --offline, or change the setting offline.',
  },
  'format-too-new': {
    exit: 'unavailable',
    meaning: 'The registry was written by a newer lastgood; it can only be read.',
    hint: 'Install a newer lastgood.',
  },
  'permission-denied': {
    exit: 'unavailable',
    meaning: 'The file system refuses access.',
    hint: 'Check who owns the registry folder and its permissions.',
  },
  'disk-full': {
    exit: 'unavailable',
    meaning: 'There is no space left, or a quota is used up.',
    hint: 'Free some space, then run the command again.',
  },
  'file-system-read-only': {
    exit: 'unavailable',
    meaning: 'The file system is mounted read-only.',
    hint: 'Mount it writable, or work on a copy.',
  },
  'file-system-failed': {
    exit: 'unavailable',
    meaning: 'A file system call failed.',
    hint: 'Look at the cause given, then run lastgood doctor.',
  },
  'network-failed': {
    exit: 'unavailable',
    meaning:
      'The bucket or server could not be reached, did not answer in time, or asked to be left alone for a while.',
    hint: 'Check the network connection and try again; what is in the cache can be read meanwhile.',
  },
  'login-required': {
    exit: 'unavailable',
    meaning: 'The bucket or server does not know who is asking: there is no login, or it has expired.',
    hint: 'Run gcloud auth application-default login.',
  },
  'access-denied': {
    exit: 'unavailable',
    meaning: 'The account that is logged in may not do this there.',
    hint: 'Ask for the permission named, or log in with another account.',
  },
  'bucket-not-found': {
    exit: 'unavailable',
    meaning: 'There is no bucket of that name.',
    hint: 'Check the name after gs://; lastgood never creates a bucket.',
  },
  'tool-missing': {
    exit: 'unavailable',
    meaning: 'A program that is needed is not installed, or not on the PATH.',
    hint: 'Install what is named, or choose the transport sdk.',
  },
  'answer-damaged': {
    exit: 'unavailable',
    meaning: 'What came back from the bucket or server is cut off, too large, or not what it should be.',
    hint: 'Try again; if it stays, look for a proxy between here and the bucket.',
  },
  'answer-lost': {
    exit: 'unavailable',
    meaning: 'A change was sent to the server and its answer never came: it may have been made or not.',
    hint: 'Look at the registry before you try again.',
  },
  'outbox-full': {
    exit: 'unavailable',
    meaning: 'So much waits to be told that nothing more is kept.',
    hint: 'See what waits with lastgood outbox, then send or drop it.',
  },
  'publication-conflict': {
    exit: 'conflict',
    meaning: 'What stands on the hub is not what this was planned on, and is not overwritten.',
    hint: 'Look at the repository on the hub, then publish again.',
  },
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;
