import type { PublishedFact } from '../history/entry.ts';
import type { Blocker, Confirmation } from '../plan/plan.ts';
import { block, formatCommand } from '../plan/planning.ts';
import { describeHistoryPlace } from '../plan/step.ts';
import type { LeftOutFile } from './local-files.ts';
import type { Publication, PublicationState } from './publication.ts';
import type { PublicationPlan, PublicationStep } from './publication-plan.ts';
import type { PublicationWish } from './publication-wish.ts';

/** Most paths that are named in a sentence. */
const maxNamed = 5;

/** What a publication is planned from. */
export type PublicationGround = {
  readonly publication: Publication;
  readonly wish: PublicationWish;
  readonly state: PublicationState;
  readonly hubUrl: string;
  /** Whether that it is to be public was said on the command line, not only in a file. */
  readonly publicBy: 'command' | 'setting';
  /** Where the version was published before, by the history. */
  readonly recorded: readonly PublishedFact[];
  /** Generation of the model's history. */
  readonly generation: number;
  readonly leftOut: readonly LeftOutFile[];
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
  readonly actor: string;
};

/** Plans a publication. Planning never fails for what stands on the hub: that is a blocker. Pure. */
export function planPublication(ground: PublicationGround): PublicationPlan {
  const { publication, state, hubUrl, wish, actor } = ground;
  const { model, version, repository } = publication;
  const steps = listSteps(ground);
  const changes = steps.length > 0;
  return {
    title: changes
      ? `Publish ${model} ${version} to ${repository}`
      : `${model} ${version} is published in ${repository} already`,
    publication,
    hubUrl,
    state,
    changes,
    steps,
    leftOut: ground.leftOut,
    blockers: changes ? [...ground.blockers, ...blockState(publication, state)] : [],
    warnings: [
      ...describeReaders(publication, state),
      ...ground.warnings,
      ...warnOfState(repository, state),
      ...warnOfLeftOut(ground.leftOut),
    ],
    confirmation: confirmReaders(publication, state, ground.publicBy),
    actor,
    command: formatCommand(describePublicationCommand(wish, publication)),
  };
}

/** What others may read for ever is confirmed by its name, unless whoever asks for it said so. Pure. */
export function confirmReaders(
  { repository, visibility }: Pick<Publication, 'repository' | 'visibility'>,
  state: PublicationState,
  publicBy: PublicationGround['publicBy'],
): Confirmation {
  const readers = 'visibility' in state ? state.visibility : visibility;
  if (readers !== 'public' || publicBy === 'command') return { kind: 'yes' };
  return {
    kind: 'typed',
    text: repository,
    why: `everybody can read what is published in ${repository}`,
  };
}

function listSteps(ground: PublicationGround): readonly PublicationStep[] {
  const { publication, state, recorded, generation } = ground;
  const { repository, model, version, tag, files, visibility } = publication;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const make = { kind: 'make-repository', target: repository, expected: null, value: visibility } as const;
  const commit = {
    kind: 'make-commit',
    target: `${repository} ${publication.branch}`,
    expected: state.at === 'repository' ? state.head : null,
    value: `${files.length} files, ${total} bytes`,
  } as const;
  const set = {
    kind: 'set-tag',
    target: `${repository} ${tag}`,
    expected: null,
    value: 'that commit',
  } as const;
  const isRecorded =
    state.at === 'published' &&
    recorded.some(fact => fact.repository === repository && fact.tag === tag && fact.commit === state.commit);
  const record = {
    kind: 'append-history',
    target: describeHistoryPlace(model, generation + 1),
    expected: null,
    value: `${version} is published in ${repository}`,
  } as const;
  const needed = {
    'no-repository': [make, commit, set],
    repository: [commit, set],
    untagged: [{ ...set, value: state.at === 'untagged' ? state.commit : '' }],
    published: [],
    'other-content': [commit, set],
    'other-model': [commit, set],
  } satisfies Readonly<Record<PublicationState['at'], readonly PublicationStep[]>>;
  return [...needed[state.at], ...(isRecorded ? [] : [record])];
}

/** What on the hub keeps the version from being published there. Pure. */
export function blockState({ repository, tag }: Publication, state: PublicationState): readonly Blocker[] {
  if (state.at === 'other-content') {
    const message = `${tag} stands in ${repository} on other files: ${nameSome(state.differing)}. A tag is never moved.`;
    return [
      block('publication-conflict', message, 'Publish it under another tag, or in another repository.'),
    ];
  }
  if (state.at !== 'other-model') return [];
  const message = `${repository} holds another model: ${state.model}.`;
  return [block('publication-conflict', message, 'Name another repository with --hub: one for each model.')];
}

/** Who will be able to read what is published. Pure. */
export function describeReaders(
  { repository, visibility }: Pick<Publication, 'repository' | 'visibility'>,
  state: PublicationState,
): readonly string[] {
  if (state.at === 'no-repository')
    return [
      visibility === 'private'
        ? `${repository} is made as a private repository: only its members see it.`
        : `${repository} is made as a public repository: anybody can read it, and keep what they read.`,
    ];
  const there = 'visibility' in state ? state.visibility : undefined;
  if (there === undefined || state.at === 'published') return [];
  return [
    there === 'public'
      ? `${repository} is public: anybody can read what is published, and keep it.`
      : `${repository} is private${visibility === 'public' ? ', and stays so' : ''}.`,
  ];
}

function warnOfState(repository: string, state: PublicationState): readonly string[] {
  if (state.at === 'published' && state.differing.length > 0)
    return [
      `${repository} keeps what was published with it: ${nameSome(state.differing)} would say something else now.`,
    ];
  if (state.at !== 'repository') return [];
  const { replaces, drops } = state;
  return [
    ...warnOfReplaced(replaces),
    ...(drops.length === 0
      ? []
      : [`${nameSome(drops)} of the version published before is left out from now on.`]),
  ];
}

/** What others wrote there and a commit takes the place of. Pure. */
export function warnOfReplaced(replaces: readonly string[]): readonly string[] {
  if (replaces.length === 0) return [];
  return [`${nameSome(replaces)} is replaced; what it says now stays in the history of the repository.`];
}

function warnOfLeftOut(leftOut: readonly LeftOutFile[]): readonly string[] {
  const shown = leftOut.slice(0, maxNamed).map(({ path, why }) => `${path} is not published: it is ${why}.`);
  const more = leftOut.length - shown.length;
  return more > 0 ? [...shown, `${more} more are not published.`] : shown;
}

function nameSome(paths: readonly string[]): string {
  const more = paths.length - maxNamed;
  return `${paths.slice(0, maxNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The words after `lastgood` that ask for the same publication. Pure. */
export function describePublicationCommand(
  wish: PublicationWish,
  { model, version }: Pick<Publication, 'model' | 'version'>,
): readonly string[] {
  const flag = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);
  return [
    ...['publish', model, version, '--hub', wish.repository],
    ...(wish.visibility === 'public' ? ['--public'] : []),
    ...flag('--license', wish.license),
    ...flag('--card', wish.card),
    ...(wish.weights ?? []).flatMap(path => flag('--model-path', path)),
    ...flag('--tag', wish.tag),
  ];
}
