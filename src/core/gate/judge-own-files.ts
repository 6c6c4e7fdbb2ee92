import type { VersionBinding } from '../ports/registry.ts';
import type { LostFile } from './own-ground.ts';
import type { Rule } from './policy.ts';
import type { RuleEvaluation } from './rule-context.ts';

/** A rule that every policy has without saying so, judged. */
export type OwnFileResult = {
  readonly rule: Pick<Rule, 'id' | 'rule' | 'effect'>;
  readonly evaluation: RuleEvaluation;
};

/**
 * What is to be said of a version's own files under any policy: a file that contradicts its record makes the verdict an ERROR, since
 * evidence of other files says nothing about these; so does one that an earlier verdict stood on and that is lost, or taking it away
 * would make the verdict better. One that is not here is told of. Nothing where all is well. Pure.
 */
export function judgeOwnFiles({
  checks,
  unbound,
  lost,
}: Pick<VersionBinding, 'checks' | 'unbound'> & {
  readonly lost: readonly LostFile[];
}): readonly OwnFileResult[] {
  const differing = checks.flatMap(describeContradiction);
  const named = new Set(differing.map(({ file }) => file));
  const contradicted = [...differing, ...lost.filter(({ name }) => !named.has(name)).map(describeLoss)];
  const told = new Set(contradicted.map(({ file }) => file));
  const elsewhere = unbound
    .filter(({ name }) => !told.has(name))
    .map(({ name, why }): RuleEvaluation => {
      const reason = `${name} ${why}: the verdict is not bound to its bytes.`;
      return { verdict: 'SKIPPED', file: name, reason };
    });
  return [...contradicted, ...elsewhere].map((evaluation, index) => ({
    // Ids of policies have no space, so that none is ever the same.
    rule: {
      id: `registered file ${index + 1}`,
      rule: 'digest',
      effect: evaluation.verdict === 'ERROR' ? 'blocks' : 'advises',
    },
    evaluation,
  }));
}

function describeContradiction({
  name,
  outcome,
  detail,
}: VersionBinding['checks'][number]): RuleEvaluation[] {
  const words = contradictions[outcome];
  if (words === undefined) return [];
  const reason = `${name} is not what was registered: it ${words}${outcome === 'missing' ? '' : `, ${detail}`}.`;
  return [{ verdict: 'ERROR', file: name, reason, remedy: `Restore ${name}, or register the version anew.` }];
}

function describeLoss({ name, outcome }: LostFile): RuleEvaluation {
  const what = lossWords[outcome] ?? 'is no file of its record any more';
  const reason = `${name} was part of an earlier verdict and ${what}.`;
  return { verdict: 'ERROR', file: name, reason, remedy: `Restore ${name}, or register the version anew.` };
}

/** What became of a file that was bound, in words that follow its name. */
const lossWords: Readonly<Partial<Record<LostFile['outcome'], string>>> = {
  missing: 'is gone',
  unreadable: 'cannot be read',
};

/** Outcomes that contradict a record, in words that follow "it". */
const contradictions: Readonly<Partial<Record<VersionBinding['checks'][number]['outcome'], string>>> = {
  differs: 'has changed',
  missing: 'is gone',
  unreadable: 'cannot be read',
};
