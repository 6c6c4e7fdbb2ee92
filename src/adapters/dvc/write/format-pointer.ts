// Imported by name: bundled, a CommonJS package that `import()` names has no named exports.
import { Document, isMap, isSeq, parseDocument, YAMLMap } from 'yaml';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { DvcOutput } from '../dvc-output.ts';
import { formatNote } from '../pointer-note.ts';

/** A pointer to be written. */
export type NewPointer = {
  /** Name of the run it is of. */
  readonly run: string;
  readonly output: DvcOutput;
  /** Name of the output, beside the file. */
  readonly path: string;
};

/** What is added to the copy of a pointer that is archived. */
export type ArchiveNote = {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly actor: string;
  readonly reason: string | null;
  /** What took its place; null: nothing. */
  readonly replacedBy: string | null;
};

/**
 * The bytes of a `.dvc` file. Comments, order and fields that somebody gave the one that stands stay; what it says of the output is
 * replaced, and fields that belong to the old one are taken out. Pure.
 * @param standing bytes of the file in its place; undefined where there is none, or none that can be kept
 */
export function formatPointer(pointer: NewPointer, standing: Uint8Array | undefined): Uint8Array {
  const { output, path, run } = pointer;
  const document = openDocument(standing);
  const outs = document.get('outs');
  const first = isSeq(outs) ? outs.items[0] : undefined;
  const out = isMap(first) ? first : new YAMLMap();
  if (!isMap(first)) document.set('outs', document.createNode([out]));
  const { md5, sizeBytes, fileCount, hash } = output;
  setOrDelete(out, { md5, size: sizeBytes, nfiles: fileCount, hash, path });
  // DVC takes what it knows of the files of a folder from here: they are the old one's.
  out.delete('files');
  const note = formatNote({ run, md5 });
  document.setIn(['meta', 'lastgood'], document.createNode(note.lastgood));
  return new TextEncoder().encode(document.toString({ lineWidth: 0, indentSeq: false }));
}

/** The bytes of an archived copy: the pointer as it was, with what became of it. Pure. */
export function formatArchived(bytes: Uint8Array, run: string | undefined, note: ArchiveNote): Uint8Array {
  const document = openDocument(bytes);
  const { at, actor, reason, replacedBy } = note;
  const archived = { at, actor: makeSafeText(actor), reason: reason && makeSafeText(reason), replacedBy };
  if (run !== undefined && document.getIn(['meta', 'lastgood', 'run']) === undefined) {
    const md5 = document.getIn(['outs', 0, 'md5']);
    document.setIn(['meta', 'lastgood'], document.createNode({ run, md5 }));
  }
  document.setIn(['meta', 'lastgood', 'archived'], document.createNode(archived));
  return new TextEncoder().encode(document.toString({ lineWidth: 0, indentSeq: false }));
}

function openDocument(bytes: Uint8Array | undefined): Document {
  const document = parseDocument(bytes === undefined ? '' : new TextDecoder().decode(bytes), {
    prettyErrors: false,
    logLevel: 'error',
  });
  const isUsable = document.errors.length === 0 && isMap(document.contents);
  const opened = isUsable ? (document as unknown as Document) : new Document({});
  const meta = opened.get('meta');
  if (meta !== undefined && !isMap(meta)) opened.delete('meta');
  else if (isMap(meta) && !isMap(meta.get('lastgood'))) meta.delete('lastgood');
  return opened;
}

/** In the order of DVC, so that a new one looks as if DVC had written it. */
function setOrDelete(map: YAMLMap, fields: Readonly<Record<string, string | number | undefined>>): void {
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}
