import type { Fact } from '../../core/history/entry.ts';
import type { Plan } from '../../core/plan/plan.ts';

/** Whether two plans do the same to the model: moves, facts, the evidence they stand on, confirmation. Pure. */
export function saysSame(one: Plan, other: Plan): boolean {
  const essence = (plan: Plan): string =>
    JSON.stringify([
      plan.title,
      plan.changes,
      plan.confirmation,
      plan.blockers.map(blocker => blocker.message),
      plan.keeps.flatMap(kept => (kept.from === 'file' ? [kept.sha256] : [])),
      plan.drafts.map(draft => [draft.action, draft.moves, draft.facts.flatMap(essenceOfFact)]),
    ]);
  return essence(one) === essence(other);
}

/** A fact without what two plans that do the same may differ in: what was checked of the files, and when a verdict was made. */
function essenceOfFact(fact: Fact): readonly unknown[] {
  if (fact.kind === 'digest') return [];
  if (fact.kind !== 'gated') return [fact];
  return [[fact.kind, fact.version, fact.alias, fact.verdict, fact.policySha256]];
}
