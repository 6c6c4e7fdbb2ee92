import { makeSafeText } from '../text/safe-text.ts';
import type { EvidenceValue } from './evidence-file.ts';
import { asObject, describeValue, readMember } from './evidence-object.ts';
import { type SliceName, type SliceOrigin, shownSliceName } from './reported-slice.ts';

/** Names the slices of one group, in the order of the file. */
export type SliceNamer = {
  /** By the name it stands under in an object. */
  readonly byKey: (key: string) => SliceName;
  /** By the member of an entry that names it, or its place in the list where none does. */
  readonly byEntry: (entry: EvidenceValue, place: number) => SliceName;
};

/** Members that may name a slice of a list, in this order. */
const nameMembers = ['slice_value', 'slice', 'name', 'value'];

/** Starts a group: a name that stands in it twice is in doubt from the second time on, since only one of them can be right. */
export function createSliceNamer(origin: SliceOrigin): SliceNamer {
  const seen = new Set<string>();
  const take = (text: string): SliceName => {
    if (text === '')
      return nameless(text, 'broken', `a slice by ${origin.field} of ${origin.file} has an empty name`);
    // Asked by its size, so that a name is looked up once: there are tens of thousands.
    const before = seen.size;
    if (seen.add(text).size === before) {
      const name = makeSafeText(text, { limit: shownSliceName });
      return nameless(text, 'broken', `slice ${name} of ${origin.file} is there twice`);
    }
    return { text, doubt: undefined };
  };
  return {
    byKey: take,
    byEntry: (entry, place) => {
      const object = asObject(entry);
      const member = object && nameMembers.find(candidate => Object.hasOwn(object, candidate));
      const name = object === undefined || member === undefined ? undefined : readMember(object, member);
      if (typeof name === 'string') return take(name);
      if (typeof name === 'boolean' || Number.isFinite(name)) return take(String(name));
      const text = `entry ${place}`;
      if (name === undefined) return { text, doubt: undefined };
      const found = `the ${member} of ${text} of ${origin.file} is ${describeValue(name)}`;
      return name === null
        ? nameless(text, 'absent', found)
        : nameless(text, 'broken', `${found}, not the name of a slice`);
    },
  };
}

function nameless(text: string, state: 'absent' | 'broken', problem: string): SliceName {
  return { text, doubt: { state, problem } };
}
