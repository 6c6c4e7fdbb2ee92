import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Contexts by name, as plain values. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Functions of the state of a job, which GitHub adds in conditions. */
export type JobState = { readonly failed: boolean; readonly cancelled: boolean };

/**
 * The value of an expression, without `${{ }}`, by GitHub's own parser and evaluator. @throws Error for a context or function that is not
 * given: what a file uses and this runner does not know fails the test.
 */
export function evaluate(expression: string, contexts: Contexts, state?: JobState): data.ExpressionData {
  const { tokens } = new Lexer(expression).lex();
  const functions = state === undefined ? [] : stateFunctions(state);
  const parser = new Parser(tokens, Object.keys(contexts), functions);
  const dictionary = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const known = new Map(functions.map(each => [each.name, each]));
  return new Evaluator(parser.parse(), dictionary, known).evaluate();
}

/** A text with its expressions put in, as the runner does before anything sees it. */
export function fillIn(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts).coerceString(),
  );
}

/** Whether a condition holds. One that asks nothing about the state of the job holds only while nothing has failed. */
export function holds(condition: string | undefined, contexts: Contexts, state: JobState): boolean {
  const expression = (condition ?? '').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1').trim();
  const asksState = /\b(?:success|failure|always|cancelled)\s*\(/.test(expression);
  if (!asksState && (state.failed || state.cancelled)) return false;
  if (expression === '') return true;
  const value = evaluate(expression, contexts, state);
  return !['', '0', 'false'].includes(value.coerceString());
}

function stateFunctions({ failed, cancelled }: JobState) {
  const values = { success: !failed && !cancelled, failure: failed && !cancelled, always: true, cancelled };
  return Object.entries(values).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
}
