import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtProgram } from '../support/terminal.ts';
import { hasTool, tools } from './tools.ts';

/** The rules by which the original finds what is active, in its own language: the pointer's text or link, joined to the folder. */
const readActive = `
import os, sys
registry = sys.argv[1]
latest = os.path.join(registry, "latest")
if os.path.islink(latest):
    target = os.readlink(latest)
elif os.path.isfile(latest):
    target = open(latest).read().strip()
else:
    target = ""
path = os.path.join(registry, target)
print(os.path.basename(path) if target and os.path.isdir(path) else "none")
`;

/** The file as Python's json module would have written it with the original's settings. */
const rewrite = `
import json, sys
data = json.load(open(sys.argv[1], encoding="utf-8"))
sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
`;

describe.skipIf(!hasTool(tools.python))('what Python reads of what we write', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lastgood-python-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const lastgood = (...argv: readonly string[]): string => {
    const [file = '', ...rest] = builtProgram(...argv, '--registry', `directory:${folder}`, '--actor', 'Zoë');
    return execFileSync(file, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  };
  const python = (script: string, ...argv: readonly string[]): string =>
    execFileSync('python3', ['-c', script, ...argv], { encoding: 'utf8' }).trim();

  it('the pointer after every move, and every JSON file byte for byte', () => {
    const weights = join(folder, '..', `${folder.split('/').at(-1)}.gguf`);
    const summary = join(folder, 'summary.json');
    writeFileSync(weights, 'weights');
    writeFileSync(
      summary,
      JSON.stringify({ groundedness: 3.9, latency_total: 2.25, answer_relevance: null }),
    );
    try {
      for (const notes of ['first', 'zweite Fassung: größer']) {
        lastgood(
          'register',
          'frontshift-rag',
          '--model-path',
          weights,
          '--summary-path',
          summary,
          '--notes',
          notes,
          '--yes',
        );
      }
      const confirm = ['--yes', '--confirm', 'frontshift-rag@latest'];
      lastgood('promote', 'frontshift-rag', 'v1', ...confirm);
      expect(python(readActive, folder)).toBe('frontshift-rag_v1');
      lastgood('promote', 'frontshift-rag', 'v2', ...confirm);
      expect(python(readActive, folder)).toBe('frontshift-rag_v2');
      lastgood('rollback', 'frontshift-rag', '--previous', '--reason', 'INC-7 “Späße”', ...confirm);
      expect(python(readActive, folder)).toBe('frontshift-rag_v1');
    } finally {
      rmSync(weights, { force: true });
    }
    const logs = readdirSync(join(folder, 'rollback_logs')).map(name => join(folder, 'rollback_logs', name));
    expect(logs).toHaveLength(1);
    for (const path of [join(folder, 'frontshift-rag_v2', 'metadata.json'), ...logs]) {
      const { stdout } = spawnSync('python3', ['-c', rewrite, path], { encoding: 'utf8' });
      expect(readFileSync(path, 'utf8')).toBe(stdout);
    }
  });
});
