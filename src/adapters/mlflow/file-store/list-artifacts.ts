import { lstatSync } from 'node:fs';
import type { MlflowArtifact } from '../entities.ts';
import { type LeaveOut, listOrLeaveOut } from './list-folder.ts';
import { storeLimits } from './store-limits.ts';

/** Where files of a version are: a folder of artifacts, and the path in it. */
export type ArtifactPlace = {
  /** Absolute path of the artifacts of a run or of a logged model. */
  readonly root: string;
  /** Below it, parted by `/`; empty for all of it. */
  readonly path: string;
};

/**
 * The files and folders at a place, all levels, those of a folder sorted by name, paths below the root; at most {@link storeLimits.artifacts}.
 * Links are left out. undefined when nothing is there.
 */
export function listArtifactsAt({ root, path }: ArtifactPlace): readonly MlflowArtifact[] | undefined {
  const leaveOut: LeaveOut = () => undefined;
  const at = (name: string): string => (name === '' ? root : `${root}/${name}`);
  const first = lstatSync(at(path), { throwIfNoEntry: false });
  if (first?.isFile() === true) return [{ path, isFolder: false, sizeBytes: first.size }];
  if (first?.isDirectory() !== true) return undefined;
  const artifacts: MlflowArtifact[] = [];
  const waiting: { readonly folder: string; readonly depth: number }[] = [{ folder: path, depth: 1 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { folder, depth } = next;
    const names = listOrLeaveOut({ path: at(folder), shown: folder }, leaveOut);
    const inside = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    for (const file of names?.files ?? []) {
      const facts = lstatSync(at(inside(file)), { throwIfNoEntry: false });
      artifacts.push({ path: inside(file), isFolder: false, sizeBytes: facts?.size });
    }
    for (const name of names?.folders ?? []) {
      artifacts.push({ path: inside(name), isFolder: true, sizeBytes: undefined });
      if (depth < storeLimits.artifactDepth) waiting.push({ folder: inside(name), depth: depth + 1 });
    }
    if (artifacts.length >= storeLimits.artifacts) break;
  }
  return artifacts.slice(0, storeLimits.artifacts);
}
