import type { GateView } from '../../../../src/core/session/gate-view.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import type { PromotionInput } from '../../../../src/ui/console/operations.ts';
import type { Acting } from '../../../../src/ui/screens/promote/state.ts';
import { gateView, judgedModel } from '../gate/sample-gate.ts';

/** What a promotion of v3 asks for, with what a test changes. */
export function promotionInput(changes: Partial<PromotionInput> = {}): PromotionInput {
  return {
    ...{ model: 'support-rag', version: 'v3', alias: 'latest', reason: 'INC-42' },
    ...{ digest: 'not-checked', results: undefined, gate: 'as-bound' },
    ...changes,
  };
}

/** A promotion of v3 whose plan is being made, for the reason INC-42. */
export function planningPromotion(changes: Partial<Acting> = {}, gate?: GateView): Acting {
  const loaded = gate?.loaded ?? judgedModel([]);
  return {
    at: 'acting',
    ...{ model: 'support-rag', wanted: undefined, loaded: { ...judgedModel([]), ...loaded } },
    ...{ version: 'v3', alias: 'latest', digest: 'not-checked' },
    ...{
      gate: gate ?? gateView(judgedModel([])),
      results: undefined,
      judged: undefined,
      passing: 'as-bound',
    },
    act: { at: 'planning', field: createTextField('INC-42', 300), attempt: 1 },
    ...changes,
  };
}
