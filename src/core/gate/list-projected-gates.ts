import { foldHistory } from '../history/fold-history.ts';
import type { RecordedGate } from '../history/model-history.ts';
import type { StoredEntry } from '../ports/history-log.ts';

/** File beside a version's own that shows the newest verdict on it: a projection, and no part of the version. */
export const gateFileName = 'gate.json';

/** How far back a verdict is looked for: further back nobody writes its file again, so that a long history costs no more. */
const recentEntries = 32;

/** The newest verdict, for whatever alias, of each version that was judged lately: what stands beside the version. Pure. */
export function listProjectedGates(entries: readonly StoredEntry[]): readonly RecordedGate[] {
  const { gates } = foldHistory(entries.slice(-recentEntries));
  return [...gates.values()].flatMap(ofVersion => findNewest([...ofVersion.values()]) ?? []);
}

/** The one recorded last; undefined of none. Pure. */
export function findNewest(gates: readonly RecordedGate[]): RecordedGate | undefined {
  return gates.reduce<RecordedGate | undefined>(
    (newest, gate) => (newest === undefined || gate.generation >= newest.generation ? gate : newest),
    undefined,
  );
}
