import type { OperationOwner, OwnerState } from '../../core/operation/operation-record.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { childPath } from './child-path.ts';
import { removeIfThere } from './durable-write.ts';
import { findErrno } from './file-errors.ts';
import { listOwnNames } from './list-own-names.ts';
import { describeOwner, judgeOwner } from './process-owner.ts';
import { readJsonObject } from './read-json.ts';

/** What may be read and written by its owner only: what is kept on this machine for whoever works there. */
export const privateFile = 0o600;

/** Where claims stand: beside what is claimed, in files `NAME.claim.NUMBER`. */
export type ClaimPlace = {
  readonly fileSystem: FileSystem;
  /** Absolute. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** This process, unless told. */
  readonly owner?: OperationOwner | undefined;
};

/**
 * How long a claim may say nothing that can be read, in milliseconds: it is being written. Who is killed there, or loses power, leaves it
 * so.
 */
const unwrittenMs = 10_000;

/** What this process has now. */
export type Claim = {
  /** Whether a process that is gone had it before, and may have done something with it. */
  readonly follows: 'nobody' | 'a-process-that-is-gone';
  /** Lets it go. Rejects with Node's error. */
  readonly release: () => Promise<void>;
};

/** Who has something. */
export type Claimant = {
  readonly number: number;
  /** undefined where the claim does not say. */
  readonly owner: OperationOwner | undefined;
  readonly state: OwnerState;
};

/**
 * Takes something by a file that only one process can create: the first free number after the claims of processes that are gone.
 * @param name of what is claimed, one segment of a path
 * @param elsewhereMs how long a claim of another machine counts, whose process cannot be asked, in milliseconds
 * @returns who has it, where another process does. Rejects with Node's error. @throws InvalidInputError invalid-name
 */
export async function takeClaim(
  place: ClaimPlace,
  name: string,
  elsewhereMs: number,
): Promise<Claim | { readonly takenBy: OperationOwner | undefined }> {
  const last = await findClaimant(place, name, elsewhereMs);
  if (last !== undefined && last.state !== 'gone') return { takenBy: last.owner };
  const own = (last?.number ?? 0) + 1;
  const bytes = new TextEncoder().encode(`${JSON.stringify(place.owner ?? describeOwner())}\n`);
  try {
    await place.fileSystem.createFile(claimPath(place, name, own), bytes, privateFile);
  } catch (thrown) {
    if (findErrno(thrown) !== 'EEXIST') throw thrown;
    return { takenBy: (await findClaimant(place, name, elsewhereMs))?.owner };
  }
  return {
    follows: last === undefined ? 'nobody' : 'a-process-that-is-gone',
    release: () => removeClaims(place, name, own),
  };
}

/** Who has it, or had it last and is gone; undefined when nobody has. Rejects with Node's error. */
export async function findClaimant(
  place: ClaimPlace,
  name: string,
  elsewhereMs: number,
): Promise<Claimant | undefined> {
  const number = (await listNumbers(place, name)).at(-1);
  if (number === undefined) return undefined;
  const path = claimPath(place, name, number);
  const reading = await readJsonObject(place.fileSystem, path, { limitBytes: 4096 });
  const said = reading.ok ? (reading.value as unknown as OperationOwner) : undefined;
  const isKnown = typeof said?.host === 'string' && typeof said.processId === 'number';
  const owner = isKnown ? said : undefined;
  const state = owner === undefined ? 'elsewhere' : judgeOwner(owner);
  if (state !== 'elsewhere') return { number, owner, state };
  const facts = await place.fileSystem.findFacts(path);
  const limitMs = owner === undefined ? unwrittenMs : elsewhereMs;
  const isOld = facts === undefined || place.now() - facts.modifiedAtMs > limitMs;
  return { number, owner, state: isOld ? 'gone' : 'elsewhere' };
}

/**
 * Removes claims, the highest last: while it stands nobody else begins. Rejects with Node's error.
 * @param upTo the number of the last one; all of them unless told
 */
export async function removeClaims(
  place: ClaimPlace,
  name: string,
  upTo = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const number of await listNumbers(place, name))
    if (number <= upTo) await removeIfThere(place.fileSystem, claimPath(place, name, number));
}

function claimPath({ folder }: ClaimPlace, name: string, number: number): string {
  return childPath(folder, `${name}.claim.${number}`);
}

/** Numbers of the claims on something, ascending. */
async function listNumbers({ fileSystem, folder }: ClaimPlace, name: string): Promise<readonly number[]> {
  const names = await listOwnNames(fileSystem, folder);
  return names
    .flatMap(each => {
      const [, claimed, number] = /^(.+)\.claim\.([1-9][0-9]{0,8})$/.exec(each) ?? [];
      return claimed === name ? [Number(number)] : [];
    })
    .sort((one, other) => one - other);
}
