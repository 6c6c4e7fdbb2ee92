import { startEmulator } from '../support/gcs/emulator.ts';
import { measureFirstOpen, type OpenMoment } from './measure-first-open.ts';
import { measureSync } from './measure-sync.ts';
import { printSync } from './print-sync.ts';
import { benchBucket } from './sync-programs.ts';

const syncVersions = 1000;
const rounds = 3;
const openings = [
  { filling: 'by lastgood', versions: 10_000 },
  { filling: 'by the original', versions: 10_000 },
] as const;
const latencyMs = 100;

/** What a bucket costs, beside other programs and bare uploads on the same emulator in the same run. */
export async function benchBuckets(): Promise<void> {
  const emulator = await startEmulator({ buckets: [benchBucket], https: true });
  try {
    console.log(`\n${syncVersions} versions into a bucket`);
    printSync(await measureSync(emulator, syncVersions, rounds));
    for (const { filling, versions } of openings) {
      console.log(`\nfirst open of ${versions} versions put there ${filling}, ${latencyMs} ms per request`);
      const figures = await measureFirstOpen(emulator, filling, versions, latencyMs);
      console.log(`  versions on the screen      ${describeMoment(figures.firstPage)}`);
      console.log(`  all versions                ${describeMoment(figures.everything)}`);
      console.log(`  all their records           ${describeMoment(figures.allRecords)}`);
    }
  } finally {
    await emulator.stop();
  }
}

function describeMoment({ ms, requests }: OpenMoment): string {
  return `${ms.toFixed(0)} ms, ${requests} requests`;
}
