import type { GateReportReading } from '../ports/registry.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Session } from './session.ts';

/** How many of the newest verdicts on a version are looked at. */
const verdictLimit = 50;

/**
 * The reports of verdicts on record for a version, oldest first. All of them count, not only the newest: else taking a file away and
 * judging twice would make it be missed once and then forgotten.
 */
export async function loadEarlierVerdicts(
  session: Pick<Session, 'registry'>,
  status: ModelStatus,
  version: string,
): Promise<readonly GateReportReading[]> {
  const facts = status.index.entries.flatMap(({ entry }) => entry.facts);
  const digests = facts.flatMap(fact =>
    fact.kind === 'gated' && fact.version === version ? [fact.reportSha256] : [],
  );
  const readings: GateReportReading[] = [];
  for (const sha256 of [...new Set(digests)].slice(-verdictLimit))
    readings.push(await session.registry.reader.loadGateReport(sha256));
  return readings;
}
