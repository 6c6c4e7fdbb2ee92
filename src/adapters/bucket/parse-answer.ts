import type { Check, Fields } from '../../core/checks/field-checks.ts';
import { countFrom, findFieldProblem, isJsonObject, textUpTo } from '../../core/checks/field-checks.ts';
import type { ObjectFacts, ObjectPage } from '../../core/ports/object-store.ts';

/** What an answer says, or what is wrong with it in words that are safe to show. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

/** Of custom metadata: a bucket allows 8 KiB per object. */
const metadataLimit = 16 * 1024;
const objectLimit = 1000;

const generation: Check = value =>
  typeof value === 'string' && /^\d{1,20}$/.test(value) ? undefined : 'is not a generation';

const byteCount = countFrom(0);

const size: Check = (value, path) =>
  typeof value === 'string' && /^\d{1,16}$/.test(value)
    ? byteCount(Number(value), path)
    : 'is not a number of bytes';

const nameText = textUpTo(1024);

const objectName: Check = (value, path) =>
  typeof value === 'string' && value.isWellFormed() ? nameText(value, path) : 'is not a name';

/** As Cloud Storage writes times: what has that form needs no other look, of thousands in a list. */
const isoForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

const updated: Check = value =>
  typeof value === 'string' && (isoForm.test(value) || !Number.isNaN(Date.parse(value)))
    ? undefined
    : 'is not a time';

const metadata: Check = value => {
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) return 'is not an object';
  let length = 0;
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') return 'has a value that is not a text';
    length += key.length + text.length;
  }
  return length > metadataLimit ? `is longer than ${metadataLimit}` : undefined;
};

/** Base64 of four bytes. */
const crc32cForm = /^[A-Za-z0-9+/]{5}[AQgw]==$/;

const factFields: Fields = { name: objectName, generation, size, updated };

/** JSON of one object. `prefix` is what every name must begin with, and is taken off. Pure. */
export function parseObject(value: unknown, prefix: string): Parsed<ObjectFacts> {
  if (!isJsonObject(value)) return { ok: false, problem: 'it is not an object' };
  const problem = findFieldProblem(factFields, value, '') ?? findMetadataProblem(value['metadata']);
  if (problem !== undefined) return { ok: false, problem };
  const name = String(value['name']);
  if (!name.startsWith(prefix)) return { ok: false, problem: 'name is outside of what was asked for' };
  const md5 = parseMd5(value['md5Hash']);
  const crc32c = crc32cForm.test(String(value['crc32c'])) ? String(value['crc32c']) : undefined;
  if (md5 === undefined && crc32c === undefined) return { ok: false, problem: 'there is no checksum' };
  return {
    ok: true,
    value: {
      name: name.slice(prefix.length),
      generation: String(value['generation']),
      sizeBytes: Number(value['size']),
      md5,
      crc32c,
      updatedAt: formatTime(String(value['updated'])),
      metadata: (value['metadata'] ?? {}) as ObjectFacts['metadata'],
    },
  };
}

/** JSON of a page. The placeholder some programs make of the prefix itself is left out: it has no name inside it. Pure. */
export function parsePage(value: unknown, prefix: string): Parsed<ObjectPage> {
  if (!isJsonObject(value)) return { ok: false, problem: 'it is not an object' };
  const { kind, items = [], nextPageToken } = value;
  // An empty page has no items: without this, any object would be taken for one.
  if (kind !== 'storage#objects') return { ok: false, problem: 'it is not a list of objects' };
  if (!Array.isArray(items) || items.length > objectLimit)
    return { ok: false, problem: `items is not a list of at most ${objectLimit}` };
  if (nextPageToken !== undefined && typeof nextPageToken !== 'string')
    return { ok: false, problem: 'nextPageToken is not a text' };
  const objects: ObjectFacts[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = parseObject(item, prefix);
    if (!parsed.ok) return { ok: false, problem: `items[${index}]: ${parsed.problem}` };
    if (parsed.value.name !== '') objects.push(parsed.value);
  }
  return { ok: true, value: { objects, nextPageToken: nextPageToken || undefined } };
}

/** JSON of anything, from bytes. Pure. */
export function parseJsonAnswer<Value>(
  bytes: Uint8Array,
  parse: (value: unknown) => Parsed<Value>,
): Parsed<Value> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return { ok: false, problem: 'it is not JSON' };
  }
  return parse(value);
}

/** What Cloud Storage writes is in that form already. */
function formatTime(updated: string): string {
  return isoForm.test(updated) ? updated : new Date(updated).toISOString();
}

function findMetadataProblem(value: unknown): string | undefined {
  const problem = metadata(value, '');
  return problem === undefined ? undefined : `metadata ${problem}`;
}

/** Where a digest is turned from base64 to hex: one place for all, of thousands in a list. */
const digestBytes = Buffer.alloc(24);

function parseMd5(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return digestBytes.write(value, 'base64') === 16 ? digestBytes.toString('hex', 0, 16) : undefined;
}
