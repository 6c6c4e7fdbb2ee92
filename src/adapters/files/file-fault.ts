import type * as z from 'zod/mini';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { ErrorCode } from '../../core/errors/error-codes.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import type { LocatedYaml, Position } from './located-yaml.ts';

/** What is wrong with a file that somebody wrote, and where. */
export type FileFault = {
  readonly position: Position;
  /** The key it is about, as `formatKeyPath` writes it; undefined for the text as a whole. */
  readonly key: string | undefined;
  /** In words without a full stop; made safe when it is shown. */
  readonly problem: string;
};

/** Something that a schema says is wrong with a value. */
export type SchemaIssue = z.core.$ZodIssue;

/** How a kind of file speaks about its keys. */
export type IssueWords = {
  /** About a key that is not known there. */
  readonly describeUnknownKey: (path: KeyPath, key: string) => string;
  /** What is wrong with a value that is there, in words that follow its path. */
  readonly describeWrongValue: (path: KeyPath) => string;
};

/**
 * The first thing a schema says against a file, in words and with its place. A key that is not known goes before everything else:
 * it is often the reason why another is missing. Pure.
 */
export function findFault(yaml: LocatedYaml, issues: readonly SchemaIssue[], words: IssueWords): FileFault {
  const unknown = issues.find(issue => issue.code === 'unrecognized_keys');
  if (unknown !== undefined) {
    const key = unknown.keys[0] ?? '';
    return {
      position: yaml.findKey(unknown.path, key),
      key: formatKeyPath([...unknown.path, key]),
      problem: words.describeUnknownKey(unknown.path, key),
    };
  }
  const issue = issues[0] && unwrap(issues[0]);
  const path = issue?.path ?? [];
  const key = formatKeyPath(path);
  const problem = `${key}: ${describeIssue(yaml, issue, words)}`;
  const isAboutKey = issue?.code === 'invalid_key';
  const position = isAboutKey ? yaml.findKey(path.slice(0, -1), String(path.at(-1))) : yaml.findValue(path);
  return { position, key, problem };
}

/** Of a value that may have several forms, what is wrong with the form it has. */
function unwrap(issue: SchemaIssue): SchemaIssue {
  if (issue.code !== 'invalid_union') return issue;
  const [first] = issue.errors.find(([cause]) => cause !== undefined && !isWrongForm(cause)) ?? [];
  return first === undefined ? issue : { ...first, path: [...issue.path, ...first.path] };
}

function isWrongForm({ code, path }: SchemaIssue): boolean {
  return code === 'invalid_type' && path.length === 0;
}

function describeIssue(yaml: LocatedYaml, issue: SchemaIssue | undefined, words: IssueWords): string {
  if (issue === undefined) return 'it cannot be read';
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'too_big' && issue.origin === 'array') return `there are more than ${issue.maximum}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'it cannot be called that';
  if (issue.path.length > 0 && !yaml.has(issue.path)) return 'it is missing';
  return words.describeWrongValue(issue.path);
}

/** A fault as an error: `<file>:<line>:<column>: <problem>.` */
export function refuseFault(code: ErrorCode, path: string, fault: FileFault): InvalidInputError {
  const { line, column } = fault.position;
  const file = makeSafeText(path);
  const message = `${file}:${line}:${column}: ${makeSafeText(fault.problem, { limit: 300 })}.`;
  return new InvalidInputError(code, message, {
    data: { file, line, column, ...(fault.key === undefined ? {} : { key: fault.key }) },
  });
}
