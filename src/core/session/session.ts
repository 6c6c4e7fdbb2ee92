import type { WriteAccess } from '../apply/apply-environment.ts';
import type { Deploying } from '../deployment/deploying.ts';
import type { Telling } from '../events/telling.ts';
import type { Verdict } from '../gate/report.ts';
import type { ProtectionRules } from '../plan/confirmation.ts';
import type { EvidenceFolder, PolicyShelf } from '../ports/evidence.ts';
import type { Registry } from '../ports/registry.ts';
import type { WeightsReader } from '../ports/weights-reader.ts';
import type { KnownSecret } from '../secrets/known-secrets.ts';
import type { FeedbackChoice } from './feedback-choice.ts';

/** A verdict on results of an evaluation. */
export type ToldVerdict = {
  /** ERROR too where the policy that was to judge cannot be used. */
  readonly verdict: Verdict;
  /** In a sentence. */
  readonly why: string;
};

/** One registry opened by one actor: what every question and every plan is made with. */
export type Session = {
  readonly registry: Registry;
  readonly policies: PolicyShelf;
  readonly weights: WeightsReader;
  /** A results folder of an evaluation, as a place of evidence. Nothing is read yet. */
  readonly openResults: (path: string) => EvidenceFolder;
  /** The feedback that votes are read from, wherever results are; undefined: nobody named one. */
  readonly feedback?: FeedbackChoice | undefined;
  readonly actor: string;
  readonly writes: WriteAccess;
  readonly protection: ProtectionRules;
  /** Secrets of the environment, which no text that is written may hold; undefined: none is known. */
  readonly secrets?: readonly KnownSecret[] | undefined;
  /**
   * The text of a file of this machine that is looked through for secrets; undefined: it is no small file of text, or is not there.
   * @throws UnavailableError
   */
  readonly readSearchedText?: ((path: string) => Promise<string | undefined>) | undefined;
  /** How others hear of what happens; undefined: nobody does. */
  readonly telling?: Telling | undefined;
  /** What a deployment needs beside the registry; undefined: nothing is deployed here. */
  readonly deploying?: Deploying | undefined;
  /** The time, as ISO 8601 UTC. */
  readonly now: () => string;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Hex sha256 of a text's UTF-8. */
  readonly sha256: (text: string) => string;
  /** Name and version of this program, for the record. */
  readonly tool: string;
  /** Is told each verdict on results as soon as it is made, before anything follows from it. */
  readonly onVerdict?: ((told: ToldVerdict) => Promise<void>) | undefined;
};
