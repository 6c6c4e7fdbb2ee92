import {
  type FolderNames,
  innerFolder,
  type LeaveOut,
  listOrLeaveOut,
  type StoreFolder,
} from './list-folder.ts';
import { readStoreFile } from './read-store-file.ts';
import { storeLimits } from './store-limits.ts';
import { createStranger, linkWords } from './store-problem.ts';

/** A text with its key. */
export type KeyedText = { readonly key: string; readonly text: string };

/** Which texts of a thing are read. */
export type TextsWanted = {
  /** The folder of the thing, and what is in it. */
  readonly owner: StoreFolder;
  readonly names: FolderNames;
  /** The folder of the texts in it. */
  readonly kind: 'tags' | 'aliases' | 'params' | 'metrics';
  /** Longest text, in bytes; that of a tag unless told. */
  readonly limitBytes?: number;
};

/**
 * The files of a folder as texts by key, as MLflow keeps tags, aliases, parameters and metrics: the key is the path below the folder,
 * so that one with slashes is several folders deep. What cannot be read is told to `leaveOut` and hides nothing else.
 */
export function readTexts(wanted: TextsWanted, leaveOut: LeaveOut): readonly KeyedText[] {
  const texts: KeyedText[] = [];
  takeTexts(wanted, leaveOut, (key, text) => void texts.push({ key, text }));
  return texts;
}

/** As {@link readTexts}, but each text is given to `take`, and only one of them is in memory. */
export function takeTexts(
  { owner, names, kind, limitBytes }: TextsWanted,
  leaveOut: LeaveOut,
  take: (key: string, text: string) => void,
): void {
  const folder = innerFolder(owner, kind);
  if (names.links.includes(kind)) leaveOut(createStranger(folder.shown, linkWords));
  if (names.folders.includes(kind)) takeTree(folder, limitBytes ?? storeLimits.valueBytes, leaveOut, take);
}

/** Texts by key, whatever the keys are. Pure. */
export function toRecord(texts: readonly KeyedText[]): Readonly<Record<string, string>> {
  // Not by assignment: a key may be `__proto__`.
  return Object.fromEntries(texts.map(({ key, text }) => [key, text]));
}

function takeTree(
  root: StoreFolder,
  limitBytes: number,
  leaveOut: LeaveOut,
  take: (key: string, text: string) => void,
): void {
  let taken = 0;
  const waiting: { readonly parts: readonly string[]; readonly folder: StoreFolder }[] = [
    { parts: [], folder: root },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { parts, folder } = next;
    const names = listOrLeaveOut(folder, leaveOut);
    for (const link of names?.links ?? []) leaveOut(createStranger(`${folder.shown}/${link}`, linkWords));
    for (const file of names?.files ?? []) {
      if (taken === storeLimits.values) {
        leaveOut(createStranger(root.shown, `more than ${storeLimits.values}: the others are not read`));
        return;
      }
      const reading = readStoreFile(`${folder.path}/${file}`, limitBytes);
      taken += 1;
      if (reading.ok) take([...parts, file].join('/'), reading.value.text);
      else if (reading.fault !== 'missing')
        leaveOut(createStranger(`${folder.shown}/${file}`, reading.problem));
    }
    for (const name of names?.folders ?? [])
      if (parts.length < storeLimits.keyParts)
        waiting.push({ parts: [...parts, name], folder: innerFolder(folder, name) });
      else leaveOut(createStranger(`${folder.shown}/${name}`, 'too many folders inside each other'));
  }
}
