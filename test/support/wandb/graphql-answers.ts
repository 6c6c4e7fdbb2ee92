import type { FakeRun } from './fake-wandb.ts';

/** A request to `/graphql`. */
type Query = { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> | null };

/** Answers one. */
export type AnswerQuery = (request: Query) => unknown;

const entity = 'acme';

/** The answers of a server for the runs it has, as far as we and the `wandb` package ask. */
export function createGraphqlAnswers(runs: Map<string, FakeRun>, origin: string): AnswerQuery {
  const answers: readonly (readonly [RegExp, (variables: Variables) => unknown])[] = [
    [/upsertBucket/, variables => upsert(runs, variables)],
    [/createRunFiles/, variables => makeUploads(variables, origin)],
    [/files\s*\(/, variables => ({ project: describeProject(findRun(runs, variables), origin) })],
    [/project\s*\(/, variables => ({ project: describeProject(findRun(runs, variables), origin) })],
    [/viewer/, variables => describeViewer(variables)],
    [/model\s*\(/, variables => ({ model: describeModel(findRun(runs, variables)) })],
    [/serverInfo/, () => ({ serverInfo: { features: [] } })],
  ];
  return ({ query, variables }) => {
    const answer = answers.find(([form]) => form.test(query))?.[1];
    if (answer === undefined)
      return { data: null, errors: [{ message: `Cannot query ${query.slice(0, 40)}` }] };
    const data = answer(new Map(Object.entries(variables ?? {})));
    return data === undefined
      ? { data: null, errors: [{ message: 'permission denied', extensions: { code: 'PERMISSION_ERROR' } }] }
      : { data };
  };
}

type Variables = ReadonlyMap<string, unknown>;

function readText(variables: Variables, name: string): string | undefined {
  const value = variables.get(name);
  return typeof value === 'string' ? value : undefined;
}

function findRun(runs: Map<string, FakeRun>, variables: Variables): FakeRun | undefined {
  const name = readText(variables, 'run') ?? readText(variables, 'name') ?? '';
  return runs.get([readText(variables, 'entity') ?? entity, readText(variables, 'project'), name].join('/'));
}

/** Of a run that is there already what is not given stays. undefined: the entity is another's. */
function upsert(runs: Map<string, FakeRun>, variables: Variables): unknown {
  const owner = readText(variables, 'entity') ?? entity;
  if (owner !== entity) return undefined;
  const project = readText(variables, 'project') ?? 'uncategorized';
  const name = readText(variables, 'name') ?? '';
  const place = [owner, project, name].join('/');
  const known = runs.get(place);
  const run: FakeRun = known ?? {
    ...{ name, entity: owner, project, displayName: name, group: null, jobType: null, tags: [], config: {} },
    ...{ history: [], summary: '{}', files: new Map<string, string>(), state: 'running' },
  };
  run.displayName = readText(variables, 'displayName') ?? run.displayName;
  run.group = readText(variables, 'groupName') ?? run.group;
  run.jobType = readText(variables, 'jobType') ?? run.jobType;
  run.tags = (variables.get('tags') as readonly string[] | null | undefined) ?? run.tags;
  const config = readText(variables, 'config');
  if (config !== undefined) run.config = JSON.parse(config);
  runs.set(place, run);
  return { upsertBucket: { bucket: describeBucket(run), inserted: known === undefined } };
}

function makeUploads(variables: Variables, origin: string): unknown {
  const place = ['entity', 'project', 'run'].map(name => readText(variables, name)).join('/');
  const names = (variables.get('files') as readonly string[] | undefined) ?? [];
  const files = names.map(name => ({ name, uploadUrl: `${origin}/storage/${place}/${name}` }));
  return { createRunFiles: { runID: 'x', uploadHeaders: [], files } };
}

function describeViewer(variables: Variables): unknown {
  const project = readText(variables, 'project');
  const teams = { edges: [{ node: { name: entity } }] };
  const viewer = { id: 'VXNlcjox', entity, username: 'anna', email: 'anna@example.org', flags: '{}', teams };
  const asked = readText(variables, 'entity') ?? entity;
  const model = project === undefined || asked !== entity ? null : { id: 'UHJv', name: project };
  return { viewer: { ...viewer, admin: false, apiKeys: { edges: [] } }, model, serverInfo: { features: [] } };
}

function describeModel(run: FakeRun | undefined): unknown {
  return { id: 'UHJv', name: 'p', entity: { id: 'RW50', name: entity }, bucket: run && describeBucket(run) };
}

function describeBucket(run: FakeRun): unknown {
  return {
    ...{ id: `QnVj${run.name}`, name: run.name, displayName: run.displayName, state: run.state },
    ...{ group: run.group, groupName: run.group, jobType: run.jobType, tags: run.tags, sweepName: null },
    ...{ config: JSON.stringify(run.config), summaryMetrics: run.summary, description: null, notes: null },
    ...{ createdAt: '2026-11-21T03:04:05Z', heartbeatAt: '2026-11-21T03:04:05Z', readOnly: false },
    ...{ historyLineCount: run.history.length, logLineCount: 0, eventsLineCount: 0, systemMetrics: '{}' },
    ...{ historyTail: '[]', eventsTail: '[]', historyKeys: describeKeys(run), commit: null, stopped: false },
    user: { name: 'Anna', username: 'anna' },
    projectId: 1,
    project: { id: 'UHJv', name: run.project, entity: { id: 'RW50', name: run.entity } },
  };
}

function describeKeys({ history }: FakeRun): unknown {
  const names = history.flatMap(line => Object.keys(JSON.parse(line)));
  const keys = Object.fromEntries(names.map(name => [name, { typeCounts: [{ type: 'number', count: 1 }] }]));
  return { sets: [], keys, lastStep: history.length - 1 };
}

function describeProject(run: FakeRun | undefined, origin: string): unknown {
  if (run === undefined) return null;
  const place = [run.entity, run.project, run.name].join('/');
  const edges = [...run.files].map(([name, text]) => ({
    cursor: name,
    node: {
      ...{ id: name, name, displayName: name, sizeBytes: Buffer.byteLength(text), md5: '', mimetype: '' },
      ...{ url: `${origin}/storage/${place}/${name}`, directUrl: `${origin}/storage/${place}/${name}` },
      ...{ updatedAt: '2026-11-21T03:04:05Z' },
    },
  }));
  const files = { edges, pageInfo: { endCursor: null, hasNextPage: false } };
  const bucket = describeBucket(run) as object;
  const scanned = {
    fileCount: run.files.size,
    files,
    history: run.history,
    sampledHistory: [run.history.map(line => JSON.parse(line))],
  };
  return {
    internalId: 'UHJvOjE=',
    id: 'UHJv',
    name: run.project,
    run: { ...bucket, ...scanned },
  };
}
