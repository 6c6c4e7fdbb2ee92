import { makeSafeText } from '../text/safe-text.ts';
import { compareHistory } from './compare-history.ts';
import type { Difference, DifferenceKind } from './difference.ts';
import { isMissing, nameLacking } from './live-files.ts';
import { nameWhole, type SideFile, type SidePointer, type Sides, type SideVersion } from './sides.ts';

/** What is different between a copy and its bucket, in words: the history first, then versions, pointers and the rest. Pure. */
export function compareSides(sides: Sides): readonly Difference[] {
  const others = sides.files.filter(file => file.part !== 'history');
  return [
    ...sides.histories.flatMap(compareHistory),
    ...compareFiles(others, sides.versions),
    ...[...sides.versions.values()].flatMap(compareVersion),
    ...sides.pointers.flatMap(comparePointer),
    ...describeStrangers(sides),
  ];
}

function compareFiles(files: readonly SideFile[], versions: Sides['versions']): readonly Difference[] {
  const shown = files.filter(file => !isProjection(file) && !isOfMissing(file, versions));
  const wordsOf = (file: SideFile) => describeFile(file, versions.get(nameWhole(file.name)));
  return groupBy(shown, file => `${wordsOf(file).words} ${nameWhole(file.name)}`).map(group => {
    const [first] = group;
    const { kind, words } = wordsOf(first);
    const name = group.length === 1 ? first.name : nameWhole(first.name);
    return {
      kind,
      model: first.model,
      version: first.version,
      name: makeSafeText(name),
      detail: `${nameFiles(group)} ${words}`,
    };
  });
}

/** What is gone of a version that is live is said of the version. */
function isOfMissing({ name, state }: SideFile, versions: Sides['versions']): boolean {
  const version = versions.get(nameWhole(name));
  return state === 'gone-from-bucket' && version !== undefined && isMissing(version, name);
}

/** A verdict shown beside a version follows from the history; each side shows its own. */
function isProjection(file: SideFile): boolean {
  return file.part === 'gate' && file.state !== 'only-in-bucket' && file.state !== 'gone-from-bucket';
}

type FileWords = { readonly kind: DifferenceKind; readonly words: string };

const fileWords: Readonly<Record<SideFile['state'], FileWords>> = {
  'only-in-bucket': { kind: 'only-in-bucket', words: 'in the bucket only' },
  'only-here': { kind: 'only-here', words: 'here only' },
  'changed-here': { kind: 'changed-here', words: 'changed here; the bucket has what was registered' },
  'covered-here': {
    kind: 'changed-here',
    words: 'in the bucket; a link or a file stands here in the place of its folder',
  },
  'changed-in-bucket': {
    kind: 'changed-in-bucket',
    words: 'replaced in the bucket; the copy is kept as it was',
  },
  differs: { kind: 'changed-here', words: 'not the same here and in the bucket' },
  'gone-from-bucket': { kind: 'gone-from-bucket', words: 'gone from the bucket; the copy is kept' },
  'damaged-in-bucket': {
    kind: 'changed-in-bucket',
    words: 'in the bucket with other bytes than its name says',
  },
};

function describeFile(file: SideFile, version: SideVersion | undefined): FileWords {
  if (file.state === 'only-here' && version?.inBucket === 'whole')
    return { kind: 'only-here', words: 'added here to a registered version, which never changes' };
  if (file.part === 'metadata' && version?.live?.record === 'altered-here')
    return { kind: 'changed-here', words: 'not here as it was registered; the bucket has another one' };
  return fileWords[file.state];
}

function nameFiles(files: Group<SideFile>): string {
  const [first] = files;
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const what =
    files.length === 1
      ? makeSafeText(first.name.split('/').at(-1) ?? '', { limit: 80 })
      : `${files.length} files`;
  return `${what} (${sizeBytes} bytes)`;
}

