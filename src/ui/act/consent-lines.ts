import { lineOfField } from '../components/field-line.ts';
import type { Line } from '../components/line.tsx';
import type { Consent } from './consent.ts';

/**
 * The question at the bottom of a review, behind an empty line; none where there is nothing to confirm. Pure.
 * @param reasonNotNow why it cannot be confirmed yet
 * @param deed what is asked, as an imperative: `Apply`
 */
export function linesOfConsent(
  consent: Consent,
  reasonNotNow: string | undefined,
  deed: string,
  width: number,
): readonly Line[] {
  switch (consent.by) {
    case 'typing': {
      const { expected, field } = consent.typed;
      return [
        [],
        [
          { text: 'To confirm, type ' },
          { text: expected, bold: true, tone: 'warning' },
          { text: ' and press enter.' },
        ],
        lineOfField('> ', field, width),
      ];
    }
    case 'key': {
      const tone = reasonNotNow === undefined ? 'warning' : 'muted';
      return [[], [{ text: `${deed}? y = yes, n = no`, bold: true, tone }]];
    }
    case 'none':
      return [];
    default:
      return consent satisfies never;
  }
}
