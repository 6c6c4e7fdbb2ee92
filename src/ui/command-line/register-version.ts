import { ConflictError, InvalidInputError, toAppError } from '../../core/errors/app-error.ts';
import { checkModelName, checkVersionName } from '../../core/names/model-name.ts';
import { parseVersionName } from '../../core/names/version-name.ts';
import { confirmAliasMove } from '../../core/plan/confirmation.ts';
import { extendCommand } from '../../core/plan/extend-command.ts';
import { confirmPlan, type Plan } from '../../core/plan/plan.ts';
import { formatCommand } from '../../core/plan/planning.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { judgeModel } from '../../core/registry/model-status.ts';
import { openCandidateEvidence } from '../../core/session/candidate-evidence.ts';
import {
  judgeRegistration,
  prepareRegisteredGate,
  type RegistrationQuestion,
} from '../../core/session/judge-registration.ts';
import { prepareRegistration } from '../../core/session/prepare-change.ts';
import type { Session } from '../../core/session/session.ts';
import { overridesNothing } from '../../core/session/settle-verdict.ts';
import { findUsualAlias } from '../../core/session/usual-alias.ts';
import { apply, confirm, describeDryRun, type WriteCall } from './carry-out.ts';
import { withReading } from './check-files.ts';
import { nameRegistry } from './name-registry.ts';
import { describeRegistrationEnd, exitCodeOfRegistration, type RegistrationEnd } from './registration-end.ts';
import { tellNotCarriedOut } from './tell-others.ts';
import { exitCodeOf, type VerbResult } from './verb-result.ts';
import { type PromotionWish, preparePromotionHere } from './verbs/promote.ts';

/** The promotion of a version that is registered right before. */
type PromotionAfter = Pick<PromotionWish, 'alias' | 'gate' | 'reason' | 'policy' | 'unbound'>;

/** A version to add, and the alias it becomes live under right after. */
export type RegistrationWish = {
  readonly registration: Omit<Registration, 'previousVersion' | 'createdAt' | 'actor'>;
  /** `as-typed`: `3` stays `3`, as S2 takes it; else it is `v3`. Only `afs add` does the same then. */
  readonly naming?: 'as-typed';
  /** undefined: it is only registered. */
  readonly promotion: PromotionAfter | undefined;
};

/** The plan of a registration; with a promotion it is confirmed like that. @throws AppError: nothing can be registered like this */
export async function planRegistrationHere(session: Session, wish: RegistrationWish): Promise<Plan> {
  const model = checkModelName(wish.registration.model);
  const version = readVersion(session, model, wish);
  const { promotion } = wish;
  const live = promotion && (await findPromotable(session, model, promotion));
  const judged = await judgeRegistration(session, await questionOf(session, wish));
  const prepared = await prepareRegistration(session, { ...wish.registration, model, version });
  const plan = wish.naming === 'as-typed' ? renameCommand(prepared) : prepared;
  const alias = promotion?.alias ?? (await findUsualAlias(session, model));
  const gated = {
    ...plan,
    blockers: [...plan.blockers, ...judged.blockers],
    warnings: [
      ...plan.warnings,
      ...(judged.judge === undefined ? [] : [`Then it is judged by ${judged.judge} for ${alias}.`]),
      ...judged.warnings,
    ],
  };
  if (promotion === undefined) return gated;
  const { gate, reason } = promotion;
  const isSaid = gate === 'as-bound' || judged.warnings.length > 0;
  const told = {
    ...gated,
    title: `${plan.title}, then promote it to ${alias}`,
    warnings: [
      ...gated.warnings,
      `Then it is promoted to ${alias}, which is ${live ?? 'nothing'} now: what is live changes.`,
      ...(isSaid ? [] : [overridesNothing]),
    ],
    confirmation: confirmAliasMove(session.protection, model, alias),
  };
  return extendCommand(told, [
    ...['--to', alias],
    ...(gate === 'overridden' ? ['--override-gate'] : []),
    ...(promotion.unbound?.consent === 'accepted' ? ['--accept-unbound'] : []),
    ...(reason === '' ? [] : ['--reason', reason]),
  ]);
}

/** A plan whose command is S2's, which takes a version as it is typed. Pure. */
function renameCommand(plan: Plan): Plan {
  return { ...plan, command: plan.command.replace(/^lastgood register\b/, 'lastgood afs add') };
}

/** Carries a registration out, and the verdict and the promotion after it. @throws AppError as confirming does: nothing was written then */
export async function registerVersion(
  call: WriteCall,
  session: Session,
  plan: Plan,
  wish: RegistrationWish,
): Promise<RegistrationEnd> {
  const confirmed = await confirm(call, session, plan);
  const registration = await apply(call.host, session, confirmed);
  const end = { registration, gate: undefined, promotion: undefined, promotionProblem: undefined };
  const { version } = registration;
  const isThere = registration.outcome === 'applied' || registration.outcome === 'unchanged';
  if (!isThere || version === undefined) return end;
  try {
    const followed = await followUp(call, session, wish, { ...end, version });
    return { ...followed, next: nameNext(call, session, wish, { ...followed, version }) };
  } catch (thrown) {
    // The version is there: whatever comes now must not hide its receipt.
    const { code, message, hint } = toAppError(thrown);
    return { ...end, promotionProblem: { code, message, hint } };
  }
}

