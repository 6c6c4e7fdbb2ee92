import { createFaultyFileSystem } from '../faulty-file-system.ts';
import { createProofFileSystem } from '../proof-size.ts';
import { deploy, openWorld, requestOf } from './deployment-world.ts';

/** `deployment-process.ts ROOT AT`: deploys in a world, and is killed by the system after the changing call of that number. */
const [root = '', at = '0'] = process.argv.slice(2);
const fault = { fault: 'crash', at: Number(at), when: 'after' } as const;
const { fileSystem } = createFaultyFileSystem(createProofFileSystem(), root, fault, () =>
  process.kill(process.pid, 'SIGKILL'),
);
await deploy(openWorld(root, fileSystem), requestOf(root));
