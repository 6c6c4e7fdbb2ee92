import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInFiles } from '../../../src/adapters/policies/built-in-policies.ts';
import { parsePolicy } from '../../../src/adapters/policies/parse-policy.ts';
import { builtInPolicyNames } from '../../../src/core/gate/policy-name.ts';
import type { Json } from '../../../src/core/history/canonical-json.ts';

/** What parsing a text as a policy ends in. */
function outcomeOf(path: string, text: string): unknown {
  try {
    return parsePolicy({ path, text, configuredName: undefined });
  } catch (thrown) {
    return thrown;
  }
}

const foreseen = {
  code: 'invalid-policy',
  data: { line: expect.any(Number), column: expect.any(Number) },
};

/** The value with something else in one place, chosen by numbers. */
function change(value: Json, steps: readonly number[], other: Json): Json {
  const [step, ...deeper] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const chosen = keys[step % Math.max(1, keys.length)];
  if (chosen === undefined) return other;
  if (Array.isArray(value))
    return value.map((item: Json, place) => (String(place) === chosen ? change(item, deeper, other) : item));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === chosen ? change(item, deeper, other) : item]),
  );
}

test('whatever stands in one place of a policy, it parses or is refused with its place', () => {
  const files = fc.constantFrom(...builtInPolicyNames).map(name => builtInFiles[name]);
  const steps = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(files, steps, fc.jsonValue(), (file, path, other) => {
      const changed = change({ ...(file as object), name: 'house' }, path, other as Json);
      const outcome = outcomeOf('/p/house.json', JSON.stringify(changed));
      expect(outcome).toMatchObject(outcome instanceof Error ? foreseen : { rules: expect.any(Array) });
    }),
    { numRuns: 500 },
  );
});

test('no text is anything but a policy or refused with its place', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ maxLength: 200 }),
    fc.json(),
  );
  fc.assert(
    fc.property(text, fc.constantFrom('/p/a.json', '/p/a.yaml'), (written, path) => {
      expect(outcomeOf(path, written)).toMatchObject(foreseen);
    }),
    { numRuns: 1000 },
  );
});
