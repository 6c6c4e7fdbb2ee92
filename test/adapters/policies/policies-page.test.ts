import { expect, test } from 'vitest';
import { exampleBindings, examplePolicy } from '../../../scripts/policies-page.ts';
import { builtInFiles } from '../../../src/adapters/policies/built-in-policies.ts';
import { parsePolicy } from '../../../src/adapters/policies/parse-policy.ts';
import { makePolicyJsonSchema } from '../../../src/adapters/policies/policy-json-schema.ts';
import { metricKeys, policyKeys, sourceKeys } from '../../../src/adapters/policies/policy-keys.ts';
import { ruleForms } from '../../../src/adapters/policies/rule-forms.ts';
import { parseSettings } from '../../../src/adapters/settings/parse-settings.ts';
import { ruleNames } from '../../../src/core/gate/policy.ts';
import { builtInPolicyNames } from '../../../src/core/gate/policy-name.ts';

function parse(text: string) {
  return parsePolicy({ path: '/p/house.yaml', text, configuredName: 'house' });
}

test('the policy on the page is one, and its bindings are settings', () => {
  expect(parse(examplePolicy).rules.map(rule => rule.id)).toEqual([
    'main.groundedness',
    'main.answer_relevance',
    'main.latency_total',
    'slices',
    'main.groundedness.regression',
  ]);
  const settings = parseSettings({
    path: '/p/lastgood.config.yaml',
    text: exampleBindings,
    role: 'project',
    homeFolder: '/home/me',
  });
  expect(settings.gates?.map(gate => gate.policy)).toEqual(['house', 'rag']);
});

const sources = `evidence:
  main: { format: summary, file: s.json }
  metrics: { format: summary, file: m.json }
  smoke: { format: summary, file: k.json }
  slices: { format: bias-report, file: b.json }
  feedback: { format: user-feedback, file: f.json }
`;

test.each(Object.entries(ruleForms))('the example of %s is one', (name, form) => {
  const text = `${sources}rules:\n  - requiredFiles: { evidence: [main, metrics, smoke, slices, feedback], id: all }\n  - ${form.example}\n`;
  expect(parse(text).rules.slice(1)).toMatchObject([{ rule: name }]);
});

test('every rule has a form, and every key that the schema takes has a row', () => {
  expect(Object.keys(ruleForms).sort()).toEqual([...ruleNames].sort());
  const schema = makePolicyJsonSchema();
  expect(keysOf(schema)).toEqual(Object.keys(policyKeys));
  const { metrics, evidence, rules } = schema.properties as Readonly<Record<string, Shape>>;
  expect(keysOf(metrics?.additionalProperties)).toEqual(Object.keys(metricKeys));
  expect(keysOf(evidence?.additionalProperties)).toEqual(Object.keys(sourceKeys));
  for (const [name, form] of Object.entries(ruleForms)) {
    expect(keysOf(rules?.items?.properties?.[name])).toEqual(Object.keys(form.keys));
  }
});

test('the published schema says what a rule needs and that an item is one rule', () => {
  const { rules } = makePolicyJsonSchema().properties as Readonly<Record<string, Shape>>;
  expect(rules?.items).toMatchObject({
    minProperties: 1,
    maxProperties: 1,
    properties: {
      threshold: {
        required: ['evidence'],
        allOf: [
          { oneOf: [{ required: ['metric'] }, { required: ['metrics'] }] },
          { oneOf: [{ required: ['min'] }, { required: ['max'] }] },
        ],
      },
    },
  });
});

test('every rule of the built-in policies is one the schema describes', () => {
  const rules = builtInPolicyNames.flatMap(name => (builtInFiles[name] as { rules: object[] }).rules);
  expect(new Set(rules.flatMap(rule => Object.keys(rule)))).toEqual(
    new Set(['threshold', 'slices', 'noRegression', 'weightedScore', 'votes']),
  );
});

type Shape = {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape;
  readonly items?: Shape;
};

function keysOf(schema: unknown): readonly string[] {
  return Object.keys((schema as Shape | undefined)?.properties ?? {});
}
