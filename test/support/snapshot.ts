import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Every path below a folder with what it is: the target of a link, the digest of a file. To be compared before and after. */
export function takeSnapshot(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(root).sort()) {
    const path = join(root, name);
    const facts = lstatSync(path);
    if (facts.isSymbolicLink()) found[name] = `link to ${readlinkSync(path)}`;
    else if (!facts.isDirectory())
      found[name] = createHash('sha256').update(readFileSync(path)).digest('hex');
    else {
      found[name] = 'folder';
      for (const [below, what] of Object.entries(takeSnapshot(path))) found[`${name}/${below}`] = what;
    }
  }
  return found;
}
