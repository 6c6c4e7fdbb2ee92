import { describeErrorCode, type ErrorCode } from '../errors/error-codes.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import { draftChoice, joinAdoptions, newestOf } from '../history/several-holders.ts';
import { findUnkeepableName } from '../history/unkeepable-name.ts';
import type { KeptFile, RegistryReader } from '../ports/registry.ts';
import { findHistoryProblem } from '../registry/history-problem.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import type { Metrics } from '../registry/version.ts';
import type { KnownSecret } from '../secrets/known-secrets.ts';
import { listRecordedNames, refuseSecrets } from '../secrets/refuse-secrets.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { warnOfBestEffort } from './best-effort.ts';
import { blockUnkeepable } from './block-unkeepable.ts';
import type { ProtectionRules } from './confirmation.ts';
import { describeAlignments, describeKeep, describeSteps } from './describe-steps.ts';
import type { Blocker, Confirmation, Plan, PlanAct, StandingGround } from './plan.ts';
import { quoteWord } from './quote-word.ts';
import { blockEmptiedStages, leaveOtherStages } from './stages.ts';
import type { Step } from './step.ts';
import { warnOfAdoption, warnOfOthers } from './warn-of-found.ts';

/** What every planner is given: one state of the registry, who asks, and the rules of confirmation. */
export type Planning = {
  readonly index: RegistryIndex;
  readonly status: ModelStatus;
  readonly reader: Pick<
    RegistryReader,
    | 'capabilities'
    | 'describeProjections'
    | 'describeRegistration'
    | 'findUnkeepable'
    | 'findUnregistrable'
    | 'identity'
  >;
  readonly actor: string;
  readonly operationId: string;
  readonly protection: ProtectionRules;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Where the state is known to be older than what is outside: a sentence that says so, safe to show. */
  readonly behind?: string | undefined;
  /** Secrets that are known here: no text that holds one goes into a plan. */
  readonly secrets?: readonly KnownSecret[] | undefined;
};

/** The part of a plan that differs between acts. */
export type PlanContent = {
  readonly act: PlanAct;
  readonly title: string;
  readonly drafts: readonly EntryDraft[];
  readonly blockers?: readonly Blocker[];
  readonly warnings?: readonly string[];
  readonly notUndone?: readonly string[];
  readonly confirmation?: Confirmation;
  readonly standsOn?: StandingGround | undefined;
  /** Files to keep under their digests. */
  readonly keeps?: readonly KeptFile[];
  /** Metrics of the version that becomes live. */
  readonly measured?: Metrics | undefined;
  /** Without drafts: the alias that is already as asked. What does not say so where the truth is, is put in line. */
  readonly settled?: string | undefined;
  /** Arguments after `lastgood`: every text that was typed for the act is among them. */
  readonly command: readonly string[];
};

/** A blocker with the hint of its code. */
export function block(code: ErrorCode, message: string, hint?: string): Blocker {
  return { code, message, hint: hint ?? describeErrorCode(code).hint };
}

/**
 * Makes the plan of an act: puts the adoption of what is found first, describes every step, and adds what blocks any write.
 * A plan without drafts of its own changes nothing. Pure.
 * @throws InvalidInputError secret-given where a text that was typed holds a secret: no plan has it, since plans are shown
 */
