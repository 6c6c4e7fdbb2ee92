import { makeSafeText } from '../text/safe-text.ts';
import { type EvidenceContent, type EvidenceParser, readObjects, refuse } from './evidence-content.ts';
import type { EvidenceValue } from './evidence-file.ts';
import { asList, asObject, describeValue, type EvidenceObject, readMember } from './evidence-object.ts';
import type { Slice } from './metric-readings.ts';
import { unitsMember } from './metric-set.ts';
import { ReportedSlice, type SliceOrigin, shownSliceName } from './reported-slice.ts';
import { createSliceNamer } from './slice-name.ts';

/** What slices of the older shape are by. */
const defaultField = 'slice';

/**
 * Reads `bias_report.json` in both shapes: `metrics.<field>[]` of {slice_value, count, metrics}, as S0's evaluation writes it, and
 * `slices` of metrics by name, as S0's gate reads it. Slices of both count when a file has both. Pure.
 * @see evaluation_runner.py and compute_quality_gate.py of the original
 */
export const parseBiasReport: EvidenceParser = (file, repeats) => {
  const read = readObjects([file, ...repeats]);
  if (!read.ok) return read;
  const [report = {}] = read.objects;
  const units = asObject(readMember(report, unitsMember));
  const groups = listGroups(report);
  if (groups === undefined) return refuse('no bias report: it has neither slices nor metrics');
  const slices: Slice[] = [];
  const sliceGaps: string[] = [];
  for (const { field, path, group } of groups) {
    const origin = { field: nameField(field), file: file.name, units };
    const before = slices.length;
    if (!addSlices(slices, origin, group))
      return refuse(`no bias report: ${path} is ${describeValue(group)}, not a list of slices`);
    if (slices.length === before) sliceGaps.push(`${path} of ${file.name} is empty`);
  }
  const named = listNamedFields(report);
  if (!named.ok) return named;
  const there = new Set(groups.map(({ field }) => field));
  for (const field of named.fields) {
    if (!there.has(field))
      sliceGaps.push(`${file.name} names ${nameField(field)} among its slice_fields and has no slices of it`);
  }
  return { ok: true, sets: new Map(), slices, sliceGaps };
};

function nameField(field: string): string {
  return makeSafeText(field, { limit: shownSliceName });
}

type NamedFields =
  | { readonly ok: true; readonly fields: ReadonlySet<string> }
  | Extract<EvidenceContent, { ok: false }>;

/** What the evaluation was told to slice by; nothing where the file does not say. */
function listNamedFields(report: EvidenceObject): NamedFields {
  const value = readMember(report, 'slice_fields');
  if (value === undefined || value === null) return { ok: true, fields: new Set() };
  const list = asList(value);
  const wrong = list === undefined ? value : list.find(field => typeof field !== 'string');
  if (list !== undefined && wrong === undefined) return { ok: true, fields: new Set(list.map(String)) };
  return refuse(
    list === undefined
      ? `no bias report: slice_fields is ${describeValue(value)}, not a list of names`
      : `no bias report: slice_fields has ${describeValue(wrong ?? null)} in it, not a name`,
  );
}

type SliceGroup = { readonly field: string; readonly path: string; readonly group: EvidenceValue };

/** The groups of slices there are; undefined when the file has no member for them. */
function listGroups(report: EvidenceObject): readonly SliceGroup[] | undefined {
  const slices = readMember(report, 'slices');
  const metrics = readMember(report, 'metrics');
  const fields = asObject(metrics);
  const groups: SliceGroup[] = [];
  if (slices !== undefined) groups.push({ field: defaultField, path: 'slices', group: slices });
  if (fields !== undefined) {
    for (const field of Object.keys(fields)) {
      const path = `metrics.${nameField(field)}`;
      groups.push({ field, path, group: readMember(fields, field) ?? null });
    }
  } else if (metrics !== undefined) {
    groups.push({ field: defaultField, path: 'metrics', group: metrics });
  }
  return slices === undefined && metrics === undefined ? undefined : groups;
}

/** Adds slices by name, or of a list that names them. @returns false for what is neither */
function addSlices(slices: Slice[], origin: SliceOrigin, group: EvidenceValue): boolean {
  const list = asList(group);
  const namer = createSliceNamer(origin);
  if (list !== undefined) {
    for (const entry of list)
      slices.push(new ReportedSlice(origin, namer.byEntry(entry, slices.length + 1), entry));
    return true;
  }
  const object = asObject(group);
  if (object === undefined) return false;
  for (const name of Object.keys(object))
    slices.push(new ReportedSlice(origin, namer.byKey(name), readMember(object, name) ?? null));
  return true;
}
