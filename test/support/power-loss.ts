import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Effect } from './faulty-file-system.ts';

/** Effects (by index) that a power loss takes back: a name that was not made durable, or the bytes of a file. */
export type Loss = {
  readonly names: ReadonlySet<number>;
  readonly bytes: ReadonlySet<number>;
  readonly words: string;
};

/**
 * The ways in which a loss of power after these effects can leave the disk: a file whose bytes were not synced is empty, a change
 * of names in a folder that was not synced is undone. Changes in one folder are lost from the end; different folders
 * independently. Empty when everything was durable.
 * @see Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014
 */
export function listLosses(effects: readonly Effect[]): readonly Loss[] {
  const names = effects.flatMap((effect, index) => (isPendingName(effects, effect, index) ? [index] : []));
  const bytes = effects.flatMap((effect, index) => (isPendingWrite(effects, effect, index) ? [index] : []));
  const groups = [names, ...Map.groupBy(names, index => dirname(effects[index]?.path ?? '')).values()];
  const suffixes = groups.flatMap(group => group.map((_, start) => group.slice(start)));
  const none: readonly number[] = [];
  const candidates = [
    { names: none, bytes },
    ...suffixes.flatMap(lost => [
      { names: lost, bytes: none },
      { names: lost, bytes },
    ]),
  ];
  const losses = new Map<string, Loss>();
  for (const lost of candidates) {
    if (lost.names.length + lost.bytes.length === 0) continue;
    const words = `names ${lost.names.map(index => index + 1)} and bytes ${lost.bytes.map(index => index + 1)} lost`;
    losses.set(words, { names: new Set(lost.names), bytes: new Set(lost.bytes), words });
  }
  return [...losses.values()];
}

/**
 * Does the effects again in a copy of the folder they began in, without what is lost. A file whose name is lost lives on
 * under a name outside of the folder, so that a link made to it meanwhile still finds its bytes.
 */
export function replayWithLoss(root: string, effects: readonly Effect[], loss: Loss): void {
  const limbo = mkdtempSync(`${root}-limbo-`);
  /** Where things really are whose names here are lost, by relative path. */
  const elsewhere = new Map<string, string>();
  const undeleted = new Set<string>();
  const locate = (path: string): string => {
    for (let ancestor = path; ancestor !== '.'; ancestor = dirname(ancestor)) {
      const real = elsewhere.get(ancestor);
      if (real !== undefined) return join(real, path.slice(ancestor.length));
    }
    return join(root, path);
  };
  /** Where a new name goes: into limbo when it is lost. A removal that was lost gives way to what came after it. */
  const placeNew = (path: string, index: number): string => {
    if (loss.names.has(index)) elsewhere.set(path, join(limbo, String(index)));
    else if (undeleted.delete(path)) rmSync(locate(path), { recursive: true });
    return locate(path);
  };

  for (const [index, effect] of effects.entries()) {
    const isLost = loss.names.has(index);
    switch (effect.effect) {
      case 'write':
        writeFileSync(placeNew(effect.path, index), loss.bytes.has(index) ? '' : effect.bytes);
        break;
      case 'make-folder':
        mkdirSync(placeNew(effect.path, index));
        break;
      case 'symlink':
        symlinkSync(effect.target, placeNew(effect.path, index));
        break;
      case 'link':
        linkSync(locate(effect.from), placeNew(effect.path, index));
        break;
      case 'rename': {
        const source = locate(effect.from);
        if (isLost) elsewhere.set(effect.path, source);
        else renameSync(source, placeNew(effect.path, index));
        elsewhere.delete(effect.from);
        break;
      }
      case 'remove-file':
      case 'remove-folder':
        if (isLost) undeleted.add(effect.path);
        else if (effect.effect === 'remove-file') unlinkSync(locate(effect.path));
        // A folder that is gone takes with it whatever a lost removal left in it.
        else rmSync(locate(effect.path), { recursive: true });
        elsewhere.delete(effect.path);
        break;
      default:
        break;
    }
  }
  rmSync(limbo, { recursive: true });
}

function isPendingName(effects: readonly Effect[], effect: Effect, index: number): boolean {
  if (effect.effect === 'sync-file' || effect.effect === 'sync-folder') return false;
  const folder = dirname(effect.path) === '.' ? '' : dirname(effect.path);
  return !effects.slice(index + 1).some(later => later.effect === 'sync-folder' && later.path === folder);
}

function isPendingWrite(effects: readonly Effect[], effect: Effect, index: number): boolean {
  if (effect.effect !== 'write') return false;
  return !effects.slice(index + 1).some(later => later.effect === 'sync-file' && later.path === effect.path);
}
