import { join } from 'node:path';
import type { ReadOptions, VersionDetail } from '../../core/ports/registry.ts';
import type { Metrics, Version, VersionRecord } from '../../core/registry/version.ts';
import { readManyJson } from '../files/bulk-read.ts';
import { childPath } from '../files/child-path.ts';
import type { JsonObject, Reading } from '../files/read-json.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatVersionFolder } from './layout.ts';
import { parseMetadata, readMetrics } from './parse-metadata.ts';

/** Reads metadata.json of versions, and with `everything` the metrics of summary.json too. What cannot be read is said by the version. */
export async function loadDirectoryVersions(
  context: DirectoryContext,
  model: string,
  versions: readonly string[],
  detail: VersionDetail,
  options: ReadOptions,
): Promise<readonly Version[]> {
  const folders = versions.map(version =>
    childPath(context.places.root, formatVersionFolder(model, version)),
  );
  let next = 0;
  const loaded = await readManyJson(
    folders.map(folder => join(folder, 'metadata.json')),
    reading => {
      const version = versions[next] ?? '';
      next += 1;
      if (next % 256 === 0) options.onProgress?.(next, versions.length);
      return makeVersion(model, version, reading);
    },
    options.signal ? { signal: options.signal } : {},
  );
  if (detail === 'listing') return loaded;
  const summaries = await readManyJson(
    folders.map(folder => join(folder, 'summary.json')),
    reading => reading,
  );
  return loaded.map((version, place) => addSummary(version, summaries[place]));
}

function makeVersion(model: string, version: string, reading: Reading<JsonObject>): Version {
  if (reading.ok)
    return { model, version, whole: 'complete', record: parseMetadata(model, version, reading.value) };
  if (reading.fault === 'missing') return { model, version, whole: 'incomplete' };
  return { model, version, whole: 'damaged', problem: `metadata.json is ${reading.problem}` };
}

/** Metrics that S0 gates on and does not keep in metadata.json, such as the hallucination score. */
function addSummary(version: Version, reading: Reading<JsonObject> | undefined): Version {
  if (version.whole !== 'complete' || reading === undefined) return version;
  if (!reading.ok) {
    if (reading.fault === 'missing') return version;
    return withOddities(version, version.record, [`summary.json is ${reading.problem}`]);
  }
  const oddities: string[] = [];
  const summary = readMetrics(reading.value, oddities);
  const metrics = { ...summary, ...version.record.metrics };
  return withOddities(version, { ...version.record, metrics }, [
    ...oddities.map(oddity => `summary.json: ${oddity}`),
    ...explainDifferences(version.record.metrics, summary),
  ]);
}

/** Metrics that metadata.json should have from summary.json: lists show what the one says, or nothing where it has none. */
const copiedMetrics = ['groundedness', 'answer_relevance', 'factual_correctness', 'latency_avg_ms'];

function explainDifferences(recorded: Metrics, summary: Metrics): readonly string[] {
  return Object.entries(summary).flatMap(([name, value]) => {
    const kept = recorded[name];
    if (kept === value || (kept === undefined && !copiedMetrics.includes(name))) return [];
    const there =
      kept === undefined ? 'has no usable one, so lists leave it out' : `says ${kept}, which counts`;
    return [`summary.json says ${name} ${value}; metadata.json ${there}`];
  });
}

function withOddities(version: Version, record: VersionRecord, oddities: readonly string[]): Version {
  const { model, version: name } = version;
  return {
    model,
    version: name,
    whole: 'complete',
    record: { ...record, oddities: [...record.oddities, ...oddities] },
  };
}
