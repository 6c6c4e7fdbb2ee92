import type { Rule } from '../../../core/gate/policy.ts';
import type { GateView } from '../../../core/session/gate-view.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, toned } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { formatMetric } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';

/** In place of rules that there are not: why, and what to do about it. Pure. */
export function linesWithoutReport(view: GateView, { size }: Context): readonly Line[] {
  const { standing, alias, loaded } = view;
  const { columns } = size;
  switch (standing.at) {
    case 'none':
      return [
        ...wrapSegment({ text: `No policy is bound to ${alias}.` }, columns),
        [{ text: 'To bind one, write into lastgood.config.yaml:' }],
        ...formatBinding(loaded.status.index.model, alias).map(
          (text): Line => [toned('accent', `  ${text}`)],
        ),
      ];
    case 'unusable-policy':
      return [
        ...wrapSegment(
          { text: `Nothing is promoted to ${alias} until that is corrected; rollbacks go on.` },
          columns,
        ),
      ];
    case 'unjudged':
      return [
        [{ text: 'Press E to evaluate it. The policy asks for:' }],
        ...(view.policy?.policy.rules ?? []).map((rule): Line => [toned('muted', `  ${describeRule(rule)}`)]),
      ];
    case 'recorded': {
      const problem = makeSafeText(view.reportProblem ?? 'it is not there');
      return [
        ...wrapSegment(toned('bad', `Its report cannot be read: ${problem}.`), columns),
        [{ text: 'Press E to evaluate it again.' }],
      ];
    }
    default:
      return standing satisfies never;
  }
}

/** What binds a policy to an alias, as the configuration has it. */
function formatBinding(model: string, alias: string): readonly string[] {
  return ['gates:', `  - model: ${quote(model)}`, `    alias: ${quote(alias)}`, '    policy: rag'];
}

/** A rule of a policy in a few words. */
function describeRule(rule: Rule): string {
  const id = makeSafeText(rule.id, { limit: 120 });
  switch (rule.rule) {
    case 'threshold':
    case 'slices':
      return `${id} ${rule.operator} ${formatMetric(rule.threshold)}${rule.rule === 'slices' ? ' in every slice' : ''}`;
    case 'noRegression':
      return `${id}: no worse than ${rule.against === 'live' ? 'what is live' : 'its baseline'}`;
    case 'weightedScore':
      return `${id}: better than what was deployed by more than ${formatMetric(rule.minImprovement)}`;
    case 'votes':
      return `${id}: ${formatMetric(rule.threshold)} of at least ${rule.minVotes} votes, and its time as the candidate`;
    case 'requiredFiles':
      return `${id}: files that are there and whole`;
    case 'maxAge':
      return `${id}: evidence that is not too old`;
    case 'digest':
      return `${id}: as they were registered`;
    default:
      return rule satisfies never;
  }
}

/** A name as YAML takes it. */
function quote(name: string): string {
  return /^[A-Za-z][\w.-]*$/.test(name) ? name : JSON.stringify(name);
}
