import { findSameVersion } from '../session/find-same-version.ts';
import { prepareRegistration } from '../session/prepare-change.ts';
import { applyLinkPlan } from './apply-link-plan.ts';
import { failLink, type LinkEnd, type LinkWork } from './deployment-environment.ts';
import { findLinkEntry } from './find-link-entry.ts';

/**
 * Registers the version, unless it is there: by an earlier try of this link, or registered before from the same content.
 * @throws AppError as planning does; nothing was written then
 */
export async function carryRegistration(work: LinkWork): Promise<LinkEnd> {
  const { deployment, environment, session } = work;
  const { subject } = deployment.request;
  if (subject.at === 'registered')
    return { state: 'skipped', detail: 'it is registered already', version: subject.version };
  const recorded = (await findLinkEntry(work, 'register'))?.facts.find(({ kind }) => kind === 'registered');
  if (recorded?.kind === 'registered')
    return { state: 'done', detail: recorded.version, version: recorded.version };
  const options = {
    signal: environment.stop,
    onProgress: (done: number, total: number) => environment.onProgress?.('register', done, total),
  };
  // Looked for under an id of its own: an earlier try of this link may have staged something under the link's.
  const same = await findSameVersion(environment.session, subject.registration, options);
  if (same !== undefined) return { state: 'unchanged', detail: same, version: same };
  const plan = await prepareRegistration(session, subject.registration, environment.stop);
  const applied = await applyLinkPlan(work, plan, { told: 'as-usual' });
  if (applied.at === 'ended') return applied.end;
  const { receipt } = applied;
  const { version, notices } = receipt;
  if (version === undefined) return failLink(lost, { receipt });
  const state = receipt.outcome === 'applied' ? 'done' : 'unchanged';
  return { state, detail: version, version, receipt, notices };
}

const lost = {
  code: 'partly-done',
  message: 'It was registered, and which version it is could not be read back.',
  hint: 'Resume the deployment: it finds the version.',
} as const;
