import { fstatSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';

/**
 * Whether a descriptor is a terminal. Node makes a stream or loads its network to say so, which takes milliseconds: it is asked only
 * of a device that may be one.
 */
export function isTerminal(descriptor: number): boolean {
  try {
    const facts = fstatSync(descriptor);
    if (!facts.isCharacterDevice() || facts.rdev === statSync(devNull).rdev) return false;
  } catch {
    // Closed, or a system without such devices: Node knows.
  }
  return isatty(descriptor);
}
