import { Refusal, refusals } from './answer.ts';
import { type Conditions, requireConditions } from './conditions.ts';
import { createGenerations, type Generations } from './generations.ts';
import type { ObjectDraft, ObjectSettings, StoredObject } from './stored-object.ts';

/** What all buckets share. */
export type BucketRules = {
  /** Milliseconds since 1970, by the emulator's own clock. */
  readonly now: () => number;
  /** Milliseconds that only ever grow, at one speed. */
  readonly elapsed: () => number;
  /** Least milliseconds between two writes of one object; 0 for no limit. */
  readonly objectRateMs: () => number;
};

/**
 * A bucket. Every method that changes something checks and commits in one synchronous step, so that of any
 * number of racing requests with the same precondition exactly one wins.
 */
export type Bucket = {
  readonly name: string;
  readonly createdAt: string;
  /** Whether generations that are replaced or removed can still be asked for. */
  isVersioned: boolean;
  readonly generations: Omit<Generations, 'add' | 'change' | 'remove'>;
  /** @throws Refusal 412, 429 */
  write(draft: ObjectDraft, conditions: Conditions): StoredObject;
  /** Changes settings. @throws Refusal 404, 412, 429 */
  change(
    name: string,
    generation: number | undefined,
    conditions: Conditions,
    make: (before: StoredObject) => ObjectSettings,
  ): StoredObject;
  /**
   * A generation that is named is gone for good, also where generations are kept. @throws Refusal 404, 412,
   * 429
   */
  remove(name: string, generation: number | undefined, conditions: Conditions): void;
};

/** An empty bucket. */
export function createBucket(name: string, rules: BucketRules): Bucket {
  const generations = createGenerations();
  const rate = createRate(name, rules);
  let lastGeneration = 0;
  const timestamp = (): string => new Date(rules.now()).toISOString();
  const keptAt = (): string | undefined => (bucket.isVersioned ? timestamp() : undefined);
  const requireObject = (
    object: string,
    generation: number | undefined,
    conditions: Conditions,
  ): StoredObject => {
    rate.require(object);
    const found = generations.find(object, generation);
    if (found === undefined) throw refusals.noObject(name, object);
    requireConditions(conditions, found);
    return found;
  };
  const bucket: Bucket = {
    name,
    createdAt: timestamp(),
    isVersioned: false,
    generations,
    write: (draft, conditions) => {
      rate.require(draft.name);
      requireConditions(conditions, generations.find(draft.name));
      lastGeneration = Math.max(lastGeneration + 1, Math.trunc(rules.now() * 1000));
      const times = { createdAt: timestamp(), updatedAt: timestamp() };
      const object = { ...draft, ...times, bucket: name, generation: lastGeneration, metageneration: 1 };
      generations.add(object, keptAt());
      rate.count(draft.name);
      return object;
    },
    change: (object, generation, conditions, make) => {
      const before = requireObject(object, generation, conditions);
      const metageneration = before.metageneration + 1;
      const changed = { ...before, ...make(before), metageneration, updatedAt: timestamp() };
      generations.change(changed);
      rate.count(object);
      return changed;
    },
    remove: (object, generation, conditions) => {
      const found = requireObject(object, generation, conditions);
      generations.remove(found, generation === undefined ? keptAt() : undefined);
      rate.count(object);
    },
  };
  return bucket;
}

/** How often each object may change; only changes that were made count. */
function createRate(bucket: string, rules: BucketRules) {
  const changedAt = new Map<string, number>();
  return {
    require: (object: string): void => {
      const before = changedAt.get(object);
      if (before === undefined || rules.elapsed() - before >= rules.objectRateMs()) return;
      const kinds = 'object mutation operations (create, update, and delete)';
      const message = `The object ${bucket}/${object} exceeded the rate limit for ${kinds}.`;
      throw new Refusal(429, 'rateLimitExceeded', `${message} Please reduce your request rate.`);
    },
    count: (object: string): void => void changedAt.set(object, rules.elapsed()),
  };
}
