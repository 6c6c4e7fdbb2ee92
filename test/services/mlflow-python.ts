import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { MlflowServer } from './mlflow-server.ts';

const program = fileURLToPath(new URL('./mlflow-client.py', import.meta.url));

const texts = z.record(z.string(), z.string());

const modelSchema = z.object({
  name: z.string(),
  description: z.string(),
  tags: texts,
  /** Version by alias. */
  aliases: texts,
  versions: z.array(
    z.object({
      version: z.string(),
      stage: z.string(),
      aliases: z.array(z.string()),
      description: z.string(),
      source: z.string(),
      run: z.string(),
      status: z.string(),
      tags: texts,
    }),
  ),
});

const runSchema = z.object({
  run: z.string(),
  status: z.string(),
  metrics: z.record(z.string(), z.number()),
  params: texts,
  tags: texts,
  artifacts: z.array(z.string()),
});

/** A registered model as MLflow's own client reads it; its versions by number. */
export type ModelInPython = z.infer<typeof modelSchema>;

/** A run that training left. */
export type Training = {
  readonly experiment: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
};

/** MLflow's own client, in a process of its own. Every call rejects with what MLflow said when it refused. */
export type MlflowPython = {
  /** Everything registered, by name. */
  readonly read: () => Promise<readonly ModelInPython[]>;
  /** Leaves a finished run with a model among its artifacts. Its id. */
  readonly train: (training: Training) => Promise<string>;
  /** The runs of an experiment, newest first; none where it does not exist. */
  readonly readRuns: (experiment: string) => Promise<readonly z.infer<typeof runSchema>[]>;
  /** As `mlflow.register_model` does; the number of the version. */
  readonly register: (name: string, source: string, run: string | null) => Promise<string>;
  /** Moves a version to a stage. @param others what becomes of those in it: S3's own way is `keep`, that of MLflow's pages `archive` */
  readonly transition: (
    name: string,
    version: string,
    stage: string,
    others?: 'keep' | 'archive',
  ) => Promise<void>;
  readonly setAlias: (name: string, alias: string, version: string) => Promise<void>;
  readonly deleteVersion: (name: string, version: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const answerSchema = z.union([z.object({ ok: z.unknown() }), z.object({ error: z.string() })]);

/** Starts MLflow's own client on a server. Whoever opens it closes it. */
export function openMlflowPython({ python, url }: Pick<MlflowServer, 'python' | 'url'>): MlflowPython {
  const child = spawn(python, [program, url], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (request: Readonly<Record<string, unknown>>): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error("MLflow's client ended without an answer");
    const answer = answerSchema.parse(JSON.parse(line.value));
    if ('error' in answer) throw new Error(answer.error);
    return answer.ok;
  };
  /** One after the other: answers carry no name. */
  const call = (name: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
    const answer = last.then(() => ask({ call: name, ...parameters }));
    last = answer.catch(() => undefined);
    return answer;
  };
  return {
    read: async () => z.array(modelSchema).parse(await call('read')),
    train: async training => z.string().parse(await call('train', { ...training })),
    readRuns: async experiment => z.array(runSchema).parse(await call('read_runs', { experiment })),
    register: async (name, source, run) => z.string().parse(await call('register', { name, source, run })),
    transition: async (name, version, stage, others = 'keep') =>
      void (await call('transition', { name, version, stage, archive: others === 'archive' })),
    setAlias: async (name, alias, version) => void (await call('set_alias', { name, alias, version })),
    deleteVersion: async (name, version) => void (await call('delete_version', { name, version })),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