export function makePlan(planning: Planning, content: PlanContent): Plan {
  const { status, operationId, actor, secrets } = planning;
  refuseSecrets([...content.command, '--actor', actor], secrets, listRecordedNames(status.index));
  const alignments = describeAlignments(planning, content);
  const changes = content.drafts.length > 0 || alignments.length > 0;
  const own = content.drafts.map(draft => leaveOtherStages(status, makeSafeDraft(draft)));
  const found = findAdoption(status, own);
  const drafts = own.length > 0 && found ? [found, ...own] : own;
  const keeps = changes ? (content.keeps ?? []) : [];
  const steps = [...keeps.map(describeKeep), ...describeSteps(planning, drafts, own), ...alignments];
  return {
    act: content.act,
    title: alignments.length === 0 ? content.title : `${content.title}: put what lags behind in line`,
    model: status.index.model,
    operationId,
    actor,
    generation: status.recorded.generation,
    lastActor: status.index.entries.at(-1)?.entry.actor,
    changes,
    drafts,
    registration: undefined,
    settledBy: findSettling(planning, content),
    standsOn: changes ? content.standsOn : undefined,
    keeps,
    measured: changes ? content.measured : undefined,
    steps,
    blockers: [
      ...blockAnyWrite(planning),
      ...blockNames(planning, drafts),
      ...blockUnkeepable(planning, drafts),
      ...blockUndecided(planning, own),
      ...blockOccupied(planning, steps),
      ...blockDisagreeing(planning, own),
      ...blockObstructed(planning, own),
      ...blockEmptiedStages(planning, content.drafts),
      ...(content.blockers ?? []),
    ],
    warnings: [
      ...(planning.behind === undefined ? [] : [planning.behind]),
      ...warnOfAdoption(planning, drafts),
      ...warnOfOthers(planning.index, status.index.model, aliasesOf(drafts)),
      ...(content.warnings ?? []),
      ...warnOfBestEffort(planning.reader.capabilities, own),
    ],
    notUndone: content.notUndone ?? [],
    ...(planning.behind === undefined ? {} : { behind: planning.behind }),
    confirmation: content.confirmation ?? { kind: 'yes' },
    command: formatCommand(content.command),
  };
}

/**
 * What is found and goes on record before the drafts of an act: of an alias that several versions hold only where the act moves it, and
 * so decides about it. Undefined when there is nothing to record. Pure.
 */
export function findAdoption(
  { adoption, severalHolders }: ModelStatus,
  own: readonly Pick<EntryDraft, 'moves'>[],
): EntryDraft | undefined {
  const moved = new Set(own.flatMap(({ moves }) => moves.map(({ alias }) => alias)));
  return joinAdoptions(adoption, draftChoice(severalHolders.filter(({ alias }) => moved.has(alias))));
}

/** The operation that moved the alias to where it is. */
function findSettling({ status }: Planning, { drafts, settled }: PlanContent): Plan['settledBy'] {
  const position =
    drafts.length > 0 || settled === undefined ? undefined : status.recorded.aliases.get(settled);
  if (position === undefined) return undefined;
  const { operationId, actor, action } = position;
  return { operationId, actor, action };
}

/** What people typed goes on record as it will be shown: whole, and without anything that could steer a terminal or hide text. */
function makeSafeDraft(draft: EntryDraft): EntryDraft {
  const { reason } = draft;
  const limit = Number.POSITIVE_INFINITY;
  return { ...draft, reason: reason === null ? null : makeSafeText(reason, { limit }) };
}

/** A command line as a shell takes it, `lastgood` first. Pure. */
export function formatCommand(words: readonly string[]): string {
  return ['lastgood', ...words].map(quoteWord).join(' ');
}

function blockAnyWrite(planning: Planning): readonly Blocker[] {
  const { status, index } = planning;
  if (index.unwritable !== undefined) {
    const { code, problem, hint } = index.unwritable;
    return [block(code, `${withoutFullStop(problem)}.`, hint)];
  }
  if (index.adoption === 'too-new') {
    return [
      block('format-too-new', 'The registry was written by a newer lastgood; this one may only read it.'),
    ];
  }
  if (index.adoption === 'unreadable') {
    return [
      block(
        'history-damaged',
        `${index.ownFolder ?? '.lastgood'}/registry.json cannot be read; nothing is written until it is restored.`,
      ),
    ];
  }
  const { model, disagreement } = status.index;
  if (disagreement !== undefined)
    return [block(disagreement.code, `The history of ${model} ${disagreement.problem}.`, disagreement.hint)];
  const historyProblem = findHistoryProblem(status);
  if (historyProblem !== undefined)
    return [block('history-damaged', `The history of ${model} ${historyProblem}.`)];
  const blocked = status.mismatches.find(mismatch => mismatch.cause === 'blocked');
  if (blocked) return [block('pointer-blocked', describeBlocked(blocked.pointer))];
  const unusable = [...status.index.pointers, ...index.sharedProblems].find(
    pointer => pointer.reading.state === 'unusable' && pointer.reading.blocking,
  );
  return unusable ? [block('pointer-blocked', describeBlocked(unusable))] : [];
}

