import { z } from 'zod';
import type { ErrorCode } from '../../../core/errors/error-codes.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { FailedDelivery, ServiceWords } from '../../http/judge-answer.ts';

const failureSchema = z.object({
  errors: z
    .array(
      z.object({
        message: z.string().optional(),
        extensions: z.object({ code: z.string().optional() }).nullish(),
      }),
    )
    .min(1),
});

/** The service's words in a problem, in characters. */
const saidLimit = 300;

/** By the code of an error or, of servers that give none, by its words. */
const rows: readonly { readonly form: RegExp; readonly code: ErrorCode; readonly words: string }[] = [
  {
    form: /AUTHENTICATION|not logged in|invalid api key/i,
    code: 'login-required',
    words: 'does not take the key',
  },
  { form: /PERMISSION|permission denied|forbidden/i, code: 'access-denied', words: 'refuses' },
  { form: /not found/i, code: 'access-denied', words: 'does not know it, or does not show it to this key' },
];

/** What an answer of GraphQL says went wrong: such answers come with status 200. undefined where nothing did. Pure. */
export function findGraphqlFailure(
  value: unknown,
  { service, secrets, loginHint }: ServiceWords,
): FailedDelivery | undefined {
  const parsed = failureSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const [first] = parsed.data.errors;
  const message = first?.message ?? '';
  const row = rows.find(({ form }) => form.test(`${first?.extensions?.code ?? ''} ${message}`));
  const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), message);
  const said = makeSafeText(hidden, { limit: saidLimit }).replace(/\.$/, '');
  const problem = {
    code: row?.code ?? 'request-refused',
    message: `${service} ${row?.words ?? 'does not take it'}${said === '' ? '' : `: ${said}`}.`,
    hint: loginHint,
  } as const;
  // Faults of the server itself are told in the same way, and pass.
  return { outcome: 'failed', again: 'later', problem };
}
