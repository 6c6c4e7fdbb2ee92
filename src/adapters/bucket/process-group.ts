import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 25;

/**
 * Waits until nothing is left of a process group whose leader has ended, and after `graceMs` ends with SIGKILL what is still there.
 * Children that outlive the leader would go on with what it was told to stop.
 */
export async function endGroup(leader: number, graceMs: number): Promise<void> {
  for (let waitedMs = 0; isThere(leader); waitedMs += lookEveryMs) {
    if (waitedMs >= graceMs) {
      signalGroup(leader, 'SIGKILL');
      return;
    }
    await pause(lookEveryMs);
  }
}

function isThere(leader: number): boolean {
  return signalGroup(leader, 0);
}

/** Answers false when nothing of the group is there any more: ESRCH, or EPERM for a number that somebody else has by now. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
