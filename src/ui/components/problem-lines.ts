import type { AppError } from '../../core/errors/app-error.ts';
import { wrapText } from '../format/wrap-text.ts';
import { type Line, toned } from './line.tsx';

/** A read that failed, in place of what it should have shown: what happened, one thing to do, and that it can be tried again. */
export function linesOfProblem(error: AppError, width: number): readonly Line[] {
  return [
    ...wrapText(error.message, width).map((text): Line => [toned('bad', text)]),
    ...wrapText(error.hint, width).map((text): Line => [{ text }]),
    [toned('muted', 'r tries again.')],
  ];
}
