import type { PublicationWish } from '../publish/publication-wish.ts';
import type { Registration } from '../registration/registration.ts';
import type { UnboundWord } from '../session/unbound-word.ts';

/** A registration as it is asked for; who, when and what was live before are found when it is made. */
export type WantedRegistration = Omit<Registration, 'previousVersion' | 'createdAt' | 'actor'>;

/** What becomes live: a version that is there, or one that is registered first. */
export type DeploymentSubject =
  | {
      readonly at: 'registered';
      readonly version: string;
      /** Results folder that is judged first; undefined: the verdict on record counts. */
      readonly results: string | undefined;
    }
  | { readonly at: 'new'; readonly registration: WantedRegistration };

/** Where and how a version is published before it becomes live. */
export type PublishWish = Omit<PublicationWish, 'model' | 'version' | 'operationId' | 'override'> & {
  /** Whether that it is to be public was said on the command line, not only in a file. */
  readonly publicBy: 'command' | 'setting';
};

/** What a decision by score was made from; a deployment that rests on one goes on only while that stands. */
export type DecisionGround = {
  /** Live under the alias when it was made; null for nothing. */
  readonly live: string | null;
};

/** What was asked for, whole: another process goes on by it. Text and numbers only; no secret is in it. */
export type DeploymentRequest = {
  readonly model: string;
  readonly alias: string;
  readonly subject: DeploymentSubject;
  readonly reason: string;
  readonly gate: 'as-bound' | 'overridden';
  /** Name or path of the policy that counts; undefined: what is bound to the alias. */
  readonly policy?: string | undefined;
  /** What a status file says. */
  readonly unbound?: UnboundWord | undefined;
  /** undefined: it is published nowhere. */
  readonly publish?: PublishWish | undefined;
  readonly decision?: DecisionGround | undefined;
};

/** A file that a deployment is made from. */
export type InputDigest = {
  readonly part: 'weights' | 'evidence' | 'configuration';
  /** Absolute. */
  readonly path: string;
  /** Hex; null where no file was. */
  readonly sha256: string | null;
};

/** The files on this machine that a request is carried out with, without their digests. Pure. */
export function listInputs({ subject }: DeploymentRequest): readonly Omit<InputDigest, 'sha256'>[] {
  if (subject.at === 'registered') return [];
  const { weights, evidence, configurationPath } = subject.registration;
  return [
    ...(weights?.at === 'local' ? [{ part: 'weights' as const, path: weights.path }] : []),
    ...evidence.map(({ path }) => ({ part: 'evidence' as const, path })),
    ...(configurationPath === undefined ? [] : [{ part: 'configuration' as const, path: configurationPath }]),
  ];
}

/** S1's tag of the time at which a deployment was tried. @see deployment_script.py of the original */
const timeTag = /^deployment_timestamp=/;

/** A registration without what is another each time the same is asked for. Pure. */
export function withoutTimes(registration: WantedRegistration): WantedRegistration {
  return { ...registration, tags: registration.tags.filter(tag => !timeTag.test(tag)) };
}

/** What of the files has changed, each in words: `/models/tiny.gguf has other bytes`. Pure. */
export function describeChangedInputs(
  before: readonly InputDigest[],
  now: readonly InputDigest[],
): readonly string[] {
  return before.flatMap(({ path, sha256 }) => {
    const found = now.find(input => input.path === path)?.sha256 ?? null;
    if (found === sha256) return [];
    return [`${path} ${found === null ? 'is not there any more' : 'has other bytes'}`];
  });
}
