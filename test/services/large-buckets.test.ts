import { it } from 'vitest';
import { expectLightRead } from '../adapters/directory/mirror/large-bucket-rig.ts';

it('ten thousand versions can be seen from the third answer on, and cost little memory and only lists', async () => {
  await expectLightRead(10_000);
});
