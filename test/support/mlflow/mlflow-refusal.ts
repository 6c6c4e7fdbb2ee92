/** Statuses of MLflow's error codes. @see mlflow/exceptions.py of MLflow 3 */
const statuses = {
  INTERNAL_ERROR: 500,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_ALREADY_EXISTS: 400,
  INVALID_PARAMETER_VALUE: 400,
} as const;

const states = {
  INTERNAL_ERROR: { sqlstate: 'XXM00', error_class: 'CLIENT_INTERNAL_ERROR' },
  RESOURCE_DOES_NOT_EXIST: { sqlstate: 'KAM00', error_class: 'RESOURCE_NOT_FOUND' },
  ENDPOINT_NOT_FOUND: { sqlstate: 'KAM00', error_class: 'RESOURCE_NOT_FOUND' },
  RESOURCE_ALREADY_EXISTS: { sqlstate: 'KAM00', error_class: 'RESOURCE_ALREADY_EXISTS' },
  INVALID_PARAMETER_VALUE: { sqlstate: 'KAM00', error_class: 'INVALID_PARAMETER_VALUE' },
} as const;

/** What MLflow answers when it will not do what it was asked for. */
export class MlflowRefusal extends Error {
  readonly status: number;
  /** The JSON that is sent. */
  readonly document: Readonly<Record<string, string>>;

  constructor(code: keyof typeof statuses, message: string) {
    super(message);
    this.status = statuses[code];
    this.document = { error_code: code, message, ...states[code] };
  }
}

/** A value that a request must have. */
export function refuseMissing(name: string): MlflowRefusal {
  return new MlflowRefusal(
    'INVALID_PARAMETER_VALUE',
    `Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`,
  );
}
