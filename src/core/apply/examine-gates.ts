import type { ExaminedGate } from '../diagnosis/diagnose-gates.ts';
import { findNewest, gateFileName, listProjectedGates } from '../gate/list-projected-gates.ts';
import type { BoundFile } from '../gate/report.ts';
import type { RecordedGate } from '../history/model-history.ts';
import type { RegistryReader } from '../ports/registry.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Version } from '../registry/version.ts';

/**
 * Holds the reports of verdicts against the history: of versions judged lately, with the file beside them, and of what is live. Few,
 * however long the history is: one per version.
 * @param versions those of the model, as far as they are read
 */
export async function examineGates(
  reader: Pick<RegistryReader, 'checkBoundFiles'>,
  status: ModelStatus,
  versions: readonly Version[],
  signal?: AbortSignal,
): Promise<readonly ExaminedGate[]> {
  const recent = listProjectedGates(status.index.entries);
  const live = listLiveGates(status).filter(gate => !recent.some(({ version }) => version === gate.version));
  const shownBeside = new Set(versions.filter(takesGateFile).map(({ version }) => version));
  const examined: ExaminedGate[] = [];
  for (const gate of [...recent, ...live]) {
    const isShown = recent.includes(gate) && shownBeside.has(gate.version);
    const files = [describeKept(gate), ...(isShown ? [describeShown(gate)] : [])];
    const { model } = status.index;
    const [kept, shown] = await reader.checkBoundFiles(model, gate.version, files, { signal });
    if (kept !== undefined) examined.push({ model, gate, kept, shown });
  }
  return examined;
}

/** Of a version that cannot be read nobody can say whether the file is its own evidence. */
function takesGateFile(version: Version): boolean {
  return version.whole === 'complete' && version.record.artifacts.every(file => file.name !== gateFileName);
}

function listLiveGates({ effective, recorded }: ModelStatus): readonly RecordedGate[] {
  const versions = new Set([...effective.aliases.values()].flatMap(({ version }) => version ?? []));
  return [...versions].flatMap(
    version => findNewest([...(recorded.gates.get(version)?.values() ?? [])]) ?? [],
  );
}

function describeKept({ reportSha256 }: RecordedGate): BoundFile {
  return { source: 'report', name: 'report', sha256: reportSha256, sizeBytes: 0, place: 'kept' };
}

function describeShown({ reportSha256 }: RecordedGate): BoundFile {
  return { source: 'report', name: gateFileName, sha256: reportSha256, sizeBytes: 0, place: 'version' };
}
