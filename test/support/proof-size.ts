import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import type { FileSystem } from '../../src/core/ports/file-system.ts';
import { createDirectFileSystem } from './direct-file-system.ts';

/**
 * Whether a proof tries everything it can, as `npm run test:services` does. `npm test` has three minutes for all there is, and leaves
 * out what adds least; each proof says what.
 */
export const isWholeProof = process.env['LASTGOOD_PROOFS'] === 'whole';

/**
 * Which of many points one of several like proofs tries: `npm test` shares them out, so that each point is tried in one of the proofs; when
 * everything is tried each proof tries them all. A proof that has no like tries its share only. @param place of the proof, counted from 0
 */
export function shareOut(place: number, proofs: number): (index: number) => boolean {
  return index => isWholeProof || index % proofs === place % proofs;
}

/** Every so many of cases that are alike, the first and the last always; all of them when everything is tried. */
export function takeShare<Case>(cases: readonly Case[], every: number): readonly Case[] {
  return cases.filter((_, index) => isWholeProof || index % every === 0 || index === cases.length - 1);
}

/** The disk a proof runs on: as the program reaches it when everything is tried, else the same calls the short way. */
export function createProofFileSystem(): FileSystem {
  return isWholeProof ? createNodeFileSystem() : createDirectFileSystem();
}
