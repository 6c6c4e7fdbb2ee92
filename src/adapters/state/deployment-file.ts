import { z } from 'zod';
import { type Deployment, linkKinds, linkStates } from '../../core/deployment/deployment.ts';
import { writeFileDurably } from '../files/durable-write.ts';
import { privateFile } from '../files/numbered-claim.ts';
import { readJsonObject } from '../files/read-json.ts';
import { type DeploymentPlace, isDeploymentId, journalPath } from './deployment-place.ts';

/** Largest journal that is read, in bytes: a pipeline's configuration may stand in it. */
const journalLimitBytes = 16 * 1024 * 1024;

const text = z.string();
const textOrNone = z.nullable(text);
const problem = z.object({ code: text, message: text, hint: text });

const link = z.object({
  kind: z.enum(linkKinds),
  target: text,
  expected: textOrNone,
  value: textOrNone,
  state: z.enum(linkStates),
  attempts: z.int().nonnegative(),
  operationId: text,
  detail: textOrNone,
  problem: z.nullable(problem),
});

const registration = z.looseObject({
  model: text,
  version: text.optional(),
  evidence: z.array(z.looseObject({ role: text, path: text })),
  tags: z.array(text),
});

/** Our own files only: the check is of what carrying on reads first, so that a file that was edited cannot break it. */
const deploymentSchema = z.object({
  format: z.literal(1),
  deploymentId: text.refine(isDeploymentId),
  title: text,
  model: text,
  alias: text,
  actor: text,
  startedAt: z.iso.datetime(),
  command: text,
  request: z.looseObject({
    model: text,
    alias: text,
    subject: z.discriminatedUnion('at', [
      z.looseObject({ at: z.literal('registered'), version: text }),
      z.looseObject({ at: z.literal('new'), registration }),
    ]),
    reason: text,
    gate: z.enum(['as-bound', 'overridden']),
    publish: z.looseObject({ repository: text, publicBy: z.enum(['command', 'setting']) }).optional(),
  }),
  inputs: z.array(
    z.object({ part: z.enum(['weights', 'evidence', 'configuration']), path: text, sha256: textOrNone }),
  ),
  version: textOrNone,
  links: z.array(link).refine(links => linkKinds.every((kind, at) => links[at]?.kind === kind)),
});

/** A deployment from its journal; `missing` when there is none, `unreadable` when it is not what was written. */
export async function readDeployment(
  place: DeploymentPlace,
  deploymentId: string,
): Promise<Deployment | 'missing' | 'unreadable'> {
  const path = journalPath(place, deploymentId);
  const reading = await readJsonObject(place.fileSystem, path, { limitBytes: journalLimitBytes });
  if (!reading.ok) return reading.fault === 'missing' ? 'missing' : 'unreadable';
  const parsed = deploymentSchema.safeParse(reading.value);
  const isItself = parsed.success && parsed.data.deploymentId === deploymentId;
  return isItself ? (parsed.data as unknown as Deployment) : 'unreadable';
}

/** Writes a journal so that it is there after a crash, and only its owner can read it. Rejects with Node's error. */
export async function writeDeployment(place: DeploymentPlace, deployment: Deployment): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(deployment)}\n`);
  const path = journalPath(place, deployment.deploymentId);
  await writeFileDurably(place.fileSystem, path, bytes, place.createId, privateFile);
}
