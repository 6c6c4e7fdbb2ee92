import { AppError, ConflictError } from '../../core/errors/app-error.ts';
import type { PublishOptions } from '../../core/ports/model-hub.ts';
import type { Publication, PublicationReceipt, PublicationState } from '../../core/publish/publication.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import { type CommitGround, commitFiles } from './commit-files.ts';
import { findDiffering } from './compare-files.ts';
import { findPublication, formatOperationLine } from './find-publication.ts';
import type { HubAccess } from './hub-access.ts';
import type { HubCalls } from './hub-calls.ts';

/** What publishing is done with: calls, and the `fetch` that the library is given. */
export type PublishTools = {
  readonly access: HubAccess;
  readonly calls: HubCalls;
  readonly fetch: typeof globalThis.fetch;
};

/** Looks at what there is, at most this often: each link is asked for again after it was made, or after its answer was lost. */
const roundLimit = 10;

/** How often an answer may be lost before it is given up. */
const lostLimit = 3;

/** How often the hub may say that a tag is there which it does not list: what was just made may be listed late. */
const tagRefusalLimit = 3;

type Made = { repository: boolean; commit: string | undefined; tag: boolean; tagRefusals: number };

/**
 * Makes what is missing of a publication, one link at a time, and asks before each what is there: so a lost answer, another process and
 * a second call all end in the same state. @throws as the port says
 */
export async function publishVersion(
  tools: PublishTools,
  publication: Publication,
  options: PublishOptions,
): Promise<PublicationReceipt> {
  const made: Made = { repository: false, commit: undefined, tag: false, tagRefusals: 0 };
  let lost = 0;
  for (let round = 1; round <= roundLimit; round += 1) {
    const state = await findPublication(tools.access, tools.calls, publication);
    if (state.at === 'published') return describeReceipt(publication, state, made);
    try {
      await makeNext(tools, publication, state, options, made);
    } catch (thrown) {
      lost += 1;
      if (lost >= lostLimit || !(await mayGoOn(tools, publication, state, thrown))) throw thrown;
    }
  }
  throw conflict(
    `${publication.repository} changed each time something was written there: it is not what was planned.`,
  );
}

/**
 * Whether what failed may be looked at again: a lost answer, and a branch that moved while files were sent, where it was an earlier try of
 * the same that moved it and arrived late.
 */
async function mayGoOn(
  { access, calls }: PublishTools,
  publication: Publication,
  before: PublicationState,
  thrown: unknown,
): Promise<boolean> {
  if (!(thrown instanceof AppError)) return false;
  if (thrown.code === 'answer-lost') return true;
  if (thrown.code !== 'publication-conflict' || before.at !== 'repository') return false;
  const { at } = await findPublication(access, calls, publication);
  return at === 'untagged' || at === 'published';
}

async function makeNext(
  tools: PublishTools,
  publication: Publication,
  state: Exclude<PublicationState, { readonly at: 'published' }>,
  options: PublishOptions,
  made: Made,
): Promise<void> {
  const { repository, tag, title, operationId } = publication;
  switch (state.at) {
    case 'no-repository':
      return await createRepository(tools, publication, made);
    case 'repository':
      refuseMoved(publication, state, options, made);
      made.commit = await commitFiles(tools.access, tools.fetch, { publication, ground: state }, options);
      return await readBack(tools, publication, made.commit);
    case 'untagged': {
      const message = `${title}\n\n${formatOperationLine(operationId)}`;
      made.tag = (await tools.calls.createTag(repository, state.commit, tag, message)) === 'made';
      if (!made.tag) made.tagRefusals += 1;
      if (made.tagRefusals >= tagRefusalLimit) throw refusedTag(publication);
      return;
    }
    case 'other-content': {
      const what = `${tag} stands in ${repository} on other files (${state.differing.slice(0, 5).join(', ')})`;
      throw conflict(
        `${what}. A tag is never moved.`,
        'Register the other files as a version of their own, or publish in another repository.',
      );
    }
    case 'other-model':
      throw conflict(
        `${repository} holds another model: ${state.model}.`,
        'Name another repository with --hub: one for each model.',
      );
    default:
      return state satisfies never;
  }
}

/** A repository that is to be private must be so before anything is sent there. */
async function createRepository(
  { calls }: PublishTools,
  publication: Publication,
  made: Made,
): Promise<void> {
  const { repository, visibility } = publication;
  if (made.repository || (await calls.createRepository(repository, visibility)) === 'there') {
    if ((await calls.findRefs(repository)) !== undefined) return;
    const hint = 'Use a token that may read and write there: huggingface.co/settings/tokens.';
    throw conflict(`${repository} is there, and this token does not see it.`, hint);
  }
  made.repository = true;
  if (visibility === 'public' || (await calls.getVisibility(repository)) === 'private') return;
  throw conflict(
    `${repository} was made, and is public though it was to be private. Nothing was sent there.`,
    'Make it private on the hub, or publish it with --public.',
  );
}

function refuseMoved(
  { repository, branch }: Publication,
  { head }: CommitGround,
  { seenHead }: PublishOptions,
  made: Made,
): void {
  if (made.repository || seenHead === undefined || seenHead === head) return;
  throw conflict(
    `${branch} of ${repository} has moved since the plan was made: ${seenHead.slice(0, 8)} is ${head.slice(0, 8)} now.`,
  );
}

/** The hub says that it made the commit: then it has to be what was sent. */
async function readBack({ calls }: PublishTools, publication: Publication, commit: string): Promise<void> {
  const { repository, files } = publication;
  const differing = await findDiffering(files, await calls.listTree(repository, commit));
  if (differing.length === 0) return;
  const message = `${repository} has other files at ${commit.slice(0, 8)} than were sent: ${differing.slice(0, 5).join(', ')}.`;
  throw new ConflictError('digest-mismatch', message, {
    hint: 'Nothing was tagged. Look at that commit on the hub before you publish again.',
    data: { repository, commit, files: differing.slice(0, 20) },
  });
}

function describeReceipt(
  { tag }: Publication,
  { url, commit, visibility }: Extract<PublicationState, { readonly at: 'published' }>,
  made: Made,
): PublicationReceipt {
  const { repository } = made;
  return {
    url,
    commit,
    tag,
    visibility,
    made: { repository, commit: made.commit !== undefined, tag: made.tag },
  };
}

function refusedTag({ repository, tag }: Publication): ConflictError {
  return conflict(
    `The tag ${tag} cannot be set in ${repository}: the hub answers that it is there (409), and lists no such tag.`,
    'Look at the tags and branches of the repository on the hub. The files are there; do the same again once the tag can be set.',
  );
}

function conflict(message: string, hint?: string): ConflictError {
  const shown = `${withoutFullStop(message)}.`;
  return new ConflictError('publication-conflict', shown, hint === undefined ? {} : { hint });
}
