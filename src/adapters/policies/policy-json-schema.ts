import * as z from 'zod/mini';
import { metricKeys, type PolicyKeyRows, policyKeys, sourceKeys } from './policy-keys.ts';
import { policySchema } from './policy-schema.ts';
import { alternativeKeys, type RuleForm, ruleForms } from './rule-forms.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema (draft 2020-12) of policy files, with the words of the tables for editors to show. Pure. */
export function makePolicyJsonSchema(): JsonSchema {
  const schema: JsonSchema = { title: 'lastgood policy', ...z.toJSONSchema(policySchema) };
  describeKeys(schema, policyKeys);
  describeKeys(itemsOf(propertyOf(schema, 'metrics')), metricKeys);
  describeKeys(itemsOf(propertyOf(schema, 'evidence')), sourceKeys);
  const item = itemsOf(propertyOf(schema, 'rules'));
  item.minProperties = 1;
  item.maxProperties = 1;
  const forms: Readonly<Record<string, RuleForm>> = ruleForms;
  for (const [name, form] of Object.entries(forms)) {
    const rule = propertyOf(item, name);
    rule.description = form.meaning;
    describeKeys(rule, form.keys);
    demandAlternatives(rule, form.keys);
  }
  return schema;
}

function describeKeys(schema: JsonSchema, rows: PolicyKeyRows): void {
  for (const [key, row] of Object.entries(rows)) propertyOf(schema, key).description = row.meaning;
}

/** Two keys that are both allowed and of which one is needed: more than the form of each can say. */
function demandAlternatives(rule: JsonSchema, keys: PolicyKeyRows): void {
  const pairs = alternativeKeys.filter(pair => pair.every(key => Object.hasOwn(keys, key)));
  if (pairs.length > 0) rule.allOf = pairs.map(pair => ({ oneOf: pair.map(key => ({ required: [key] })) }));
}

function propertyOf(schema: JsonSchema, key: string): JsonSchema {
  return requireSchema(schema.properties?.[key], key);
}

/** The schema of the items of a list, or of the values of a map. */
function itemsOf(schema: JsonSchema): JsonSchema {
  return requireSchema(schema.items ?? schema.additionalProperties, 'items');
}

function requireSchema(found: unknown, key: string): JsonSchema {
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as JsonSchema;
  throw new TypeError(`the schema of policies has no ${key}`);
}
