import { join } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { listOwnNames } from '../files/list-own-names.ts';

/** What an outbox is made with. */
export type OutboxPlace = {
  readonly fileSystem: FileSystem;
  /** Absolute; only this registry's items stand in it. Made by {@link OutboxPlace.makeFolder} when the first one comes. */
  readonly folder: string;
  /** Makes the folder so that nobody else can look into it. Rejects with Node's error. */
  readonly makeFolder: () => Promise<void>;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

const itemName = /^[0-9a-f]{16}\.json$/;

/** The file of an item. Its id is checked: 16 hex digits. */
export function itemPath({ folder }: OutboxPlace, id: string): string {
  return join(folder, `${checkId(id)}.json`);
}

/** Names of the items' files, in no order. */
export async function listItemNames({ fileSystem, folder }: OutboxPlace): Promise<readonly string[]> {
  return (await listOwnNames(fileSystem, folder)).filter(name => itemName.test(name));
}

function checkId(id: string): string {
  if (/^[0-9a-f]{16}$/.test(id)) return id;
  throw new RangeError('An item of the outbox is named by 16 hex digits.');
}
