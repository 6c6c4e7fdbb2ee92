import type { RegistryEvent } from '../events/event.ts';
import { measuredOf } from '../events/gate-report-of-plan.ts';
import { formatGateReport } from '../gate/format-report.ts';
import { gateFileName } from '../gate/list-projected-gates.ts';
import { findRecordedGate } from '../history/model-history.ts';
import { loadModel } from './load-model.ts';
import { loadRecord } from './load-records.ts';
import type { Session } from './session.ts';

/** What is told of a version that became live beside the move: how it was judged, and what was measured. */
export type DeployedEvidence = Pick<RegistryEvent, 'gate' | 'metrics' | 'files'>;

/**
 * The part the gate had in the newest move of an alias to a version, every number that was judged and every metric of the version as
 * measured, and the report of the gate.
 * @throws NotFoundError model-not-found, registry-not-found; UnavailableError
 */
export async function loadDeployedEvidence(
  session: Session,
  { model, version, alias }: { readonly model: string; readonly version: string; readonly alias: string },
): Promise<DeployedEvidence> {
  const { status } = await loadModel(session, model);
  const measured = await loadRecord(session, status, version);
  const metrics = measured.whole === 'complete' ? measured.record.metrics : {};
  const moved = status.index.entries.findLast(({ entry }) =>
    entry.moves.some(move => move.alias === alias && move.to === version),
  );
  const gate = moved?.entry.gate;
  const sha256 =
    gate?.bound?.reportSha256 ?? findRecordedGate(status.effective, version, alias)?.reportSha256;
  const reading = sha256 === undefined ? undefined : await session.registry.reader.loadGateReport(sha256);
  const report = reading?.ok ? reading.report : undefined;
  return {
    gate: gate !== undefined && (gate.verdict !== 'NONE' || gate.overridden) ? gate : undefined,
    metrics: { ...(report && measuredOf(report)), ...metrics },
    files: report === undefined ? {} : { [gateFileName]: formatGateReport(report) },
  };
}
