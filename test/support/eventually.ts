import { vi } from 'vitest';

/** Resolves once `check` no longer throws; rejects with what it threw last after a time that only something that hangs takes. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 30_000, interval: 5 });
}
