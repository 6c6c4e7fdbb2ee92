import { requireWriteAccess } from '../../../core/apply/apply-plan.ts';
import { applyPublication } from '../../../core/apply/apply-publication.ts';
import { ConflictError, InvalidInputError } from '../../../core/errors/app-error.ts';
import { formatCommand } from '../../../core/plan/planning.ts';
import {
  type ConfirmedPublication,
  confirmPublication,
  type PublicationEnd,
  type PublicationPlan,
} from '../../../core/publish/publication-plan.ts';
import { findPublishSetting, type PublicationWish } from '../../../core/publish/publication-wish.ts';
import {
  type PublicationDesk,
  preparePublication,
  preparePublicationRecord,
} from '../../../core/session/prepare-publication.ts';
import type { Session } from '../../../core/session/session.ts';
import { describeEnvironment, type WriteCall, writeOptionRows } from '../carry-out.ts';
import { requireConsent } from '../consent.ts';
import { describePlannedPublication, describePublicationEnd } from '../documents/publication-document.ts';
import type { Host } from '../host.ts';
import { nameRegistry } from '../name-registry.ts';
import { printPublicationEnd, printPublicationPlan } from '../print-publication.ts';
import { createProgressLine } from '../progress-line.ts';
import { tell } from '../speak.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from '../verb-result.ts';

export const publishVerb = defineVerb({
  name: 'publish',
  group: 'Versions',
  summary: 'put a version on a hub, with a card of what was measured: one commit, and a tag that never moves',
  words: ['MODEL', 'VERSION'],
  options: {
    hub: { takes: 'ORG/NAME', help: 'repository; it is made where there is none. Else as configured' },
    public: { help: 'a repository that is made is public; private where this is left out' },
    license: { takes: 'ID', help: 'licence, as the hub calls it: apache-2.0, mit, other …' },
    card: { takes: 'FILE', help: 'template of the model card, in place of the built-in one' },
    'model-path': {
      takes: 'PATH',
      many: true,
      help: 'file or folder of the model, where the registry does not say where it is; may be given several times',
    },
    tag: { takes: 'TAG', help: 'tag of the commit; the version where this is left out' },
    ...writeOptionRows,
    confirm: {
      takes: 'TEXT',
      help: 'the name of the repository, where everybody can read it and --public was not given',
    },
  },
  run: async ({ host, global, words, options, openSession }) => {
    const [session, desk] = await Promise.all([openSession(), host.openPublicationDesk(global)]);
    const wish = await makeWish(session, host, desk, { model: words.MODEL, version: words.VERSION }, options);
    const plan = await prepare(session, host, desk, wish, options.public ? 'command' : 'setting');
    const named = { ...plan, command: extend(plan.command, nameRegistry(global)) };
    if (options['dry-run']) return describeDryRun(named);
    const confirmed = await confirm({ host, global, options }, session, named);
    return describeEnd(await carryOut(session, host, desk, confirmed));
  },
});

type Asked = {
  readonly hub: string | undefined;
  readonly public: boolean;
  readonly license: string | undefined;
  readonly card: string | undefined;
  readonly 'model-path': readonly string[];
  readonly tag: string | undefined;
};

/** @throws InvalidInputError usage where nothing says where to */
async function makeWish(
  { createId }: Session,
  host: Host,
  { settings }: PublicationDesk,
  named: Pick<PublicationWish, 'model' | 'version'>,
  asked: Asked,
): Promise<PublicationWish> {
  const repository = asked.hub ?? findPublishSetting(settings, named.model)?.hub;
  if (repository === undefined) {
    throw new InvalidInputError('usage', `Nothing says where ${named.model} is published.`, {
      hint: 'Add --hub ORG/NAME, or a line to publish in lastgood.config.yaml.',
    });
  }
  const paths = asked['model-path'];
  const absolute = async (path: string): Promise<string> => (await host.findPath(path)).path;
  return {
    ...named,
    repository,
    visibility: asked.public ? 'public' : undefined,
    license: asked.license,
    card: asked.card === undefined ? undefined : await absolute(asked.card),
    weights: paths.length === 0 ? undefined : await Promise.all(paths.map(absolute)),
    tag: asked.tag,
    operationId: createId(),
  };
}

async function prepare(
  session: Session,
  host: Host,
  desk: PublicationDesk,
  wish: PublicationWish,
  publicBy: 'command' | 'setting',
): Promise<PublicationPlan> {
  const progress = createProgressLine(host, 'Reading the files:');
  try {
    const options = { signal: host.stop, onProgress: progress.show };
    return await preparePublication(session, desk, { wish, publicBy }, options);
  } finally {
    progress.end();
  }
}

function extend(command: string, words: readonly string[]): string {
  return `${command}${formatCommand(words).slice(formatCommand([]).length)}`;
}

function describeDryRun(plan: PublicationPlan): VerbResult {
  const [blocker] = plan.blockers;
  return {
    exitCode: blocker === undefined ? exitCodeOf('done') : exitCodeOfError(blocker.code),
    document: () => describePlannedPublication(plan),
    lines: () => printPublicationPlan(plan),
  };
}

/**
 * The plan, confirmed; nothing is asked about one that changes nothing.
 * @throws ConflictError with the first blocker's code, cancelled; UnavailableError read-only; InvalidInputError confirmation-required
 */
async function confirm(
  { host, options }: WriteCall,
  session: Session,
  plan: PublicationPlan,
): Promise<ConfirmedPublication> {
  const confirmed = confirmPublication(plan);
  if (confirmed === undefined) throw describeBlocked(host, plan);
  if (!plan.changes) return confirmed;
  requireWriteAccess(session);
  tell(host, printPublicationPlan(plan));
  await requireConsent(host, options, plan.confirmation);
  return confirmed;
}

function describeBlocked(host: Host, plan: PublicationPlan): ConflictError {
  const [first, ...others] = plan.blockers;
  tell(host, [`Not possible: ${plan.title}`, ...others.map(({ message }) => `  also: ${message}`)]);
  return new ConflictError(first?.code ?? 'plan-blocked', first?.message ?? 'Something blocks the plan.', {
    hint: first?.hint ?? '',
    data: { blockers: plan.blockers.map(({ code }) => code), title: plan.title },
  });
}

async function carryOut(
  session: Session,
  host: Host,
  { hub }: PublicationDesk,
  plan: ConfirmedPublication,
): Promise<PublicationEnd> {
  const progress = createProgressLine(host, 'Sending:');
  try {
    return await applyPublication(plan, {
      ...describeEnvironment(session, host),
      hub,
      onProgress: progress.show,
      planRecord: receipt => preparePublicationRecord(session, hub.url, plan, receipt),
    });
  } finally {
    progress.end();
  }
}

function describeEnd(end: PublicationEnd): VerbResult {
  return {
    exitCode: exitCodeOfEnd(end),
    document: () => describePublicationEnd(end),
    lines: () => printPublicationEnd(end),
  };
}

/** Partly done is 7 whatever stopped it; else the problem's code decides. */
function exitCodeOfEnd({ outcome, problem }: PublicationEnd): number {
  if (outcome === 'partial') return exitCodeOf('partial');
  return problem === undefined ? exitCodeOf('done') : exitCodeOfError(problem.code);
}
