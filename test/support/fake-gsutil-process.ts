import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FakeAnswer, FakeCall } from './fake-gsutil.ts';

/**
 * A program in the place of gsutil, told what to do by the file `answers.json` of the folder that FAKE_GSUTIL names. It notes every call in
 * `calls.jsonl`, and beats into `beats` as long as a worker of its lives. Like gsutil it takes note of SIGTERM and goes on.
 */
const folder = process.env['FAKE_GSUTIL'] ?? '';
const argv = process.argv.slice(2);
process.on('SIGTERM', () => undefined);

if (argv[0] === 'worker') beat();
else await answer();

function beat(): void {
  setInterval(() => appendFileSync(join(folder, 'beats'), `${process.pid}\n`), 5);
}

async function answer(): Promise<void> {
  const file = readdirSync('.').find(name => argv.some(argument => basename(argument) === name));
  const call: FakeCall = {
    argv,
    variables: { ...process.env },
    file: file === undefined ? undefined : { name: file, text: readFileSync(file, 'utf8') },
  };
  appendFileSync(join(folder, 'calls.jsonl'), `${JSON.stringify(call)}\n`);
  const answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as readonly FakeAnswer[];
  const found = answers.find(candidate => argv.includes(candidate.command));
  if (found === undefined) throw new Error(`No answer to ${argv.join(' ')}`);
  if (found.ending !== 'end') await startWorker(found.ending === 'leave a worker');
  process.stderr.write(found.words ?? '');
  process.stdout.write(found.prints ?? '');
  if (found.ending === 'go on') setInterval(() => undefined, 1000);
  else process.exitCode = found.exitCode ?? 0;
}

/** A child that holds no pipe, as a child does that only uploads. */
async function startWorker(isLeft: boolean): Promise<void> {
  const [node = '', script = ''] = process.argv;
  const worker = spawn(node, [script, 'worker'], { stdio: 'ignore' });
  if (isLeft) worker.unref();
  while (!existsSync(join(folder, 'beats'))) await new Promise(resolve => setTimeout(resolve, 5));
}
