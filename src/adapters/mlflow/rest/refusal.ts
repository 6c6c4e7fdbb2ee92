import { AppError } from '../../../core/errors/app-error.ts';

/** MLflow's word for why it refused, such as `RESOURCE_DOES_NOT_EXIST`; undefined: it was no refusal. Pure. */
export function findRefusalCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof AppError) || thrown.code !== 'request-refused') return undefined;
  const code = thrown.data['errorCode'];
  return typeof code === 'string' ? code : undefined;
}

/** The answer, or undefined where the server has nothing of that name. */
export async function undefinedWhenMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
}

function isMissing(thrown: unknown): boolean {
  return ['RESOURCE_DOES_NOT_EXIST', 'NOT_FOUND'].includes(findRefusalCode(thrown) ?? '');
}
