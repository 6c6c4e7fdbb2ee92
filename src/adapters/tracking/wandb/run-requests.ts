import type { TrackedRun } from '../../../core/events/tracked-run.ts';

/** A project of W&B; an entity that is undefined is the usual one of the login. */
export type WandbProject = { readonly entity: string | undefined; readonly project: string };

/**
 * Makes a run, or finds the one of that name and gives it these words: W&B's own programs begin a run so.
 * @see upsertBucket in core/api/graphql of https://github.com/wandb/wandb
 */
export const upsertRun = `mutation UpsertBucket($name: String, $project: String, $entity: String, $groupName: String,
    $displayName: String, $config: JSONString, $program: String, $jobType: String, $tags: [String!]) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, groupName: $groupName,
      displayName: $displayName, config: $config, jobProgram: $program, jobType: $jobType, tags: $tags}) {
    bucket { id name displayName project { id name entity { id name } } }
    inserted
  }
}`;

/** Asks where the files of a run go. */
export const createRunFiles = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    runID
    uploadHeaders
    files { name uploadUrl }
  }
}`;

/** Longest name, group and tag that W&B takes, in characters. */
const limits = { name: 128, group: 128, tag: 64 } as const;

/** The variables of {@link upsertRun}. What was said of the event is its configuration. Pure. @param tool name and version of this program */
export function describeRun(
  run: TrackedRun,
  { entity, project }: WandbProject,
  tool: string,
): Readonly<Record<string, unknown>> {
  const { facts } = run;
  const tags = [run.kind, facts['outcome'], facts['alias'], facts['version']];
  const config = Object.entries({ ...facts, tool }).map(([key, value]) => [key, { value }] as const);
  return {
    name: run.runId,
    project,
    entity: entity ?? null,
    groupName: cut(run.model, limits.group),
    displayName: cut(run.name, limits.name),
    config: JSON.stringify(Object.fromEntries(config)),
    program: tool,
    jobType: run.kind,
    tags: [...new Set(tags.filter(tag => tag !== undefined).map(tag => cut(tag, limits.tag)))],
  };
}

/**
 * What the stream of a run is told in one request: its one line of metrics, its summary, its files, and that it has ended. Told again it
 * writes the same line in the same place. Pure.
 */
export function describeStream(run: TrackedRun): unknown {
  const timestamp = Date.parse(run.at) / 1000;
  const metrics = Object.fromEntries(
    Object.entries(run.metrics).map(([name, value]) => [nameMetric(name), value] as const),
  );
  const line = { ...metrics, _step: 0, _runtime: 0, _timestamp: timestamp };
  const summary = { ...line, _wandb: { runtime: 0 } };
  return {
    files: {
      'wandb-history.jsonl': { offset: 0, content: [JSON.stringify(line)] },
      'wandb-summary.json': { offset: 0, content: [JSON.stringify(summary)] },
    },
    uploaded: Object.keys(run.files),
    complete: true,
    exitcode: run.outcome === 'failed' ? 1 : 0,
  };
}

/** W&B's own names begin with an underscore. */
function nameMetric(name: string): string {
  return name.startsWith('_') ? `metric${name}` : name;
}

function cut(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
