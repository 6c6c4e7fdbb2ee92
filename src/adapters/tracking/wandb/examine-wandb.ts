import { z } from 'zod';
import type { Connection } from '../../../core/connections/connection.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { AskWandb } from './ask-wandb.ts';
import type { WandbProject } from './run-requests.ts';

const viewerQuery = `query Viewer($entity: String, $project: String!) {
  viewer { entity username teams { edges { node { name } } } }
  model(name: $project, entityName: $entity) { id name entity { name } }
}`;

const viewerSchema = z.object({
  viewer: z
    .object({
      entity: z.string().nullish(),
      username: z.string().nullish(),
      teams: z.object({ edges: z.array(z.object({ node: z.object({ name: z.string() }) })) }).nullish(),
    })
    .nullish(),
  model: z.object({ name: z.string() }).nullish(),
});

/** Who we are at W&B and whether a run can be written, by one query that changes nothing. */
export async function examineWandb(
  ask: AskWandb,
  { name, entity, project }: WandbProject & { readonly name: string },
  signal?: AbortSignal,
): Promise<Connection> {
  const place = (of: string | undefined): string =>
    `${ask.words.service}/${of === undefined ? '' : `${of}/`}${project}`;
  const base = { name, identity: null, may: [] };
  const answer = await ask.query(viewerQuery, { entity: entity ?? null, project }, signal);
  const refuse = (what: string, fix: string): Connection => ({
    ...base,
    place: place(entity),
    state: 'not-usable',
    missing: [{ what, fix }],
  });
  if (!answer.ok) return refuse(answer.failed.problem.message, answer.failed.problem.hint);
  const parsed = viewerSchema.safeParse(answer.value);
  if (!parsed.success)
    return refuse(`${ask.words.service} answered, and not as W&B does.`, 'Look at WANDB_BASE_URL.');
  const { viewer, model } = parsed.data;
  if (!viewer) return refuse(`${ask.words.service} does not know the key.`, ask.words.loginHint);
  const show = (text: string): string => makeSafeText(text, { limit: 80 });
  const identity = viewer.username ? show(viewer.username) : null;
  const own = [viewer.entity, ...(viewer.teams?.edges ?? []).map(({ node }) => node.name)].filter(
    each => !!each,
  );
  const target = entity ?? viewer.entity ?? undefined;
  const isOwn = target !== undefined && own.includes(target);
  const shown = { name, place: place(target === undefined ? undefined : show(target)), identity };
  if (isOwn) {
    const may = [model ? `write runs to ${project}` : `make ${project}, and write runs to it`];
    return { ...shown, state: 'ready', may, missing: [] };
  }
  const what = `${target === undefined ? 'no entity is usual for this key' : `${show(target)} is no entity of this key`}.`;
  const fix = 'Name one as wandb: ENTITY/PROJECT, or be taken into its team.';
  return { ...shown, state: model ? 'limited' : 'not-usable', may: [], missing: [{ what, fix }] };
}
