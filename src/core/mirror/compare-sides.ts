import { makeSafeText } from '../text/safe-text.ts';
import type { Difference, DifferenceKind } from './difference.ts';
import { nameWhole, type SideFile, type SidePointer, type Sides, type SideVersion } from './sides.ts';

/** What is different between a copy and its bucket, in words: the history first, then versions, pointers and the rest. Pure. */
export function compareSides(sides: Sides): readonly Difference[] {
  const history = sides.files.filter(file => file.part === 'history');
  const others = sides.files.filter(file => file.part !== 'history');
  return [
    ...compareHistory(history),
    ...compareFiles(others, sides.versions),
    ...[...sides.versions.values()].flatMap(compareVersion),
    ...sides.pointers.flatMap(comparePointer),
    ...describeStrangers(sides),
  ];
}

function compareHistory(files: readonly SideFile[]): readonly Difference[] {
  const differences = groupBy(files, file => `${file.state} ${file.model}`).map(group => {
    const [first] = group;
    const words = historyWords[first.state];
    const { model } = first;
    const name = makeSafeText(`.lastgood/history/${model ?? ''}`);
    return {
      kind: words.kind,
      model,
      version: undefined,
      name,
      detail: `${nameEntries(group)} ${words.words}`,
    };
  });
  return differences;
}

const historyWords: Readonly<Record<SideFile['state'], { kind: DifferenceKind; words: string }>> = {
  'only-in-bucket': { kind: 'only-in-bucket', words: 'of the history could not be brought here' },
  'only-here': { kind: 'history-ahead', words: 'of the history stand here only' },
  'changed-here': { kind: 'changed-here', words: 'of the history was changed in the copy' },
  'changed-in-bucket': { kind: 'history-overwritten', words: 'of the history was overwritten in the bucket' },
  differs: { kind: 'history-forked', words: 'of the history is another one here than in the bucket' },
  'gone-from-bucket': { kind: 'history-overwritten', words: 'of the history was deleted in the bucket' },
  'damaged-in-bucket': { kind: 'history-overwritten', words: 'of the history is damaged in the bucket' },
};

function nameEntries(files: Group<SideFile>): string {
  const generations = files.map(file => file.generation ?? 0).sort((one, other) => one - other);
  const first = generations[0] ?? 0;
  const last = generations.at(-1) ?? first;
  return first === last ? `entry ${first}` : `${generations.length} entries from ${first} to ${last}`;
}

function compareFiles(files: readonly SideFile[], versions: Sides['versions']): readonly Difference[] {
  const shown = files.filter(file => !isProjection(file));
  return groupBy(shown, file => `${file.state} ${nameWhole(file.name)}`).map(group => {
    const [first] = group;
    const version = versions.get(nameWhole(first.name));
    const name = group.length === 1 ? first.name : nameWhole(first.name);
    return {
      kind: fileWords[first.state].kind,
      model: first.model,
      version: first.version,
      name: makeSafeText(name),
      detail: `${nameFiles(group)} ${describeFile(first, version)}`,
    };
  });
}

/** A verdict shown beside a version follows from the history; each side shows its own. */
function isProjection(file: SideFile): boolean {
  return file.part === 'gate' && file.state !== 'only-in-bucket' && file.state !== 'gone-from-bucket';
}

const fileWords: Readonly<Record<SideFile['state'], { kind: DifferenceKind; words: string }>> = {
  'only-in-bucket': { kind: 'only-in-bucket', words: 'in the bucket only' },
  'only-here': { kind: 'only-here', words: 'here only' },
  'changed-here': { kind: 'changed-here', words: 'changed here; the bucket has what was registered' },
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

function describeFile(file: SideFile, version: SideVersion | undefined): string {
  if (file.state === 'only-here' && version?.inBucket === 'whole')
    return 'added here to a registered version, which never changes';
  return fileWords[file.state].words;
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

function compareVersion({ model, version, inBucket }: SideVersion): readonly Difference[] {
  if (inBucket !== 'begun') return [];
  const detail = 'without metadata.json in the bucket: claimed and not finished, or not yet';
  return [
    { kind: 'incomplete-in-bucket', model, version, name: makeSafeText(`${model}_${version}`), detail },
  ];
}

function comparePointer(pointer: SidePointer): readonly Difference[] {
  const base = { model: pointer.model, version: undefined, name: makeSafeText(pointer.name) };
  const differences: Difference[] = [];
  if (pointer.copiedFiles > 0) {
    const files = `${pointer.copiedFiles} ${pointer.copiedFiles === 1 ? 'file lies' : 'files lie'}`;
    const detail = `${files} in the bucket under the name of this pointer, as a copying tool left them`;
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