/** What is in Staging goes to Production once it was tested, as the training of S3 says at its end. */
function nameNext(
  { global }: WriteCall,
  { registry }: Session,
  { registration: { model }, promotion }: RegistrationWish,
  end: RegistrationEnd & { readonly version: string },
): string | undefined {
  const isStaged = registry.reader.identity.kind === 'mlflow' && promotion?.alias === 'Staging';
  if (!isStaged || exitCodeOfRegistration(end) !== exitCodeOf('done')) return undefined;
  return formatCommand(['promote', model, end.version, '--to', 'Production', ...nameRegistry(global)]);
}

/** The verdict and the promotion of a version that was just registered. @throws AppError as planning does */
async function followUp(
  call: WriteCall,
  session: Session,
  wish: RegistrationWish,
  { version, ...end }: RegistrationEnd & { readonly version: string },
): Promise<RegistrationEnd> {
  const { host } = call;
  const { registration, promotion } = wish;
  const gate = await recordVerdict(call, session, wish, version);
  if (promotion === undefined) return { ...end, gate };
  if (gate !== undefined && gate.outcome !== 'applied')
    return { ...end, gate, promotionProblem: gate.problem };
  const { unbound } = promotion;
  const plan = await preparePromotionHere(session, host, {
    ...promotion,
    model: registration.model,
    version,
    // Where the verdict is on record the word of a status file is not needed; else there is only that word.
    ...(gate === undefined && unbound !== undefined
      ? { unbound, results: openCandidateEvidence(session, registration) }
      : { unbound: undefined }),
    files: registration.weights?.at === 'local' ? 'verified' : 'unverified',
  });
  // The confirmation of the registration was the promotion's own.
  const confirmed = confirmPlan(extendCommand(plan, nameRegistry(call.global)));
  if (confirmed === undefined) {
    const [blocker] = plan.blockers;
    if (blocker !== undefined) await tellNotCarriedOut(host, session, plan, blocker);
    return { ...end, gate, promotionProblem: blocker };
  }
  return { ...end, gate, promotion: await apply(host, session, confirmed) };
}

/** Undefined when nothing judges the version. The registration was confirmed with it. */
async function recordVerdict(
  call: WriteCall,
  session: Session,
  wish: RegistrationWish,
  version: string,
): Promise<Receipt | undefined> {
  const question = await questionOf(session, wish);
  const plan = await withReading(call.host, 'Reading what was registered:', options =>
    prepareRegisteredGate(session, question, version, options),
  );
  const confirmed = plan && confirmPlan(extendCommand(plan, nameRegistry(call.global)));
  return confirmed && (await apply(call.host, session, confirmed));
}

async function questionOf(
  session: Session,
  { registration, promotion }: RegistrationWish,
): Promise<RegistrationQuestion> {
  const alias = promotion?.alias ?? (await findUsualAlias(session, registration.model));
  return { registration, alias, promotion };
}

/** Plans, and carries out unless it is a dry run. @throws AppError as planning and confirming do */
export async function carryOutRegistration(
  call: WriteCall,
  session: Session,
  wish: RegistrationWish,
): Promise<VerbResult> {
  const plan = extendCommand(await planRegistrationHere(session, wish), nameRegistry(call.global));
  if (call.options['dry-run']) return describeDryRun(plan);
  return describeRegistrationEnd(await registerVersion(call, session, plan, wish), call.global);
}

function readVersion(
  session: Session,
  model: string,
  { registration: { version: typed }, naming }: RegistrationWish,
): string | undefined {
  if (typed === undefined) return undefined;
  if (naming === 'as-typed') return checkVersionName(typed);
  const version = parseVersionName(model, typed);
  const isNumber = /^v(0|[1-9]\d*)$/.test(version);
  if (isNumber || session.registry.reader.identity.kind === 'catalog') return version;
  throw new InvalidInputError('invalid-name', `A version of this registry is a number, not ${version}.`, {
    hint: 'Write it as v7, or leave it out to get the next free number.',
  });
}

/**
 * What is live under the alias now. A version that could not be promoted is not registered first: a loop of a pipeline would
 * pile them up. @throws InvalidInputError reason-required; ConflictError model-held
 */
async function findPromotable(
  session: Session,
  model: string,
  promotion: NonNullable<RegistrationWish['promotion']>,
): Promise<string | undefined> {
  if (promotion.gate === 'overridden' && promotion.reason === '') {
    throw new InvalidInputError('reason-required', 'Overriding the gate needs a reason.');
  }
  const index = await session.registry.reader.loadIndex();
  const found = index.models.find(candidate => candidate.model === model);
  const effective = found && judgeModel(found, index, session.sha256).effective;
  const hold = effective?.modelHold;
  if (hold)
    throw new ConflictError(
      'model-held',
      `${model} is held by ${hold.actor}: ${hold.reason ?? 'no reason'}.`,
    );
  return effective?.aliases.get(promotion.alias)?.version ?? undefined;
}
