import { ConflictError, InvalidInputError } from '../../core/errors/app-error.ts';
import { checkModelName } from '../../core/names/model-name.ts';
import { parseVersionName } from '../../core/names/version-name.ts';
import { confirmAliasMove } from '../../core/plan/confirmation.ts';
import { confirmPlan, type Plan } from '../../core/plan/plan.ts';
import type { Receipt, ReceiptProblem } from '../../core/plan/receipt.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { judgeModel } from '../../core/registry/model-status.ts';
import { prepareRegistration } from '../../core/session/prepare-change.ts';
import type { Session } from '../../core/session/session.ts';
import { apply, confirm, describeDryRun, exitCodeOfReceipt, type WriteCall } from './carry-out.ts';
import { describeRegistration } from './documents/receipt-document.ts';
import { extendCommand, type Named, nameRegistry } from './extend-command.ts';
import { printReceipt } from './print-receipt.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from './verb-result.ts';
import { type PromotionWish, preparePromotionHere } from './verbs/promote.ts';

/** A version to add, and the alias it becomes live under right after. */
export type RegistrationWish = {
  readonly registration: Omit<Registration, 'previousVersion' | 'createdAt' | 'actor'>;
  /** undefined: it is only registered. */
  readonly promotion: Pick<PromotionWish, 'alias' | 'gate' | 'reason'> | undefined;
};

/** What came of both acts. */
export type RegistrationEnd = {
  readonly registration: Receipt;
  readonly promotion: Receipt | undefined;
  /** Why the promotion that was asked for was not tried. */
  readonly promotionProblem: ReceiptProblem | undefined;
};

/** The plan of a registration; with a promotion it is confirmed like that. @throws AppError: nothing can be registered like this */
export async function planRegistrationHere(session: Session, wish: RegistrationWish): Promise<Plan> {
  const model = checkModelName(wish.registration.model);
  const version = readVersion(session, model, wish.registration.version);
  const { promotion } = wish;
  if (promotion === undefined)
    return await prepareRegistration(session, { ...wish.registration, model, version });
  const live = await findPromotable(session, model, promotion);
  const plan = await prepareRegistration(session, { ...wish.registration, model, version });
  const { alias, gate, reason } = promotion;
  const told = {
    ...plan,
    title: `${plan.title}, then promote it to ${alias}`,
    warnings: [
      ...plan.warnings,
      `Then it is promoted to ${alias}, which is ${live ?? 'nothing'} now: what is live changes.`,
      ...(gate === 'overridden'
        ? ['The gate is overridden; this stays marked in the history for ever.']
        : []),
    ],
    confirmation: confirmAliasMove(session.protection, model, alias),
  };
  return extendCommand(told, [
    ...['--to', alias],
    ...(gate === 'overridden' ? ['--override-gate'] : []),
    ...(reason === '' ? [] : ['--reason', reason]),
  ]);
}

/** Carries a registration out, and the promotion after it. @throws AppError as confirming does: nothing was written then */
export async function registerVersion(
  call: WriteCall,
  session: Session,
  plan: Plan,
  wish: RegistrationWish,
): Promise<RegistrationEnd> {
  const { host } = call;
  const confirmed = await confirm(call, session, plan);
  const registration = await apply(host, session, confirmed);
  const { promotion } = wish;
  if (promotion === undefined || registration.outcome !== 'applied') {
    return { registration, promotion: undefined, promotionProblem: undefined };
  }
  const promotionPlan = await preparePromotionHere(session, host, {
    ...promotion,
    model: plan.model,
    version: registration.version,
    files: wish.registration.weights?.at === 'local' ? 'verified' : 'unverified',
  });
  // The confirmation of the registration was the promotion's own.
  const confirmedPromotion = confirmPlan(extendCommand(promotionPlan, nameRegistry(call.global)));
  if (confirmedPromotion === undefined) {
    return { registration, promotion: undefined, promotionProblem: promotionPlan.blockers[0] };
  }
  return {
    registration,
    promotion: await apply(host, session, confirmedPromotion),
    promotionProblem: undefined,
  };
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

/** Both receipts as a result; the exit code is the first failure's. Pure. */
export function describeRegistrationEnd(end: RegistrationEnd, named: Named): VerbResult {
  const { registration, promotion, promotionProblem } = end;
  return {
    exitCode: findExitCode(end),
    document: () => describeRegistration(registration, promotion, promotionProblem, named),
    lines: () => [
      ...printReceipt(registration, named),
      ...(promotion === undefined ? [] : printReceipt(promotion, named)),
      ...(promotionProblem === undefined
        ? []
        : [`not promoted: ${promotionProblem.message}`, `  ${promotionProblem.hint}`]),
    ],
  };
}

function findExitCode({ registration, promotion, promotionProblem }: RegistrationEnd): number {
  if (promotionProblem !== undefined) return exitCodeOfError(promotionProblem.code);
  const codes = [registration, ...(promotion === undefined ? [] : [promotion])].map(exitCodeOfReceipt);
  return codes.find(code => code !== exitCodeOf('done')) ?? exitCodeOf('done');
}

function readVersion(session: Session, model: string, typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const version = parseVersionName(model, typed);
  const isNumber = /^v(0|[1-9]\d*)$/.test(version);
  if (isNumber || session.registry.reader.identity.kind !== 'directory') return version;
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
