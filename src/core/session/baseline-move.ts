import { listDeployed } from '../decision/list-deployed.ts';
import { toAppError } from '../errors/app-error.ts';
import type { GateReport } from '../gate/report.ts';
import { isScoredSince } from '../gate/scored-since.ts';
import type { RecordedGate } from '../history/model-history.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import { recordWords } from '../registry/record-words.ts';
import type { LoadedModel } from './load-model.ts';
import type { Session } from './session.ts';

/**
 * How what was live when a version was judged is not what is live now, in a sentence without its full stop; undefined while it is the
 * same. It counts for every verdict, whether a rule of it compares or not: what a version may replace was part of what was judged.
 */
export async function describeBaselineMove(
  session: Pick<Session, 'registry'>,
  { status }: LoadedModel,
  gate: RecordedGate,
  { baseline, decision }: GateReport,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (baseline === null && decision === null) return undefined;
  const live = findLiveVersion(status, gate.alias) ?? null;
  // Judged before it was promoted: from then on what it beat is no more live, and that was the purpose.
  if (live === gate.version) return undefined;
  if (baseline !== null && baseline.version !== live) {
    const was = baseline.version === null ? 'nothing' : baseline.version;
    return `${gate.version} was judged while ${was} was live under ${gate.alias}, and ${live ?? 'nothing'} is live there now`;
  }
  if (live !== null && isScoredSince(status.effective, live, gate))
    return `${live}, which was live when ${gate.version} was judged, was scored since`;
  const recorded = baseline?.metadataSha256 ?? null;
  if (live !== null && recorded !== null) {
    const now = await hashRecord(session, status.index.model, live, signal);
    if (now !== recorded) {
      const what = recordWords[session.registry.reader.identity.kind].standing;
      return `${live}, which was live when ${gate.version} was judged, is not as it was: its ${what} had ${shorten(recorded)}, and has ${shorten(now)} now`;
    }
  }
  if (decision === null) return undefined;
  const then = decision.history.map(deployed => deployed.version).sort();
  const now = listDeployed(status, gate.alias, [], gate.version)
    .map(deployed => deployed.version)
    .sort();
  if (then.join() === now.join()) return undefined;
  return `${gate.version} was compared with ${then.join(', ') || 'nothing'}; what was deployed is ${now.join(', ') || 'nothing'} now`;
}

async function hashRecord(
  session: Pick<Session, 'registry'>,
  model: string,
  version: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    return await session.registry.reader.hashRecord(model, version);
  } catch (thrown) {
    signal?.throwIfAborted();
    toAppError(thrown);
    return undefined;
  }
}

function shorten(sha256: string | undefined): string {
  return sha256 === undefined ? 'none that can be read' : `sha256 ${sha256.slice(0, 12)}`;
}
