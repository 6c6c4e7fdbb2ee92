import type { RequiredFilesRule } from '../policy.ts';
import { findSource, type RuleContext, type RuleEvaluation } from '../rule-context.ts';

/** Judges whether sources are there and readable, optional or not. One that is not is an ERROR. Pure. */
export function evaluateRequiredFiles(rule: RequiredFilesRule, context: RuleContext): RuleEvaluation {
  const names: string[] = [];
  const problems: string[] = [];
  for (const source of rule.sources) {
    const found = findSource(context, source);
    if (found.ok) names.push(found.found.name);
    else problems.push(describeProblem(found.evaluation));
  }
  if (problems.length > 0) {
    const remedy = 'Evaluate again and add what is missing.';
    return { verdict: 'ERROR', reason: problems.join(' '), remedy };
  }
  if (names.length === 0) return { verdict: 'ERROR', reason: 'The rule names no file.' };
  return { verdict: 'PASS', reason: `${names.join(', ')} can be read.` };
}

function describeProblem({ verdict, file, reason }: RuleEvaluation): string {
  return verdict === 'SKIPPED' ? `${file ?? 'A file'} is missing.` : reason;
}