/** A catalogue may have any text for a name; what cannot be a part of a path is shown and never written. */
function blockNames({ status }: Planning, drafts: readonly EntryDraft[]): readonly Blocker[] {
  const { model } = status.index;
  const found = findUnkeepableName(model, drafts);
  if (found === undefined) return [];
  const message = `The ${found.what} name "${makeSafeText(found.name, { limit: 80 })}" ${found.problem}: no history can be kept of it, so it is only read.`;
  return [block('invalid-name', message, 'Rename it in the file with the program that wrote it.')];
}

/**
 * Where the history says something else than a file in which several are live, any write would take sides: only a decision may. Where the
 * registry leads no write brings anything in line with the history, so none does.
 */
function blockUndecided({ status }: Planning, own: readonly EntryDraft[]): readonly Blocker[] {
  const { model } = status.index;
  if (status.leads === 'registry' || own.every(({ action }) => action === 'adopt')) return [];
  const moved = new Set(own.flatMap(({ moves }) => moves.map(({ alias }) => alias)));
  return status.severalHolders
    .filter(({ alias, recorded }) => recorded !== undefined && !moved.has(alias))
    .map(({ target, versions, recorded }) =>
      block(
        'plan-blocked',
        `${target} says that ${versions.join(' and ')} of ${model} are live at once, and the history says ${recorded ?? 'nothing'}.`,
        `Decide first: lastgood doctor --adopt ${model} keeps ${newestOf(versions)}, --revert puts back what is recorded, promote chooses another.`,
      ),
    );
}

/** A pointer that is to be written for the first time may not take the place of something else. */
function blockOccupied(planning: Planning, steps: readonly Step[]): readonly Blocker[] {
  const pointers = steps.filter(step => step.kind === 'set-pointer').map(step => step.target);
  return planning.index.strangers
    .filter(stranger => pointers.includes(stranger.name))
    .map(stranger => block('pointer-blocked', `${stranger.name}: ${stranger.why}.`));
}

/** What others do not have as it is here may not become live for them. */
function blockDisagreeing({ status }: Planning, own: readonly EntryDraft[]): readonly Blocker[] {
  const { model, versions } = status.index;
  const targets = new Set(own.flatMap(({ moves }) => moves.map(({ to }) => to)));
  return versions.flatMap(({ version, disagreement }) =>
    disagreement !== undefined && targets.has(version)
      ? [block(disagreement.code, `${model} ${version} ${disagreement.problem}.`, disagreement.hint)]
      : [],
  );
}

/** What lacks something that an alias serves may not become live under it. */
function blockObstructed({ status }: Planning, own: readonly EntryDraft[]): readonly Blocker[] {
  const { model, versions } = status.index;
  const moves = own.flatMap(draft => draft.moves);
  return versions.flatMap(({ version, obstacles = [] }) =>
    obstacles
      .filter(({ alias }) => moves.some(move => move.to === version && move.alias === alias))
      .map(({ problem, hint, code = 'plan-blocked' }) =>
        block(code, `${model} ${version} ${problem}.`, hint),
      ),
  );
}

function describeBlocked(pointer: ModelStatus['index']['pointers'][number]): string {
  const problem = pointer.reading.state === 'unusable' ? pointer.reading.problem : 'it cannot be used';
  return `${pointer.target}: ${problem}.`;
}

function aliasesOf(drafts: readonly EntryDraft[]): ReadonlySet<string> {
  return new Set(drafts.flatMap(({ moves }) => moves.map(({ alias }) => alias)));
}
