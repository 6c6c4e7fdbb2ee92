import { openRegistry } from './registry-rig.ts';
import { sha256OfText } from './sample-entries.ts';

/** `keep-process.ts ROOT COUNT`: keeps the texts `evidence 1` to `evidence COUNT` in a registry, from the start as fast as it can. */
const [root = '', count = '0'] = process.argv.slice(2);
const { writer } = openRegistry(root).registry;
for (let number = 1; number <= Number(count); number += 1) {
  const text = `evidence ${number}`;
  await writer.keepFile({ name: text, sha256: sha256OfText(text), from: 'text', text });
}
