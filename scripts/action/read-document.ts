import type { ProgramEnd } from './run-program.ts';

/** One step of a receipt or plan, for people. */
export type StepLine = { readonly text: string; readonly state: string };

/** What a document of any verb says that a job wants to know. */
export type DocumentFacts = {
  readonly title: string | undefined;
  /** Of a write: applied, unchanged, partial, refused. */
  readonly outcome: string | undefined;
  readonly verdict: string | undefined;
  readonly version: string | undefined;
  readonly actor: string | undefined;
  readonly operation: string | undefined;
  readonly undo: string | undefined;
  /** The command that carries a deployment on. */
  readonly resume: string | undefined;
  readonly steps: readonly StepLine[];
  /** Rules of a gate, versions of a list, metrics of a version. */
  readonly notes: readonly string[];
  readonly problem: string | undefined;
};

type Fields = Readonly<Record<string, unknown>>;

/** What the program printed as JSON, or nothing of it. Pure. */
export function readDocument({ out }: ProgramEnd): DocumentFacts {
  const document = parse(out);
  // A registration holds receipts, a gate a report: what comes last is how it ended.
  const parts = [
    document,
    ...['registration', 'gate', 'promotion', 'report', 'receipt'].map(name => document[name]),
  ];
  const known = parts.filter(isFields);
  const last = (name: string): string | undefined => known.map(part => text(part[name])).findLast(isSaid);
  return {
    title:
      known
        .map(part => text(part['title']))
        .filter(isSaid)
        .join('; ') || undefined,
    outcome: last('outcome'),
    verdict: last('verdict') ?? findGateVerdict(document),
    version: known.map(part => text(part['version'])).find(isSaid),
    actor: last('actor'),
    operation: last('operationId'),
    undo: last('undo'),
    resume: last('resume'),
    steps: known.flatMap(part => [
      ...listFields(part['steps']).map(describeStep),
      ...listFields(part['links']).map(describeLink),
    ]),
    notes: [
      ...known.flatMap(part => listFields(part['rules']).map(describeRule)),
      ...listFields(document['versions']).map(version => text(version['version']) ?? ''),
      ...describeMetrics(document['metrics']),
    ].filter(isSaid),
    problem: findProblem(document, known),
  };
}

/** What the gate said of a deployment: its link tells the verdict first, and the policy after it. */
function findGateVerdict(document: Fields): string | undefined {
  const gate = listFields(document['links']).find(({ kind }) => kind === 'gate');
  return /^(?:PASS|FAIL|INCONCLUSIVE|ERROR)\b/.exec(text(gate?.['detail']) ?? '')?.[0];
}

/** The version that `resolve` says is live; empty for none. Pure. */
export function readLive(end: ProgramEnd): string {
  return end.exitCode === 0 ? (text(parse(end.out)['version']) ?? '') : '';
}

function findProblem(document: Fields, known: readonly Fields[]): string | undefined {
  const problems = [
    document['error'],
    document['promotionProblem'],
    ...known.map(part => part['problem']),
    ...known.flatMap(part => listFields(part['blockers'])),
  ];
  const [first] = problems.filter(isFields);
  if (first === undefined) return undefined;
  return [`${text(first['code']) ?? 'failed'}: ${text(first['message']) ?? ''}`, text(first['hint'])]
    .filter(isSaid)
    .join(' ');
}

function describeStep(step: Fields): StepLine {
  const { target, kind, expected, value, state } = step;
  const change =
    text(value) === undefined
      ? ''
      : `: ${text(expected) === undefined ? '' : `${text(expected)} to `}${text(value)}`;
  return { text: `${text(target) ?? text(kind) ?? ''}${change}`, state: text(state) ?? 'planned' };
}

/** A link of a deployment: what it touches, and what came of it. */
function describeLink({ kind, target, detail, state }: Fields): StepLine {
  const words = [text(kind), text(target), text(detail)].filter(isSaid);
  return {
    text: words.join(': '),
    state: text(state) === 'waiting' ? 'planned' : (text(state) ?? 'planned'),
  };
}

function describeRule(rule: Fields): string {
  return `${text(rule['verdict']) ?? ''} ${text(rule['id']) ?? ''}: ${text(rule['reason']) ?? ''}`;
}

function describeMetrics(metrics: unknown): readonly string[] {
  return isFields(metrics) ? Object.entries(metrics).map(([name, value]) => `${name}: ${String(value)}`) : [];
}

function parse(out: string): Fields {
  try {
    const value: unknown = JSON.parse(out);
    return isFields(value) ? value : {};
  } catch {
    // It ended before it printed its document: the exit code and the log say why.
    return {};
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listFields(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isSaid(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
