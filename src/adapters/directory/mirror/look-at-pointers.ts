import { parsePointerText, type RawPointer } from '../read-pointer.ts';
import { parseObjectName } from './classify-object.ts';
import { type Histories, isRecorded } from './expect-pointers.ts';
import { readText } from './read-text.ts';
import type { RefreshRun } from './refresh-run.ts';
import { findTwin } from './take-over-pointers.ts';

/**
 * What the pointers of a bucket that was listed say, where no history has a say: for who watches, before the versions they name are here.
 * Nothing is written or remembered by this.
 * @param models names of all models there are: without its model a name is no pointer
 * @throws UnavailableError
 */
export async function lookAtPointers(
  run: RefreshRun,
  models: ReadonlySet<string>,
  histories: Histories,
): Promise<ReadonlyMap<string, RawPointer>> {
  const said = new Map<string, RawPointer>();
  const copied = new Map<string, RawPointer>();
  for (const facts of run.pointers) {
    const parsed = parseObjectName(facts.name);
    if (parsed.is !== 'pointer' && parsed.is !== 'pointer-copy') continue;
    const isKnown = parsed.model === undefined || models.has(parsed.model);
    if (!isKnown || isRecorded(histories, parsed)) continue;
    if (parsed.is === 'pointer') {
      const text = await readText(run, facts);
      if (text !== undefined) said.set(facts.name, parsePointerText(new TextEncoder().encode(text)));
    } else if (parsed.file === 'metadata.json') {
      const folder = findTwin(run, facts, parsed.model);
      if (folder !== undefined) copied.set(parsed.pointer, { state: 'text', name: folder, form: 'file' });
    }
  }
  return new Map([...copied, ...said]);
}
