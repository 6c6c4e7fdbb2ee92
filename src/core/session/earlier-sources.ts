import { type EarlierSource, listEarlierSources, mergeEarlierSources } from '../gate/earlier-source.ts';
import type { Policy } from '../gate/policy.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Session } from './session.ts';

/** How many of the newest verdicts on a version are looked at. */
const verdictLimit = 50;

/**
 * What verdicts on record for a version stood on. All of them count, not only the newest: else taking a file away and judging twice
 * would make it be missed once and then forgotten. Of a report that cannot be read nobody knows what it stood on, so every source
 * counts as one of its own.
 */
export async function loadEarlierSources(
  session: Pick<Session, 'registry'>,
  status: ModelStatus,
  version: string,
  policy: Policy,
): Promise<readonly EarlierSource[]> {
  const facts = status.index.entries.flatMap(({ entry }) => entry.facts);
  const digests = facts.flatMap(fact =>
    fact.kind === 'gated' && fact.version === version ? [fact.reportSha256] : [],
  );
  const verdicts: (readonly EarlierSource[])[] = [];
  for (const sha256 of [...new Set(digests)].slice(-verdictLimit)) {
    const reading = await session.registry.reader.loadGateReport(sha256);
    verdicts.push(
      reading.ok
        ? listEarlierSources(reading.report, policy)
        : policy.evidence.map(({ name }) => ({ source: name, repeats: [] })),
    );
  }
  return mergeEarlierSources(verdicts);
}
