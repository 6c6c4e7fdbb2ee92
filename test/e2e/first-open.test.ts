import { expect, onTestFinished, test } from 'vitest';
import { confirmed, openProgramMachine } from '../support/bucket-program.ts';
import { startEmulator } from '../support/gcs/emulator.ts';

/** Versions of four plain files, as the original's copying tool leaves them, and `latest` as copied files. */
async function servePlain(versions: number, live: number) {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const put = (name: string, text: string): void =>
    emulator.putObject('bucket', `team/registry/${name}`, text);
  for (let number = 1; number <= versions; number += 1) {
    for (const file of ['bias_report.json', 'pipeline_config.json', 'summary.json'])
      put(`rag_v${number}/${file}`, '{}');
    put(`rag_v${number}/metadata.json`, describeVersion(number));
  }
  put('latest/metadata.json', describeVersion(live));
  return emulator;
}

function describeVersion(number: number): string {
  const evaluation = { groundedness: 4, answer_relevance: 4, factual_correctness: 4, latency_avg_ms: 900 };
  const timestamp = '2026-11-20T16:15:05+00:00';
  return JSON.stringify({ model_name: 'rag', version: `v${number}`, timestamp, evaluation });
}

test('a bucket of plain files is on the screen within three requests, and fills in while it is read', async () => {
  const emulator = await servePlain(600, 590);
  emulator.setLatency(400);
  const console = openProgramMachine(emulator).open([]);
  await console.waitFor(/^> rag +arriving/m);
  expect(emulator.requests.length).toBeLessThanOrEqual(3);
  await console.waitFor(/^── rag, 250 versions/m);
  await console.waitFor('Arriving from the bucket: 250 of 250 records are still to come.');
  await console.waitFor('What is live is not known yet: the list is still being read.');

  await console.waitFor(/^> rag +ok +latest v590/m);
  await console.waitFor(/Arriving from the bucket: [1-9]\d* of 600 records/);
  await console.press('enter');
  await console.waitFor(/^> +v600 +completed/m);
  await console.press('G');
  await console.waitFor(/^> +v1 +arriving/m);
  await console.waitFor(/On its way from the bucket: 4 files, \d+ B, written there/);
  await console.press('P');
  await console.waitFor('v1 is still on its way from the bucket.');

  emulator.setLatency(0);
  await console.waitFor(/^> +v1 +completed/m);
  await console.press('escape');
  await console.waitFor(/^── rag, 600 versions/m);
  await console.waitFor('mirror just now');
  expect(emulator.requests.every(({ method }) => method === 'GET')).toBe(true);
});

test('what was live last is the last good version before its record is there, and nothing else is preselected', async () => {
  const emulator = await servePlain(120, 1);
  const anna = openProgramMachine(emulator, 'anna');
  for (const version of ['v110', 'v2', 'v5'])
    expect(await anna.run(['promote', 'rag', version, '--reason', 'INC-1', ...confirmed])).toMatchObject({
      code: 0,
    });
  const name = /rag_v2\/metadata\.json$/;
  emulator.addFault({ kind: 'read', name, does: 'delay', delayMs: 6_000, times: Number.POSITIVE_INFINITY });
  emulator.setLatency(50);
  const console = openProgramMachine(emulator, 'bob').open([]);
  await console.waitFor(/Arriving from the bucket: 1 of 120 records/);
  await console.press('R');
  await console.waitFor('v2 would be the last good; its record is still arriving.');
  await console.waitFor(/^> +v2 +arriving/m);
  await console.press('enter');
  await console.waitFor('Wait, or choose with j and k.');
  await console.waitFor('Last good: v2, proven live and not rolled back.');
  await console.waitFor(/^> +v2 +proven good/m);
  expect(console.screen().join('\n')).not.toContain('still arriving');
  await console.press('enter');
  await console.waitFor('rag latest: v5 → v2');
});

test('while the bucket is listed a cursor that nobody moved follows the newest version, and nothing is rolled back', async () => {
  const emulator = await servePlain(600, 590);
  // A machine that is busy must have drawn the first page before the second one comes.
  emulator.setLatency(2500);
  const console = openProgramMachine(emulator).open([]);
  await console.waitFor('What is live is not known yet: the list is still being read.');
  await console.press('R');
  await console.waitFor('What is live of rag is not known yet: the list is still being read.');
  await console.press('P');
  await console.waitFor(/^> +v3\d\d +arriving/m);
  await console.press('enter');
  await console.waitFor('The list is still being read: wait, or choose a version with j and k.');
  await console.waitFor(/^> +v600 +/m);
  emulator.setLatency(0);
  await console.waitFor(/^> +v600 +completed/m);
  expect(console.screen().join('\n')).not.toContain('still being listed');
});
