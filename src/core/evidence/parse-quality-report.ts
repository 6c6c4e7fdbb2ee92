import { findRangeProblem } from '../registry/unit.ts';
import { type EvidenceParser, noSlices, readObjects } from './evidence-content.ts';
import type { EvidenceValue } from './evidence-file.ts';
import { asObject, describeValue, type EvidenceObject, readMember } from './evidence-object.ts';
import {
  createMetricSet,
  listMetricNames,
  type RunReader,
  type RunReading,
  readNumber,
  unitsMember,
} from './metric-set.ts';

/** Sections S2's reports may be divided into. */
const sections = ['tests', 'model', 'security'] as const;

const baselinePrefix = 'baseline_';

/**
 * Reads what S2's gate module reports of tests, model and security, flat or by section. The set `main` also has `test_pass_rate` and
 * `code_coverage`, as ratios; the set `baseline` has what stands under `baseline_…`. Pure.
 * @see src/afs/gates/quality_gates.py of the original
 */
export const parseQualityReport: EvidenceParser = (file, repeats) => {
  const read = readObjects([file, ...repeats]);
  if (!read.ok) return read;
  const finders = read.objects.map((report, index) =>
    createFinder(report, [file, ...repeats][index]?.name ?? file.name),
  );
  const [report = {}] = read.objects;
  const names = (): readonly string[] => sectionsOf(report).flatMap(listMetricNames);
  const units = readMember(report, unitsMember);
  const createSet = (derive: (find: RunReader) => RunReader, listNames: () => readonly string[]) => {
    const [main = emptyReader, ...others] = finders.map(derive);
    return createMetricSet({ read: main, repeats: others, listNames, units });
  };
  const main = createSet(deriveMain, () => [...new Set(names().filter(name => !isBaseline(name)))]);
  const baseline = createSet(
    find => metric => find(`${baselinePrefix}${metric}`),
    () => [
      ...new Set(
        names()
          .filter(isBaseline)
          .map(name => name.slice(baselinePrefix.length)),
      ),
    ],
  );
  return {
    ok: true,
    sets: new Map([
      ['main', main],
      ['baseline', baseline],
    ]),
    ...noSlices,
  };
};

const emptyReader: RunReader = metric => ({ state: 'absent', problem: `${metric} is not there` });

function isBaseline(name: string): boolean {
  return name.startsWith(baselinePrefix);
}

function sectionsOf(report: EvidenceObject): readonly EvidenceObject[] {
  const found = sections.map(section => asObject(readMember(report, section)));
  return [report, ...found.filter(section => section !== undefined)];
}

/** Looks a field up in the report and its sections; two values for one field are a contradiction. */
function createFinder(report: EvidenceObject, where: string): RunReader {
  const places = sectionsOf(report);
  return field => {
    const values = places.flatMap((place): EvidenceValue[] => {
      const value = readMember(place, field);
      return value === undefined ? [] : [value];
    });
    const [first, second] = [values[0], values.find(value => !Object.is(value, values[0]))];
    if (first === undefined || second === undefined) return readNumber(first, field, where);
    const both = `${describeValue(first)} and ${describeValue(second)}`;
    return { state: 'broken', problem: `${field} stands twice in ${where}: ${both}` };
  };
}

/** The numbers as reported, and those that are computed from them. */
function deriveMain(find: RunReader): RunReader {
  return metric => {
    if (metric === 'test_pass_rate') return readPassRate(find);
    if (metric === 'code_coverage') return readCoverage(find);
    return find(metric);
  };
}

/** Passed tests by all of them. Without a test there is no rate, whatever else the report says. */
function readPassRate(find: RunReader): RunReading {
  const total = find('total_tests');
  if (total.state === 'absent') {
    const rate = find('test_pass_rate');
    return rate.state === 'absent' ? total : rate;
  }
  if (total.state === 'broken') return total;
  if (total.value === 0) return { state: 'absent', problem: 'no tests ran: total_tests is 0' };
  const passed = find('passed_tests');
  if (passed.state !== 'number') return passed;
  const failed = find('failed_tests');
  if (failed.state === 'broken') return failed;
  const failures = failed.state === 'number' ? failed.value : 0;
  const isPossible =
    Math.min(total.value, passed.value, failures) >= 0 && passed.value + failures <= total.value;
  return isPossible
    ? { state: 'number', value: passed.value / total.value }
    : {
        state: 'broken',
        problem: `${passed.value} passed and ${failures} failed tests cannot be of ${total.value}`,
      };
}

function readCoverage(find: RunReader): RunReading {
  const percent = find('coverage_percent');
  if (percent.state === 'number') {
    const wrong = findRangeProblem(percent.value, 'percent');
    return wrong === undefined
      ? { state: 'number', value: percent.value / 100 }
      : { state: 'broken', problem: `coverage_percent ${wrong.problem}` };
  }
  if (percent.state === 'broken') return percent;
  const ratio = find('code_coverage');
  return ratio.state === 'absent' ? percent : ratio;
}
