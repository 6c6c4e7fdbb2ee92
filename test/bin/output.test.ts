import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createOutput } from '../../bin/output.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

function createStream(): { readonly stream: NodeJS.WriteStream; readonly texts: string[] } {
  const texts: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      texts.push(chunk.toString('latin1'));
      done();
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, texts };
}

const openNothing = (): never => {
  throw new Error('no stream is needed');
};

/** The two ends of a pipe that does not wait. */
function openPipe(): { readonly reader: number; readonly writer: number } {
  const path = join(createTemporaryFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reader, writer: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
}

test('writes to the descriptor at once, without a stream', () => {
  const path = join(createTemporaryFolder(), 'out');
  const descriptor = openSync(path, 'w');
  const output = createOutput(descriptor, openNothing);
  output.write('one\n');
  output.write('');
  output.write('zwei ü\n');
  expect(readFileSync(path, 'utf8')).toBe('one\nzwei ü\n');
  expect(output.failure()).toBeUndefined();
  closeSync(descriptor);
});

test('what a full pipe does not take goes on in the stream, and what follows goes there too', () => {
  const { reader, writer } = openPipe();
  const { stream, texts } = createStream();
  const output = createOutput(writer, () => stream);
  const text = 'abcdefghij'.repeat(20_000);
  output.write(text);
  output.write('end');
  const inPipe = Buffer.alloc(text.length);
  const taken = readSync(reader, inPipe);
  expect(taken).toBeGreaterThan(0);
  expect(texts.length).toBe(2);
  expect(inPipe.toString('latin1', 0, taken) + texts.join('')).toBe(`${text}end`);
  for (const descriptor of [reader, writer]) closeSync(descriptor);
});

test('a reader that went away is no failure, and the rest is dropped', () => {
  const { reader, writer } = openPipe();
  const failures: Error[] = [];
  const output = createOutput(writer, openNothing, failure => failures.push(failure));
  closeSync(reader);
  output.write('one');
  output.write('two');
  expect(output.failure()).toBeUndefined();
  expect(failures).toEqual([]);
  closeSync(writer);
});

test('output that is lost for any other reason is told once', () => {
  const path = join(createTemporaryFolder(), 'out');
  closeSync(openSync(path, 'w'));
  const descriptor = openSync(path, 'r');
  const failures: Error[] = [];
  const output = createOutput(descriptor, openNothing, failure => failures.push(failure));
  output.write('one');
  output.write('two');
  expect(failures).toEqual([expect.objectContaining({ code: 'EBADF' })]);
  expect(output.failure()).toBe(failures[0]);
  closeSync(descriptor);
});
