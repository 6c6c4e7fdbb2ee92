import type { CallOptions, FetchOptions, ObjectFacts } from '../../core/ports/object-store.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { fillNewFile } from '../files/node-file-system.ts';
import { createBodyCheck } from './body-check.ts';
import { metadataDeadline, transferDeadline } from './deadline.ts';
import { describeObject } from './describe-object.ts';
import { formatGsutilObject } from './gsutil-address.ts';
import type { CommandEnd, Gsutil } from './gsutil-command.ts';
import { receiveListing } from './gsutil-list.ts';
import { damagedAnswer } from './json-api.ts';
import { reportProgress } from './report-progress.ts';

/** What the bucket knows of an object; undefined when it does not exist. */
export async function findWithGsutil(
  gsutil: Gsutil,
  name: string,
  options?: CallOptions,
): Promise<ObjectFacts | undefined> {
  const doing = `look up ${describeObject(gsutil.address, name)}`;
  const found: ObjectFacts[] = [];
  const listing = receiveListing(gsutil.address, doing, facts => found.push(facts));
  const { means } = await gsutil.run({
    doing,
    // Unlike stat, ls tells a missing object from a missing bucket, and from one that may not be read.
    arguments: ['-q', 'ls', '-L', '-d', formatGsutilObject(gsutil.address, name).pattern],
    receive: listing.receive,
    deadline: metadataDeadline(gsutil.limits),
    signal: options?.signal,
  });
  if (means !== 'done') return undefined;
  listing.finish();
  return found.find(facts => facts.name === name);
}

/**
 * The bytes of an object, checked; undefined when it does not exist. What is not known of the object is asked for by a second gsutil at the
 * same time: when the bytes are those it speaks of, half a second and more is saved.
 */
export async function readWithGsutil(
  gsutil: Gsutil,
  name: string,
  limitBytes: number,
  options?: FetchOptions,
): Promise<{ readonly facts: ObjectFacts; readonly bytes: Uint8Array } | undefined> {
  const reading: Reading = { gsutil, name, limitBytes, options };
  if (options?.known !== undefined) return readGeneration(reading, options.known);
  const { facts, bytes } = await findAndRead(reading);
  if (facts === undefined) return undefined;
  if (bytes !== undefined && findProblem(facts, bytes) === undefined) return { facts, bytes };
  return readGeneration(reading, facts);
}

/** Writes the bytes of an object into a new file, checked and synced; undefined when the object does not exist. */
export async function downloadWithGsutil(
  gsutil: Gsutil,
  name: string,
  path: string,
  options?: FetchOptions,
): Promise<ObjectFacts | undefined> {
  const facts = options?.known ?? (await findWithGsutil(gsutil, name, options));
  if (facts === undefined) return undefined;
  const doing = `download ${describeObject(gsutil.address, name)}`;
  const report = reportProgress(facts.sizeBytes, options?.onProgress);
  try {
    await withFileErrors('write the download', path, () =>
      fillNewFile(path, async handle => {
        const check = createBodyCheck(facts);
        const { means } = await printObject(gsutil, facts, doing, options, async output => {
          for await (const piece of output) {
            check.add(piece);
            await handle.writeFile(piece);
            report(piece.length);
          }
        });
        if (means !== 'done') throw new ObjectGone();
        requireRight(check.findProblem(), doing);
      }),
    );
    return facts;
  } catch (thrown) {
    if (thrown instanceof ObjectGone) return undefined;
    throw thrown;
  }
}

/** Ends the filling of a file for which there is nothing. */
class ObjectGone extends Error {}

type Reading = {
  readonly gsutil: Gsutil;
  readonly name: string;
  readonly limitBytes: number;
  readonly options: FetchOptions | undefined;
};

async function readGeneration(
  { gsutil, name, limitBytes, options }: Reading,
  facts: ObjectFacts,
): Promise<{ readonly facts: ObjectFacts; readonly bytes: Uint8Array } | undefined> {
  const doing = `read ${describeObject(gsutil.address, name)}`;
  if (facts.sizeBytes > limitBytes)
    throw damagedAnswer(doing, `its ${facts.sizeBytes} bytes are more than ${limitBytes}`);
  const body = collect(doing, limitBytes);
  const { means } = await printObject(gsutil, facts, doing, options, body.receive);
  if (means !== 'done') return undefined;
  const bytes = body.join();
  requireRight(findProblem(facts, bytes), doing);
  return { facts, bytes };
}

/** Both at once. */
async function findAndRead({ gsutil, name, limitBytes, options }: Reading): Promise<{
  readonly facts: ObjectFacts | undefined;
  readonly bytes: Uint8Array | undefined;
}> {
  const doing = `read ${describeObject(gsutil.address, name)}`;
  const body = collect(doing, limitBytes);
  const [printed, found] = await Promise.allSettled([
    gsutil.run({
      doing,
      arguments: ['-q', 'cat', formatGsutilObject(gsutil.address, name).pattern],
      receive: body.receive,
      deadline: transferDeadline(gsutil.limits, limitBytes),
      signal: options?.signal,
    }),
    findWithGsutil(gsutil, name, options),
  ]);
  if (printed.status === 'rejected') throw printed.reason;
  if (found.status === 'rejected') throw found.reason;
  return { facts: found.value, bytes: printed.value.means === 'done' ? body.join() : undefined };
}

/** The bytes of one generation. */
function printObject(
  gsutil: Gsutil,
  facts: ObjectFacts,
  doing: string,
  options: FetchOptions | undefined,
  receive: (output: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<CommandEnd> {
  const { pattern } = formatGsutilObject(gsutil.address, facts.name);
  return gsutil.run({
    doing,
    arguments: ['-q', 'cat', `${pattern}#${facts.generation}`],
    receive,
    deadline: transferDeadline(gsutil.limits, facts.sizeBytes),
    signal: options?.signal,
  });
}

function collect(
  doing: string,
  limitBytes: number,
): { receive(output: AsyncIterable<Uint8Array>): Promise<void>; join(): Uint8Array } {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  return {
    receive: async output => {
      for await (const piece of output) {
        sizeBytes += piece.length;
        if (sizeBytes > limitBytes) throw damagedAnswer(doing, `it is longer than ${limitBytes} bytes`);
        pieces.push(piece);
      }
    },
    join: () => Buffer.concat(pieces),
  };
}

function findProblem(facts: ObjectFacts, bytes: Uint8Array): string | undefined {
  const check = createBodyCheck(facts);
  check.add(bytes);
  return check.findProblem();
}

function requireRight(problem: string | undefined, doing: string): void {
  if (problem !== undefined) throw damagedAnswer(doing, `the bytes ${problem}`);
}
