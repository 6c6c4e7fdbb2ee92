import { startEmulator } from './emulator.ts';

/**
 * An emulator as a process of its own, over http and https: `emulator-process.ts [BUCKET…]` prints its
 * endpoints as one line of JSON (`httpEndpoint`, `httpsEndpoint`, `caPath`) and runs until SIGTERM or SIGINT.
 */
const buckets = process.argv.slice(2);
const emulator = await startEmulator({ https: true, ...(buckets.length > 0 ? { buckets } : {}) });
const { httpEndpoint, httpsEndpoint, caPath } = emulator;
process.stdout.write(`${JSON.stringify({ httpEndpoint, httpsEndpoint, caPath })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void emulator.stop());
