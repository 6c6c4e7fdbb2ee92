import { AppError, BugError, ConflictError, InvalidInputError } from '../../core/errors/app-error.ts';
import type { ReceiptDocument } from '../command-line/json/receipt.ts';
import type { RegistrationDocument } from '../command-line/json/registration.ts';
import type { Verb } from '../command-line/verb.ts';
import { callVerb, type Given, type OpenedRegistry } from './call-verb.ts';
import type { Receipt } from './contract/answers.ts';

type ReceiptBody = Omit<ReceiptDocument, 'schema'>;

/**
 * Runs a verb that writes. Calling the method is the yes; a protected alias needs its own words all the same.
 * @throws AppError as planning and confirming do, and for what could not be carried out: nobody has to look into a receipt for that
 */
export async function carryOutVerb(opened: OpenedRegistry, verb: Verb, given: Given): Promise<Receipt> {
  try {
    const options = { ...given.options, yes: true };
    const document = await callVerb<ReceiptDocument | RegistrationDocument>(opened, verb, {
      ...given,
      options,
    });
    return requireDone(document.schema === 'lastgood/receipt/1' ? document : requireAll(document));
  } catch (thrown) {
    throw inWordsOfProgram(thrown);
  }
}

/** A registration with the verdict on it; the version is there whatever became of that. */
function requireAll({ registration, gate }: RegistrationDocument): ReceiptBody {
  requireDone(registration);
  if (gate !== null) requireDone(gate);
  return registration;
}

function requireDone(receipt: ReceiptBody): Receipt {
  const { outcome, problem, model, operationId, version, undo } = receipt;
  if (outcome === 'applied' || outcome === 'unchanged') return { ...receipt, outcome };
  const data = { model, operationId, version, outcome, undo };
  if (problem === null)
    throw new BugError('internal-bug', `${receipt.title}: ${outcome}, and nothing says why.`);
  const { code, message, hint } = problem;
  if (outcome === 'refused') throw new ConflictError(code, message, { hint, data });
  throw new ConflictError('partly-done', message, { hint, data });
}

/** Hints that name an option of the command line, in the words of a program. */
function inWordsOfProgram(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { code, message, data } = thrown;
  if (code === 'reason-required')
    return new InvalidInputError(code, message, { data, hint: "Give { reason: 'why' }." });
  const { confirm } = data;
  if (code !== 'confirmation-required' || typeof confirm !== 'string') return thrown;
  const hint = `Give { confirm: '${confirm}' }.`;
  return new InvalidInputError(code, 'Moving a protected alias must be confirmed. Nothing was changed.', {
    data,
    hint,
  });
}
