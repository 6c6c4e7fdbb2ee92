import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyShelf } from '../../src/core/ports/evidence.ts';
import { bindPolicy, passingSummary, type ResultsChange } from './evidence-files.ts';
import { createResults } from './gated-registry.ts';

/** A summary that S0's policy fails. */
export const weak = { ...passingSummary, groundedness: 1 };

/** A shelf whose bound policy cannot be read, as after a slip in the configuration. */
export const brokenPolicies: PolicyShelf = bindPolicy('not-there');

/** Results whose status file says PASS, as an earlier evaluation left it. */
export function createStale(change: ResultsChange = {}): string {
  const results = createResults({ ...change, status: 'PASS' });
  writeFileSync(join(results, 'quality_gate.json'), '{"verdict": "PASS"}');
  return results;
}

/** What the status file of a results folder says. */
export function readStatus(results: string): string {
  return readFileSync(join(results, 'quality_gate.txt'), 'utf8');
}

/** The report beside it. */
export function readReport(results: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(results, 'quality_gate.json'), 'utf8'));
}
