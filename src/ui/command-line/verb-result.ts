import type { ErrorCode } from '../../core/errors/error-codes.ts';
import { describeErrorCode } from '../../core/errors/error-codes.ts';
import { type ExitMeaning, exitCodes } from '../../core/exit-codes.ts';
import type { Json } from '../../core/history/canonical-json.ts';
import type { ReceiptProblem } from '../../core/plan/receipt.ts';

/** What `--json` prints: its `schema` names what it is and its version. */
export type JsonDocument = { readonly schema: `lastgood/${string}/${number}` };

/** How a verb ended. Only one of its two forms is made and printed. */
export type VerbResult = {
  readonly exitCode: number;
  /** For `--json`. */
  readonly document: () => JsonDocument;
  /** For people: goes to stdout. */
  readonly lines: () => readonly string[];
  /** Printed in the place of the lines, as it is: for a program of ours that reads it, safe already. */
  readonly text?: () => string;
};

/** The exit code of a meaning. */
export function exitCodeOf(meaning: ExitMeaning): number {
  return exitCodes[meaning].code;
}

/** The exit code that an error code asks for. */
export function exitCodeOfError(code: ErrorCode): number {
  return exitCodeOf(describeErrorCode(code).exit);
}

/** The exit code of what ended with another, where something beside it went wrong: what went well else is partly done. Pure. */
export function exitCodeWithProblem(exitCode: number, problem: ReceiptProblem | undefined): number {
  return exitCode === exitCodeOf('done') && problem !== undefined ? exitCodeOf('partial') : exitCode;
}

/** A value as JSON text over several lines; characters that could steer a terminal are escaped, which leaves the value the same. */
export function formatDocument(document: JsonDocument | Json): string {
  const text = JSON.stringify(document, undefined, 2);
  return `${text.replace(/[\u007f-\u009f\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, escapeCharacter)}\n`;
}

function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
