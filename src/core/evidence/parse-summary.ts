import { type EvidenceParser, noSlices, readObjects } from './evidence-content.ts';
import { readMember } from './evidence-object.ts';
import { doubtExamples } from './example-count.ts';
import { createMetricSet, createRunReader, listMetricNames, unitsMember } from './metric-set.ts';

/** The member of a summary that says how many examples its numbers are of. */
const examplesMember = 'examples';

/**
 * Reads `summary.json` and `metrics.json`: one flat object of metrics. Where a run says that it had no examples, or no number of them,
 * no number counts. Pure.
 */
export const parseSummary: EvidenceParser = (file, repeats) => {
  const read = readObjects([file, ...repeats]);
  if (!read.ok) return read;
  const names = [file, ...repeats].map(({ name }) => name);
  const [values = {}, ...others] = read.objects;
  const doubts = read.objects.map((object, index) =>
    doubtExamples(readMember(object, examplesMember), examplesMember, names[index] ?? file.name),
  );
  const doubt = doubts.find(found => found !== undefined);
  const main = createMetricSet({
    read: createRunReader(values, file.name),
    repeats: others.map((other, index) => createRunReader(other, repeats[index]?.name ?? file.name)),
    listNames: () => listMetricNames(values),
    units: readMember(values, unitsMember),
    doubt,
  });
  return { ok: true, sets: new Map([['main', main]]), ...noSlices };
};
