/** A header says what cannot be. Thrown by the walks and caught by who starts them; `problem` has no full stop and is safe to show. */
export class DamagedHeader extends Error {
  readonly problem: string;

  constructor(problem: string) {
    super(problem);
    this.problem = problem;
  }
}
