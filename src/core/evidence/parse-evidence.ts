import type { EvidenceFormat, EvidenceSource } from '../gate/policy.ts';
import type { EvidenceParser } from './evidence-content.ts';
import type { EvidenceFile } from './evidence-file.ts';
import type { ParsedEvidence } from './metric-readings.ts';
import { parseBiasReport } from './parse-bias-report.ts';
import { parseQualityReport } from './parse-quality-report.ts';
import { parseSummary } from './parse-summary.ts';
import { parseTuningReport } from './parse-tuning-report.ts';
import { parseUserFeedback } from './parse-user-feedback.ts';

const parsers: Readonly<Record<EvidenceFormat, EvidenceParser>> = {
  summary: parseSummary,
  'bias-report': parseBiasReport,
  'tuning-report': parseTuningReport,
  'quality-report': parseQualityReport,
  'user-feedback': parseUserFeedback,
};

/**
 * What a file of evidence says, read by the format its policy declares. Tolerant of what it does not know, strict about numbers:
 * every metric is a finite number, absent or broken, and is looked at only when it is asked for. Pure; never throws.
 */
export function parseEvidence(source: EvidenceSource, file: EvidenceFile): ParsedEvidence {
  if (file.state === 'missing') return { state: 'missing', name: file.name };
  if (file.state === 'unusable') return { state: 'unusable', name: file.name, problem: file.problem };
  const { name, writtenAt } = file.file;
  const content = parsers[source.format](file.file, file.repeats);
  if (!content.ok) return { state: 'unusable', name, problem: content.problem };
  const { ok: _, ...found } = content;
  return { state: 'parsed', name, writtenAt, ...found };
}
