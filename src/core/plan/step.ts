/**
 * One change as data: what is touched, what is expected to be there now, and what will be there.
 * It can be shown, done, checked, undone and serialised.
 */
export type Step = {
  readonly kind: StepKind;
  /** What is touched, for people: a path inside the registry. */
  readonly target: string;
  /** What is there when the plan is made; null for nothing. */
  readonly expected: string | null;
  /** What will be there; null for nothing. */
  readonly value: string | null;
};

/** The kinds of change there are, in the order an operation makes them. */
export const stepKinds = [
  'keep-file',
  'add-version',
  'append-history',
  'set-pointer',
  'write-file',
  'write-gate',
  'write-log',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** What appending an entry touches. Pure. */
export function describeHistoryPlace(model: string, generation: number): string {
  return `history of ${model}, generation ${generation}`;
}

/** A step in words, for example `frontshift-rag_latest: v2 → v1`. */
export function describeStep(step: Step, arrow: string): string {
  switch (step.kind) {
    case 'set-pointer':
      return `${step.target}: ${step.expected ?? 'nothing'} ${arrow} ${step.value ?? 'nothing'}`;
    case 'append-history':
      return `${step.target}: ${step.value ?? ''}`;
    case 'keep-file':
      return `keep ${step.target}: ${step.value ?? ''}`;
    case 'add-version':
    case 'write-file':
    case 'write-gate':
    case 'write-log':
      return step.value === null ? step.target : `${step.target}: ${step.value}`;
    default:
      return step.kind satisfies never;
  }
}
