import type { ReadOptions } from './registry.ts';

/** A finished run that says what score its model reached. Texts are safe to show. */
export type ScoredRun = {
  readonly runId: string;
  readonly score: number;
  /** Run that made the model it is about, where that is another one: an evaluation, a deployment. */
  readonly candidateRunId: string | undefined;
  /** Whether the model was deployed; undefined where it does not say. */
  readonly deployed: boolean | undefined;
};

/** Which runs are asked for. */
export type ScoredRunQuery = {
  /** By its name. */
  readonly experiment: string;
  /** Name of the metric that is the score. */
  readonly metric: string;
  /** Which of them count. */
  readonly counts: (run: ScoredRun) => boolean;
  /** How many of the best are enough. */
  readonly atMost: number;
};

/** A run to log, as it ended. */
export type FinishedRun = {
  /** By its name; made when there is none. */
  readonly experiment: string;
  readonly name: string;
  readonly outcome: 'finished' | 'failed';
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Finite numbers only. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Small files to keep with it, by their name. */
  readonly files: Readonly<Record<string, string>>;
};

/** How a run is logged. */
export type LogRunOptions = ReadOptions & {
  /**
   * An earlier try may have begun it: the run of the experiment whose tag of this name says the same is completed, where there is one.
   * The value has neither quotes nor backslashes.
   */
  readonly identifiedBy?: string | undefined;
};

/** A run that was logged. */
export type RunReceipt = {
  readonly runId: string;
  /** What of it could not be logged, each in a sentence; empty when all of it was. Safe to show. */
  readonly problems: readonly string[];
  /** Whether what could not be logged may be at another try. */
  readonly again: 'worth-it' | 'useless';
};

/** Who is asked and whether it answers. */
export type RunLogCheck = {
  /** Whether the experiment is there already. */
  readonly experiment: 'there' | 'made-when-needed';
};

/** A tracking server: where runs say what they measured. */
export interface RunLog {
  /** The address for people, without any secret. */
  readonly url: string;

  /**
   * Finished runs of an experiment that have a score and count, best first; undefined: there is no such experiment.
   * @throws UnavailableError network-failed, login-required, access-denied, answer-damaged; the signal's reason
   */
  findBestRuns(query: ScoredRunQuery, options?: ReadOptions): Promise<readonly ScoredRun[] | undefined>;

  /**
   * Logs a run. Once it has begun what fails is told in the receipt.
   * @throws UnavailableError, ConflictError, InvalidInputError: it was not begun, or with answer-lost nobody knows
   */
  logRun(run: FinishedRun, options?: LogRunOptions): Promise<RunReceipt>;

  /** Asks for an experiment and changes nothing. @throws UnavailableError as {@link RunLog.findBestRuns} */
  checkExperiment(experiment: string, options?: ReadOptions): Promise<RunLogCheck>;
}
