import { z } from 'zod';
import { deployOutcome } from './deploy.ts';
import { problem } from './parts.ts';
import { receiptBody } from './receipt.ts';

const receipt = z.strictObject(receiptBody);

/** `lastgood register --json`, `lastgood deploy_model --json`. */
export const registrationSchema = z.strictObject({
  schema: z.literal('lastgood/registration/1'),
  registration: receipt,
  gate: receipt.nullable().describe('how the verdict on it was recorded; null when it was not judged'),
  promotion: receipt.nullable().describe('null when none was asked for, or when it was not tried'),
  promotionProblem: problem.nullable().describe('why the promotion that was asked for was not tried'),
  deployment: deployOutcome.nullable().describe('the whole chain, of deploy_model; else null'),
  next: z
    .string()
    .nullable()
    .describe('the command that goes on, of a version that was promoted to Staging on MLflow'),
});
export type RegistrationDocument = z.infer<typeof registrationSchema>;