function compareVersion(side: SideVersion): readonly Difference[] {
  const { model, version, inBucket, here, isRegistered, isRetired, liveUnder } = side;
  const base = { model, version, name: makeSafeText(`${model}_${version}`) };
  if (liveUnder.length > 0) return compareLive(side, base);
  if (inBucket !== 'begun') return [];
  // Of a copy that is here the files say it; of one that was taken away the claim of its number stays.
  if (isRegistered && (isRetired || here === 'whole')) return [];
  if (isRegistered)
    return [{ ...base, kind: 'gone-from-bucket', detail: 'registered, and its metadata.json is gone' }];
  const detail = 'without metadata.json in the bucket: claimed and not finished, or not yet';
  return [{ ...base, kind: 'incomplete-in-bucket', detail }];
}

function compareLive(
  side: SideVersion,
  base: Pick<Difference, 'model' | 'version' | 'name'>,
): readonly Difference[] {
  const live = `live under ${makeSafeText(side.liveUnder.join(', '))}`;
  if (isMissing(side)) {
    const detail = `${live}, and not whole in the bucket; ${describeLacking(side)}`;
    return [{ ...base, kind: 'live-missing', detail }];
  }
  if (side.live?.record !== 'altered') return [];
  const detail = `${live}, and not what the history has the digest of: replaced in the bucket before it was read here`;
  return [{ ...base, kind: 'record-altered', name: `${base.name}/metadata.json`, detail }];
}

function describeLacking({ here, live }: SideVersion): string {
  const lacking = live?.lacking ?? [];
  if (lacking.length === 0 || here !== 'whole')
    return here === 'whole' ? 'this machine has a copy of it' : 'this machine has no copy of it';
  const missing = `missing there: ${nameLacking(lacking)}`;
  const neither = lacking.filter(({ isHere }) => !isHere);
  return neither.length === 0
    ? `${missing}; this machine has a copy of it`
    : `${missing}; this machine does not have ${nameLacking(neither)} as it was`;
}

function comparePointer(pointer: SidePointer): readonly Difference[] {
  const base = { model: pointer.model, version: undefined, name: makeSafeText(pointer.name) };
  const differences: Difference[] = [];
  if (pointer.copiedFiles > 0) {
    const files = `${pointer.copiedFiles} ${pointer.copiedFiles === 1 ? 'file lies' : 'files lie'}`;
    const left = `${files} in the bucket under the name of this pointer, as a copying tool left them`;
    const detail = pointer.withheld === undefined ? left : `${left}: ${describeWithheld(pointer)}`;
    differences.push({ ...base, kind: 'pointer-is-folder', detail });
  }
  if (pointer.wanted !== undefined && pointer.wanted !== pointer.said) {
    const detail = `says ${show(pointer.said)} in the bucket, and ${show(pointer.wanted)} by the history`;
    differences.push({ ...base, kind: 'pointer-stale', detail });
  }
  if (pointer.changedTo !== undefined) {
    const detail = `says ${show(pointer.changedTo)} here, and ${show(pointer.said)} in the bucket`;
    differences.push({ ...base, kind: 'changed-here', detail });
  }
  if (pointer.onlyHere !== undefined) {
    const detail = `says ${show(pointer.onlyHere)} here; the bucket has none`;
    differences.push({ ...base, kind: 'only-here', detail });
  }
  if (pointer.saidBefore !== undefined) {
    const detail = `said ${show(pointer.saidBefore)} in the bucket and is deleted there; nothing is live by it`;
    differences.push({ ...base, kind: 'gone-from-bucket', detail });
  }
  return differences;
}

function describeWithheld({ said, withheld = null }: SidePointer): string {
  return `old programs read ${show(said)} there, and it is not written, which would say ${show(withheld)}`;
}

function show(folder: string | null): string {
  return folder === null ? 'nothing' : makeSafeText(folder, { limit: 120 });
}

function describeStrangers({ strangers, strangerCount }: Sides): readonly Difference[] {
  const base = { kind: 'stranger', model: undefined, version: undefined } as const;
  const differences: Difference[] = strangers.map(({ name, why }) => ({
    ...base,
    name: makeSafeText(name, { limit: 200 }),
    detail: why,
  }));
  const more = strangerCount - strangers.length;
  if (more > 0) differences.push({ ...base, name: `${more} more`, detail: 'not part of a registry' });
  return differences;
}

type Group<Item> = readonly [Item, ...Item[]];

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Group<Item>[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
