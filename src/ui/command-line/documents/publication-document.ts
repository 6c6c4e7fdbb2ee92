import type { PublicationEnd, PublicationPlan } from '../../../core/publish/publication-plan.ts';
import type { PublicationDocument } from '../json/publication.ts';
import { describeConfirmation } from './confirmation-document.ts';

const nothingMade = { repository: false, commit: false, tag: false };

/** A publication that is planned, as a document. Pure. */
export function describePlannedPublication(plan: PublicationPlan): PublicationDocument {
  const { state } = plan;
  const found =
    state.at === 'published' ? { url: state.url, commit: state.commit } : { url: null, commit: null };
  return {
    ...describeBoth(plan),
    ...found,
    outcome: 'planned',
    steps: plan.steps.map(step => ({ ...step, state: 'planned' })),
    made: nothingMade,
    problem: null,
  };
}

/** A publication that ended, as a document. Pure. */
export function describePublicationEnd(end: PublicationEnd): PublicationDocument {
  const { plan, outcome, receipt, problem, steps } = end;
  return {
    ...describeBoth(plan),
    outcome,
    steps: steps.map(step => ({ ...step })),
    visibility: receipt?.visibility ?? findVisibility(plan),
    url: receipt?.url ?? null,
    commit: receipt?.commit ?? null,
    made: receipt?.made ?? nothingMade,
    problem: problem ?? null,
  };
}

function describeBoth(
  plan: PublicationPlan,
): Omit<PublicationDocument, 'outcome' | 'steps' | 'url' | 'commit' | 'made' | 'problem'> {
  const { publication, hubUrl, state, confirmation } = plan;
  const { model, version, repository, tag, files } = publication;
  return {
    schema: 'lastgood/publication/1',
    title: plan.title,
    ...{ model, version, repository, tag },
    actor: plan.actor,
    hub: hubUrl,
    visibility: findVisibility(plan),
    state: state.at,
    files: files.map(({ path, part, bytes, sha256 }) => ({ path, part, sizeBytes: bytes, sha256 })),
    leftOut: plan.leftOut.map(({ path, why }) => ({ path, why })),
    blockers: plan.blockers.map(({ code, message, hint }) => ({ code, message, hint })),
    warnings: [...plan.warnings],
    confirmation: describeConfirmation(confirmation),
    command: plan.command,
  };
}

function findVisibility({ state, publication }: PublicationPlan): PublicationDocument['visibility'] {
  if (state.at === 'no-repository') return publication.visibility;
  return 'visibility' in state ? state.visibility : null;
}
