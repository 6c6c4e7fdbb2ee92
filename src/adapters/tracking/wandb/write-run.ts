import { z } from 'zod';
import type { TrackedRun } from '../../../core/events/tracked-run.ts';
import type { Delivery } from '../../../core/ports/channel.ts';
import { isReadableOnTheWay } from '../../../core/settings/token-hosts.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { FailedDelivery } from '../../http/judge-answer.ts';
import { type AskWandb, describeStranger } from './ask-wandb.ts';
import { createRunFiles, describeRun, describeStream, upsertRun, type WandbProject } from './run-requests.ts';

const named = z.object({ name: z.string().min(1) });

const upsertSchema = z.object({
  upsertBucket: z.object({ bucket: named.extend({ project: named.extend({ entity: named }) }) }),
});

const uploadSchema = z.object({
  createRunFiles: z.object({
    uploadHeaders: z.array(z.string()).nullish(),
    files: z.array(z.object({ name: z.string(), uploadUrl: z.string() })),
  }),
});

/** Where a run stands there. */
type RunPlace = { readonly entity: string; readonly project: string; readonly run: string };

/** What a run is written with. */
export type RunWriting = {
  readonly ask: AskWandb;
  readonly project: WandbProject;
  /** Address of the API. */
  readonly api: string;
  readonly tool: string;
  readonly signal: AbortSignal | undefined;
};

/**
 * Writes a whole run: its words, its files, then its numbers and that it has ended. Each part is made under a name that follows from the
 * event, so whatever an earlier try left is completed and nothing stands there twice. Never rejects for a foreseen failure.
 */
export async function writeRun(run: TrackedRun, writing: RunWriting): Promise<Delivery> {
  const { ask, project, api, tool, signal } = writing;
  const begun = await ask.query(upsertRun, describeRun(run, project, tool), signal);
  if (!begun.ok) return begun.failed;
  const parsed = upsertSchema.safeParse(begun.value);
  if (!parsed.success) return describeStranger(ask.words);
  const { bucket } = parsed.data.upsertBucket;
  const place = { entity: bucket.project.entity.name, project: bucket.project.name, run: bucket.name };
  const failed = await putFiles(run, place, writing);
  if (failed !== undefined) return failed;
  const path = `/files/${[place.entity, place.project, place.run].map(encodeURIComponent).join('/')}/file_stream`;
  const ended = await ask.post(path, describeStream(run), signal);
  return ended.ok ? { outcome: 'delivered', reference: formatRunUrl(api, place) } : ended.failed;
}

async function putFiles(
  { files }: TrackedRun,
  place: RunPlace,
  { ask, api, signal }: RunWriting,
): Promise<FailedDelivery | undefined> {
  const names = Object.keys(files);
  if (names.length === 0) return undefined;
  const answer = await ask.query(createRunFiles, { ...place, files: names }, signal);
  if (!answer.ok) return answer.failed;
  const parsed = uploadSchema.safeParse(answer.value);
  if (!parsed.success) return describeStranger(ask.words);
  const { uploadHeaders, files: uploads } = parsed.data.createRunFiles;
  for (const [name, text] of Object.entries(files)) {
    const found = uploads.find(upload => upload.name === name)?.uploadUrl;
    const url = found === undefined ? undefined : resolveUpload(found, api);
    if (url === undefined) return describeStranger(ask.words);
    const failed = await ask.put({ url, headers: readHeaders(uploadHeaders ?? []), text }, signal);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

/** Where a file goes; a server on its own machine says so from its root. undefined: nowhere that it may go. */
function resolveUpload(uploadUrl: string, api: string): string | undefined {
  const url = URL.parse(uploadUrl, api);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return undefined;
  return isReadableOnTheWay(url.href) && !isReadableOnTheWay(api) ? undefined : url.href;
}

/** `Name:value`, as W&B's storage wants them. */
function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  const pairs = lines.flatMap(line => {
    const [, name, value] = /^([\w-]+):\s*([\x20-\x7e]*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** Where people look at a run. */
function formatRunUrl(api: string, { entity, project, run }: RunPlace): string {
  const origin = api.replace(/^https:\/\/api\.wandb\.ai$/, 'https://wandb.ai');
  const path = [entity, project, 'runs', run].map(encodeURIComponent).join('/');
  return makeSafeText(`${origin}/${path}`, { limit: 400 });
}
