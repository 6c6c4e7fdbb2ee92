import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelDescription } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { findErrno } from '../files/file-errors.ts';
import { readTextFile } from '../files/read-text-file.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import { layout } from './dvc-places.ts';

/** Largest file of these that is read. */
const limitBytes = 64 * 1024;

/** The images of a family. Safe to show. */
export type FamilyImages = {
  /** As `.env.<family>` names it; undefined where none is named. */
  readonly stable: string | undefined;
  readonly candidate: string | undefined;
  /** Numbers the scripts of S4 have given out, by mode (`q4_k_m`). They count before they build, so the image may not be there. */
  readonly counted: readonly (readonly [mode: string, number: string])[];
};

type Reader = Pick<DvcReadingContext, 'places'>;

/** Images as the files of a family have them. A file that is not there or cannot be read names none. */
export async function readFamilyImages({ places }: Reader, family: string): Promise<FamilyImages> {
  const text = await readText(join(places.root, `.env.${family}`));
  const find = (key: string): string | undefined => {
    const found = new RegExp(`^\\s*(?:export\\s+)?${key}\\s*=[ \\t]*(.*)$`, 'm').exec(text ?? '')?.[1];
    return makeTag(found?.replace(/^(["'])(.*)\1\s*$/, '$2'));
  };
  const counted = await readCounters(join(places.root, layout.images, 'versions'), family);
  return { stable: find('STABLE_IMAGE'), candidate: find('CANDIDATE_IMAGE'), counted };
}

/** `.ci/versions/<family>-<mode>_version.txt`, by mode. */
async function readCounters(folder: string, family: string): Promise<FamilyImages['counted']> {
  const counted: (readonly [mode: string, number: string])[] = [];
  for (const name of await listNames(folder)) {
    const mode = name.startsWith(`${family}-`) ? counterForm.exec(name.slice(family.length))?.[1] : undefined;
    const number = mode === undefined ? undefined : (await readText(join(folder, name)))?.trim();
    if (mode !== undefined && number !== undefined && /^\d{1,9}$/.test(number)) counted.push([mode, number]);
  }
  return counted;
}

const counterForm = /^-([\w.]{1,60})_version\.txt$/;

async function listNames(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return [];
  }
}

/** The tag of the image of a run: the first line of `.ci/image_<family>_<run>.txt`. Safe to show; undefined where there is none. */
export async function readRunImage(
  { places }: Reader,
  family: string,
  run: string,
): Promise<string | undefined> {
  const text = await readText(join(places.root, layout.images, `image_${family}_${run}.txt`));
  return makeTag(text?.split(/\r?\n/, 1)[0]);
}

/** What is said of a family as a whole: which images serve it. Undefined where nothing is. Pure. */
export function describeImages({ stable, candidate, counted }: FamilyImages): ModelDescription | undefined {
  const told = [
    ...(stable === undefined ? [] : [`stable image ${stable}`]),
    ...(candidate === undefined ? [] : [`candidate image ${candidate}`]),
    ...counted.map(([mode, number]) => `image number ${number} of ${mode}`),
  ];
  if (told.length === 0) return undefined;
  return { description: undefined, owner: undefined, notes: told.join(', '), tags: [] };
}

function makeTag(text: string | undefined): string | undefined {
  const tag = text?.replace(/^\ufeff/, '').trim();
  return tag === undefined || tag === '' ? undefined : makeSafeText(tag, { limit: 300 });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readTextFile(path, limitBytes);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return undefined;
  }
}
