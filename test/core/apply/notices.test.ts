import { describe, expect, test } from 'vitest';
import { bestEffortWords } from '../../../src/core/plan/best-effort.ts';
import type { Registry } from '../../../src/core/ports/registry.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { describeReceiptDocument } from '../../../src/ui/command-line/documents/receipt-document.ts';
import { printReceipt } from '../../../src/ui/command-line/print-receipt.ts';
import { openRegistry, promote, writeS0Registry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const overwritten = 'Production went to v2 at the same time, by bob: that move is overwritten.';

/** A registry as it is, behind a server that knows no compare-and-swap and says whose move was overwritten. */
function withoutSwap({ reader, writer }: Registry): Registry {
  const { history } = writer;
  return {
    reader: { ...reader, capabilities: { ...reader.capabilities, compareAndSwap: false } },
    writer: {
      ...writer,
      history: {
        ...history,
        appendEntry: async entry => {
          const outcome = await history.appendEntry(entry);
          const isMove = entry.moves.length > 0 && entry.action !== 'adopt';
          return outcome.outcome === 'appended' && isMove ? { ...outcome, notices: [overwritten] } : outcome;
        },
      },
    },
  };
}

function openSample(wrap: (registry: Registry) => Registry): Session {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  const session = openRegistry(root);
  return { ...session, registry: wrap(session.registry) };
}

describe('a receipt', () => {
  test('says whose move was overwritten, and that the server has no compare-and-swap', async () => {
    const receipt = await promote(openSample(withoutSwap), 'rag', 'v2');
    expect(receipt).toMatchObject({ outcome: 'applied', notices: [overwritten, bestEffortWords] });
    const named = { registry: undefined };
    expect(printReceipt(receipt, named)).toEqual(
      expect.arrayContaining([`  ${overwritten}`, `  ${bestEffortWords}`]),
    );
    expect(describeReceiptDocument(receipt, named).notices).toEqual([overwritten, bestEffortWords]);
  });

  test('has nothing to add where exactly one of all writers is told that it appended', async () => {
    const receipt = await promote(
      openSample(registry => registry),
      'rag',
      'v2',
    );
    expect(receipt.notices).toBeUndefined();
  });
});
