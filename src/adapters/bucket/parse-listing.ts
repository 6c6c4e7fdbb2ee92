import type { BucketAddress, ObjectFacts } from '../../core/ports/object-store.ts';

/** Takes what `gsutil ls -L` prints, in pieces cut anywhere. */
export type ListingParser = {
  /** Calls `take` for each object that is whole by now. @throws MalformedListing */
  add(bytes: Uint8Array): void;
  /** Says that nothing more comes. @throws MalformedListing when objects are missing. */
  end(): void;
};

/** What was printed cannot be one listing of objects: a line is out of place, or the count is wrong. */
export class MalformedListing extends Error {}

/** An object of which not every line has come yet. Lists come in the order of gsutil. */
type Unfinished = {
  readonly name: string;
  readonly fields: Map<string, string>;
  readonly metadata: Map<string, string>;
  isInMetadata: boolean;
};

/** Column in which the value of a field begins, unless its label is longer. */
const valueColumn = 28;

/** Bytes of one line. Custom metadata has 8 KiB in all, a name has one. */
const longestLine = 64 * 1024;

const fieldLine = /^ {4}([A-Z][A-Za-z0-9 ()-]*):/;
const metadataLine = /^ {8}([^\s:][^:]*):/;
/** Whatever the locale: gsutil takes none. */
const timeText = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const totalLine = /^TOTAL: (\d+) objects, (\d+) bytes \(.*\)$/;

/**
 * Reads a listing strictly, because names and metadata are other people's text: line breaks in them, which Cloud Storage does not allow
 * in names, could make up lines that look like another object's. Such a line is out of place, comes twice, or makes the count at the
 * end wrong; then nothing of the listing is believed.
 * @param take called with each object of the bucket, in the order printed; names are inside the prefix
 */
export function createListingParser(
  address: BucketAddress,
  take: (facts: ObjectFacts) => void,
): ListingParser {
  const decoder = new TextDecoder('utf-8');
  const lines = createLineReader({ address, take, count: 0, sizeBytes: 0 });
  let rest = '';
  return {
    add: bytes => {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      if (rest.length > longestLine) throw new MalformedListing('a line is too long');
      for (const line of parts) lines.read(line);
    },
    end: () => {
      if (rest + decoder.decode() !== '') throw new MalformedListing('the last line is cut off');
      lines.end();
    },
  };
}

type Reading = {
  readonly address: BucketAddress;
  readonly take: (facts: ObjectFacts) => void;
  count: number;
  sizeBytes: number;
};

function createLineReader(reading: Reading): { read(line: string): void; end(): void } {
  let at: 'between' | 'object' | 'access-list' | 'end' = 'between';
  let object: Unfinished | undefined;
  return {
    read: line => {
      if (at === 'object' && object !== undefined) {
        if (!readField(object, line)) return;
        finish(reading, object);
        at = object.fields.get('ACL') === '[]' ? 'between' : 'access-list';
      } else if (at === 'access-list') {
        // Lines of JSON, in which no text can hold a line break.
        if (line === ']') at = 'between';
      } else if (totalLine.test(line)) {
        checkTotal(reading, line);
        at = 'end';
      } else if (at === 'between' && !isFolder(reading.address, line)) {
        object = beginObject(reading.address, line);
        at = 'object';
      } else if (at === 'end') {
        throw new MalformedListing('something follows the end');
      }
    },
    end: () => {
      if (at !== 'end' && (at !== 'between' || reading.count > 0))
        throw new MalformedListing('the end is missing');
    },
  };
}

/** A folder, which is no object, stands in a line of its own: `gs://bucket/name/` after 33 spaces. */
function isFolder({ bucket }: BucketAddress, line: string): boolean {
  return line.startsWith(`${' '.repeat(33)}gs://${bucket}/`) && line.endsWith('/');
}

function beginObject({ bucket, prefix }: BucketAddress, line: string): Unfinished {
  const start = `gs://${bucket}/${prefix}`;
  if (!line.startsWith(start) || !line.endsWith(':'))
    throw new MalformedListing('a line is no object of the bucket');
  const name = line.slice(start.length, -1);
  return { name, fields: new Map(), metadata: new Map(), isInMetadata: false };
}

/** Answers true when it was the last line of the object, but for its access list. */
function readField(object: Unfinished, line: string): boolean {
  const entry = object.isInMetadata ? metadataLine.exec(line) : null;
  if (entry !== null) {
    putOnce(object.metadata, entry[1] ?? '', line, entry[0].length);
    return false;
  }
  const [start, label] = fieldLine.exec(line) ?? [];
  if (start === undefined || label === undefined)
    throw new MalformedListing('a line is no field of an object');
  putOnce(object.fields, label, line, start.length);
  object.isInMetadata = label === 'Metadata';
  return label === 'ACL';
}

/** Labels are filled up with spaces to a column; after a longer one the value follows at once. */
function putOnce(into: Map<string, string>, label: string, line: string, labelEnd: number): void {
  if (into.has(label)) throw new MalformedListing(`an object has two fields of one name`);
  into.set(label, line.slice(Math.max(labelEnd, valueColumn)));
}

function finish(reading: Reading, object: Unfinished): void {
  const sizeBytes = Number(requireField(object, 'Content-Length', /^\d{1,15}$/));
  reading.count += 1;
  reading.sizeBytes += sizeBytes;
  reading.take({
    name: object.name,
    generation: requireField(object, 'Generation', /^\d{1,20}$/),
    sizeBytes,
    md5: readMd5(object.fields.get('Hash (md5)')),
    crc32c: readCrc32c(object.fields.get('Hash (crc32c)')),
    updatedAt: parseTime(requireField(object, 'Update time', timeText)),
    metadata: Object.fromEntries(object.metadata),
  });
}

function requireField(object: Unfinished, label: string, pattern: RegExp): string {
  const value = object.fields.get(label);
  if (value === undefined || !pattern.test(value))
    throw new MalformedListing(`an object has no proper ${label}`);
  return value;
}

/** Base64 to hex; undefined for anything else, such as `encrypted`. */
function readMd5(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9+/]{22}==$/.test(text)
    ? Buffer.from(text, 'base64').toString('hex')
    : undefined;
}

function readCrc32c(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9+/]{6}==$/.test(text) ? text : undefined;
}

/** `Tue, 21 Nov 2026 14:57:00 GMT` as ISO 8601. */
function parseTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new MalformedListing('a time is not understood');
  return time.toISOString();
}

function checkTotal(reading: Reading, line: string): void {
  const [, count, sizeBytes] = totalLine.exec(line) ?? [];
  if (Number(count) !== reading.count || Number(sizeBytes) !== reading.sizeBytes)
    throw new MalformedListing('the number of objects printed is not the number counted');
}
