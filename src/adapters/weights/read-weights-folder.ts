import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { WeightsHeader, WeightsReading } from '../../core/weights/weights-header.ts';
import { createNodeFileSystem } from '../files/node-file-system.ts';
import { type JsonObject, readJsonObject } from '../files/read-json.ts';
import { followWeights } from '../files/weights-path.ts';
import { chooseWeightsFiles } from './choose-files.ts';
import { readAdapterFacts, readModelFacts } from './folder-facts.ts';
import { readWeightsFile } from './read-weights-file.ts';
import { nameCommonest, rankStorage } from './storage.ts';

/**
 * The weights of a folder: a LoRA adapter of PEFT or MLX, or a model of transformers, its parts added up, with what the configuration
 * beside them says. Rejects with Node's error.
 */
export async function readWeightsFolder(folder: string): Promise<WeightsReading> {
  const chosen = chooseWeightsFiles(await readdir(folder));
  if (chosen.found === 'part-missing') return { state: 'truncated', problem: chosen.problem };
  if (chosen.found !== 'files') return { state: 'unreadable', problem: chosen.problem };
  const headers: WeightsHeader[] = [];
  for (const name of chosen.names) {
    const reading = await readWeightsFile(await followWeights(join(folder, name)), name);
    if (reading.state === 'read') headers.push(reading.header);
    else
      return reading.state === 'elsewhere' ? reading : { ...reading, problem: `${name}: ${reading.problem}` };
  }
  const [first, ...others] = headers;
  if (first === undefined) return { state: 'unreadable', problem: 'no file of weights is in the folder' };
  const header = others.length === 0 ? first : addUp(first, headers);
  const [adapter, model] = await Promise.all([
    readConfiguration(folder, 'adapter_config.json'),
    readConfiguration(folder, 'config.json'),
  ]);
  return {
    state: 'read',
    header: { ...header, ...readModelFacts(header, model), adapter: readAdapterFacts(adapter) },
  };
}

function addUp(first: WeightsHeader, headers: readonly WeightsHeader[]): WeightsHeader {
  const storage = rankStorage(headers.flatMap(header => header.storage));
  return {
    ...first,
    storage,
    parameterCount: storage.reduce((sum, each) => sum + each.parameterCount, 0),
    quantisation: first.format === 'GGUF' ? first.quantisation : nameCommonest(storage),
    part: undefined,
  };
}

/** What cannot be read says nothing; the weights are what is asked about. */
async function readConfiguration(folder: string, name: string): Promise<JsonObject | undefined> {
  const reading = await readJsonObject(createNodeFileSystem(), join(folder, name));
  return reading.ok ? reading.value : undefined;
}
