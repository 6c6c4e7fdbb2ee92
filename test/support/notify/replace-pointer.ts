import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What another program does: moves the link of a folder registry behind our back. */
export function replacePointer(root: string, name: string, target: string): void {
  rmSync(join(root, name), { force: true });
  symlinkSync(target, join(root, name));
}
