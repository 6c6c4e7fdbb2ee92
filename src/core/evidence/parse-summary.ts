import { type EvidenceParser, noSlices, readObjects } from './evidence-content.ts';
import { readMember } from './evidence-object.ts';
import { createMetricSet, createRunReader, listMetricNames, unitsMember } from './metric-set.ts';

/** Reads `summary.json` and `metrics.json`: one flat object of metrics. Pure. */
export const parseSummary: EvidenceParser = (file, repeats) => {
  const read = readObjects([file, ...repeats]);
  if (!read.ok) return read;
  const [values = {}, ...others] = read.objects;
  const main = createMetricSet({
    read: createRunReader(values, file.name),
    repeats: others.map((other, index) => createRunReader(other, repeats[index]?.name ?? file.name)),
    listNames: () => listMetricNames(values),
    units: readMember(values, unitsMember),
  });
  return { ok: true, sets: new Map([['main', main]]), ...noSlices };
};
