/** An incident or ticket id in a reason, for example `INC-42`, or undefined. Pure. */
export function findIncident(reason: string): string | undefined {
  return /\b[A-Z][A-Z0-9]{1,9}-\d{1,9}\b|(?<![\w/])#\d{1,9}\b/.exec(reason)?.[0];
}
