import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { OperationOwner, OwnerState } from '../../core/operation/operation-record.ts';

/** The name of this machine, by which files and processes of it are told from those of another. */
export function nameHost(): string {
  return hostname();
}

/** This process, as it can be told apart from a later one with the same number. */
export function describeOwner(): OperationOwner {
  return { host: nameHost(), processId: process.pid, processIdentity: readProcessIdentity(process.pid) };
}

/** Whether the process still runs. Another host's cannot be asked. */
export function judgeOwner(owner: OperationOwner): OwnerState {
  if (owner.host !== nameHost()) return 'elsewhere';
  if (!isAlive(owner.processId)) return 'gone';
  return readProcessIdentity(owner.processId) === owner.processIdentity ? 'running' : 'gone';
}

/**
 * Boot id and start time from /proc: no other process has both. Empty where the system has none, so that only the number counts there;
 * also for a process that has ended and whose parent has not asked how, which keeps its number.
 */
export function readProcessIdentity(processId: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name in parentheses may hold spaces; the state comes after it, the start time 19 fields later.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return endedStates.includes(fields[0] ?? '') ? '' : `${boot} ${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

/** A zombie and a dead process, as /proc has them. @see proc_pid_stat(5) */
const endedStates: readonly string[] = ['Z', 'X'];

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
