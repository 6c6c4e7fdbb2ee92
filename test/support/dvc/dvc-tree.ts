import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GitReader } from '../../../src/adapters/dvc/dvc-context.ts';
import { createDvcRegistry } from '../../../src/adapters/dvc/dvc-registry.ts';

import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import type { Registry } from '../../../src/core/ports/registry.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { refuseMoves } from './refuse-moves.ts';

/** An output as DVC writes it into a file. */
export type OutputText = {
  readonly md5: string;
  readonly path: string;
  readonly size?: number;
  readonly nfiles?: number;
  /** Undefined: as DVC 2 wrote it. */
  readonly hash?: string;
};

/** A folder with DVC's own in it, which git need not know. Absolute path. */
export function createDvcTree(files: Readonly<Record<string, string>> = {}): string {
  const root = createTemporaryFolder();
  mkdirSync(join(root, '.dvc'));
  writeFiles(root, files);
  return root;
}

/** Writes files by their path from the top on, and the folders they need. */
export function writeFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** A `.dvc` file as DVC 3 writes it. @param meta further lines, as they are */
export function formatDvcFile(output: OutputText, meta = ''): string {
  return `outs:\n${formatOut(output)}${meta}`;
}

/** A `.dvc` file with the note of lastgood that says its run. */
export function formatNotedFile(output: OutputText, run: string): string {
  return formatDvcFile(output, `meta:\n  lastgood:\n    run: ${run}\n    md5: ${output.md5}\n`);
}

/** A `dvc.lock` with one stage `merge`. */
export function formatMergeLock(family: string, run: string, md5: string): string {
  const out = { md5, path: `models/hf/candidates/${family}/${run}_merged`, size: 16, nfiles: 2, hash: 'md5' };
  const dep = { md5: md5OfText(`code`), path: 'src/merge.py', size: 4, hash: 'md5' };
  return `schema: '2.0'\nstages:\n  merge:\n    cmd: merge ${run}\n    deps:\n${indent(formatOut(dep))}    outs:\n${indent(formatOut(out))}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

function formatOut({ md5, path, size, nfiles, hash }: OutputText): string {
  const lines = Object.entries({ md5, size, nfiles, hash, path }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return `- ${lines.join('\n  ')}\n`;
}

/** The digest of a text as DVC takes it. */
export function md5OfText(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** A digest of a folder that nobody made. */
export function folderMd5(text: string): string {
  return `${md5OfText(text)}.dir`;
}

/** The registry of a tree, to be read only. @param git undefined: git is not asked */
export function openDvcTree(root: string, git?: GitReader): Registry {
  return createDvcRegistry(
    {
      ...{ root, name: 'qa', fileSystem: createNodeFileSystem(), createId: randomUUID },
      now: () => Date.parse('2026-11-21T03:00:00.000Z'),
      ...{ tool: 'lastgood test', host: 'here', git },
    },
    refuseMoves,
  );
}
