import type { z } from 'zod';
import type { CallOptions } from '../mlflow-client.ts';

/** One call of MLflow's REST API. */
export type Call<Answer> = CallOptions & {
  /** A read may be made again; a write is sent once. */
  readonly kind: 'read' | 'write';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  /** Below `api/2.0/`, escaped. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>> | undefined;
  /** An object is sent as JSON; undefined: no body. */
  readonly body?: Readonly<Record<string, unknown>> | Uint8Array | undefined;
  /** What is being done, in words that follow "Cannot". Safe to show. */
  readonly doing: string;
  /** What the answer must be. */
  readonly answer: z.ZodType<Answer>;
  /** The longest answer, in bytes; {@link usualAnswerBytes} when left out. */
  readonly limitBytes?: number | undefined;
};

/** Makes a call, as {@link MlflowClient} says. */
export type Ask = <Answer>(call: Call<Answer>) => Promise<Answer>;

/** The longest answer about one thing. */
export const usualAnswerBytes = 32 * 1024 * 1024;

/** The longest page of a search. */
export const pageAnswerBytes = 256 * 1024 * 1024;
