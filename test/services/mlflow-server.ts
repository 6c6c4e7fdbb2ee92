import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from './find-free-port.ts';

/** A real MLflow server that belongs to one suite. */
export type MlflowServer = {
  /** Without a slash at its end. */
  readonly url: string;
  /** Absolute path of the SQLite file that all it knows stands in. */
  readonly database: string;
  /** The Python of the virtual environment that MLflow is installed in. */
  readonly python: string;
  /** All that was asked of it so far and answered, by its own log: `GET /api/2.0/mlflow/runs/get?run_id=…`, in order. */
  readonly listRequests: () => Promise<readonly string[]>;
  /** Ends the server with everything it started, and removes its folder. */
  readonly stop: () => Promise<void>;
};

/** A first start makes the tables; on a machine that is busy this takes a while. */
const startLimitMs = 100_000;

/** Nothing that only costs time: no job runners (eight processes), and nobody is told of it. */
const variables = {
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
};

/** Where the program `mlflow` of the search path really stands. @throws Error when there is none */
function findMlflow(): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      return realpathSync(join(folder, 'mlflow'));
    } catch {
      // Not in this one.
    }
  }
  throw new Error('mlflow is not installed');
}

/**
 * Starts `mlflow server` on a free port of loopback with an SQLite store and a folder of artifacts, one worker, and waits until it is
 * healthy: some five seconds. Whoever starts it stops it.
 * @throws Error with what it said when it ends, or is not healthy in time
 */
export async function startMlflowServer(): Promise<MlflowServer> {
  const program = findMlflow();
  const python = join(dirname(program), 'python3');
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-mlflow-'));
  const database = join(folder, 'mlflow.db');
  const artifacts = join(folder, 'artifacts');
  mkdirSync(artifacts);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const options = ['--backend-store-uri', `sqlite:///${database}`, '--artifacts-destination', artifacts];
  const child = spawn(
    program,
    ['server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1', ...options],
    { cwd: folder, env: { ...process.env, ...variables }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const log = keepLog(child);
  const ended = new Promise<void>(resolve => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const stop = async (): Promise<void> => {
    endGroup(child);
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const giveUpAt = performance.now() + startLimitMs;
  while (!(await isHealthy(url))) {
    if (child.exitCode === null && performance.now() < giveUpAt) await pause(50);
    else {
      await stop();
      throw new Error(`mlflow server did not start: ${log.words()}`);
    }
  }
  const listRequests = (): Promise<readonly string[]> => readRequests(url, log.requests);
  return { url, database, python, listRequests, stop };
}

async function isHealthy(url: string): Promise<boolean> {
  return await fetch(`${url}/health`).then(
    answer => answer.ok,
    () => false,
  );
}

/** The last of what a process says, and the requests that its log names. */
function keepLog({ stdout, stderr }: ChildProcess) {
  const requests: string[] = [];
  let words = '';
  for (const stream of [stdout, stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', line => {
      words = `${words}${line}\n`.slice(-4000);
      const request = /"([A-Z]+ \S+) HTTP\/1\.[01]" \d/.exec(line)?.[1];
      if (request !== undefined) requests.push(request);
    });
  }
  return { words: () => words, requests };
}

/** Asks for something nobody else asks for, and waits until the log names it: by then it names all that was before. */
async function readRequests(url: string, requests: readonly string[]): Promise<readonly string[]> {
  const mark = `/health?mark=${randomUUID()}`;
  await fetch(`${url}${mark}`);
  while (!requests.includes(`GET ${mark}`)) await pause(5);
  return requests.filter(request => !request.startsWith('GET /health'));
}

/** Ends a process with all that it started: it leads a group of its own. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
