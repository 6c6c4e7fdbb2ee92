import type { Publication, PublicationState } from '../../core/publish/publication.ts';
import { manifestPath, parsePublicationManifest } from '../../core/publish/publication-manifest.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { findDiffering } from './compare-files.ts';
import type { HubAccess } from './hub-access.ts';
import type { HubCalls, RemoteFile, RemoteRefs } from './hub-calls.ts';
import { describeDamaged } from './hub-failure.ts';

/** What a commit's message holds, so that it is found again. Pure. */
export function formatOperationLine(operationId: string): string {
  return `lastgood operation ${operationId}`;
}

/** How a version stands on the hub. Changes nothing. @throws as the port says */
export async function findPublication(
  access: HubAccess,
  calls: HubCalls,
  publication: Publication,
): Promise<PublicationState> {
  const { repository, tag } = publication;
  const refs = await calls.findRefs(repository);
  if (refs === undefined) return { at: 'no-repository' };
  const visibility = await calls.getVisibility(repository);
  const tagged = refs.tags.get(tag);
  if (tagged !== undefined) {
    const { ofModel, ofRecord } = await findApart(calls, publication, tagged);
    if (ofModel.length > 0) return { at: 'other-content', commit: tagged, differing: ofModel };
    const url = formatTreeAddress(access.url, repository, tag);
    return { at: 'published', url, commit: tagged, visibility, differing: ofRecord };
  }
  const head = getHead(access, publication, refs);
  const ours = await findOwnCommit(calls, publication, head);
  if (ours !== undefined) return { at: 'untagged', commit: ours, visibility };
  return await describeGround(calls, publication, { head, visibility });
}

/** Where a version can be seen. Pure. */
export function formatTreeAddress(hub: string, repository: string, revision: string): string {
  return `${hub}/${repository}/tree/${encodeURIComponent(revision)}`;
}

/** The commit with all the files: the head, or below it the one that this operation made. */
async function findOwnCommit(
  calls: HubCalls,
  publication: Publication,
  head: string,
): Promise<string | undefined> {
  const { repository, branch, operationId } = publication;
  const isWhole = async (commit: string): Promise<boolean> => {
    const { ofModel, ofRecord } = await findApart(calls, publication, commit);
    return ofModel.length + ofRecord.length === 0;
  };
  if (await isWhole(head)) return head;
  const made = await calls.findCommit(repository, branch, formatOperationLine(operationId));
  return made !== undefined && made !== head && (await isWhole(made)) ? made : undefined;
}

async function describeGround(
  calls: HubCalls,
  { repository, model, files }: Publication,
  { head, visibility }: Pick<PublicationState & { at: 'repository' }, 'head' | 'visibility'>,
): Promise<PublicationState> {
  const remote = await calls.listTree(repository, head);
  const there = new Set(remote.map(({ path }) => path));
  const text = there.has(manifestPath) ? await calls.findText(repository, head, manifestPath) : undefined;
  const earlier = text === undefined ? undefined : parsePublicationManifest(text);
  if (earlier !== undefined && earlier.model !== model)
    return { at: 'other-model', model: makeSafeText(earlier.model, { limit: 128 }) };
  const own = new Set([manifestPath, ...(earlier?.paths ?? [])]);
  const wanted = new Set(files.map(({ path }) => path));
  const changed = new Set(await findDiffering(files, remote));
  return {
    at: 'repository',
    head,
    visibility,
    replaces: [...wanted].filter(path => there.has(path) && changed.has(path) && !own.has(path)),
    drops: listDropped(remote, earlier?.paths ?? [], wanted),
  };
}

/** Of what lastgood published before, what is still there and not wanted any more. */
function listDropped(
  remote: readonly RemoteFile[],
  earlier: readonly string[],
  wanted: ReadonlySet<string>,
): readonly string[] {
  const published = new Set(earlier);
  return remote.map(({ path }) => path).filter(path => published.has(path) && !wanted.has(path));
}

async function findApart(
  calls: HubCalls,
  { repository, files }: Publication,
  commit: string,
): Promise<{ readonly ofModel: readonly string[]; readonly ofRecord: readonly string[] }> {
  const remote = await calls.listTree(repository, commit);
  const of = (part: 'model' | 'record') =>
    findDiffering(
      files.filter(file => file.part === part),
      remote,
    );
  return { ofModel: await of('model'), ofRecord: await of('record') };
}

function getHead(access: HubAccess, { repository, branch }: Publication, refs: RemoteRefs): string {
  const head = refs.branches.get(branch);
  if (head !== undefined) return head;
  const context = { access, doing: `publish in ${repository}` };
  throw describeDamaged(context, `has no branch ${branch} there`);
}
