import type {
  PublicationEnd,
  PublicationPlan,
  PublicationStep,
} from '../../core/publish/publication-plan.ts';
import { formatBytes } from '../format/bytes.ts';
import { printFields } from './print-table.ts';

const outcomeWords: Readonly<Record<PublicationEnd['outcome'], string>> = {
  applied: 'done',
  unchanged: 'unchanged',
  partial: 'partly done',
  refused: 'refused',
};

const stateWords: Readonly<Record<PublicationEnd['steps'][number]['state'], string>> = {
  done: 'done',
  'not-done': 'not done',
  unknown: 'unknown',
};

/** A publication that is planned, for people. Pure. */
export function printPublicationPlan(plan: PublicationPlan): readonly string[] {
  const { publication, blockers, confirmation } = plan;
  const notes = plan.warnings.map(warning => `  ${warning}`);
  if (!plan.changes && blockers.length === 0) return [`unchanged: ${plan.title}`, ...notes];
  const files = publication.files.map(({ path, bytes }) => [path, formatBytes(bytes)] as const);
  return [
    plan.title,
    ...plan.steps.map(step => `  ${describeStep(step)}`),
    '  Files:',
    ...printFields(files, '    '),
    ...notes,
    ...blockers.flatMap(blocker => [`  Blocked: ${blocker.message}`, `           ${blocker.hint}`]),
    ...(confirmation.kind === 'typed' ? [`  To confirm, type: ${confirmation.text}`] : []),
    `  The same: ${plan.command}`,
  ];
}

/** How a publication ended, for people. Pure. */
export function printPublicationEnd({
  outcome,
  plan,
  steps,
  receipt,
  problem,
}: PublicationEnd): readonly string[] {
  const rows = steps.map(step => [stateWords[step.state], describeStep(step)] as const);
  return [
    `${outcomeWords[outcome]}: ${plan.title}`,
    ...printFields(rows, '  '),
    ...(problem === undefined ? [] : [`  ${problem.message}`, `  ${problem.hint}`]),
    ...(receipt === undefined
      ? []
      : [`  ${receipt.url}`, `  ${receipt.visibility}, commit ${receipt.commit}, tag ${receipt.tag}`]),
    ...(outcome === 'unchanged' ? plan.warnings.map(warning => `  ${warning}`) : []),
  ];
}

/** A link in words. Pure. */
function describeStep({ kind, target, expected, value }: PublicationStep): string {
  switch (kind) {
    case 'make-repository':
      return `make the ${value} repository ${target}`;
    case 'make-commit': {
      const ground = expected === null ? '' : ` on ${expected.slice(0, 8)}`;
      return `one commit in ${target}${ground}: ${value}`;
    }
    case 'set-tag':
      return `tag ${target}: ${value}`;
    case 'append-history':
      return `${target}: ${value}`;
    default:
      return kind satisfies never;
  }
}
