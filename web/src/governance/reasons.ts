// What an override reason says about the card: CodeSystem override-reason of profiles/, and a kind for each code.

/**
 * weighed: the card was right, and the clinician decided otherwise; known: right, but done or somebody else's already;
 * unfit: wrong for this patient. After McCoy et al. 2012: an override may be the right response to a right card.
 */
export type Kind = 'weighed' | 'known' | 'unfit';

export const kKinds: Record<Kind, { title: string; means: string }> = {
  weighed: { title: 'Weighed', means: 'the card fits, the decision is another' },
  known: { title: 'Known already', means: 'the card fits, and somebody has acted' },
  unfit: { title: 'Does not fit', means: 'the card is wrong for this patient' },
};

export const kReasons: Record<string, { display: string; kind: Kind }> = {
  'already-evaluated': { display: 'Already evaluated, not recorded here', kind: 'known' },
  'managed-elsewhere': { display: 'Managed by another clinician', kind: 'known' },
  'benefit-outweighs-risk': { display: 'Benefit of this drug outweighs the risk', kind: 'weighed' },
  'patient-declined': { display: 'Patient declined', kind: 'weighed' },
  'complaint-resolved': { display: 'Cramps have resolved', kind: 'unfit' },
  'other-cause': { display: 'Other cause established', kind: 'unfit' },
  'not-relevant': { display: 'Not clinically relevant for this patient', kind: 'unfit' },
  'goals-of-care': { display: 'Not in line with goals of care', kind: 'weighed' },
};

export interface ReasonCount { code: string; display: string; kind: Kind | null; count: number }

/** The most frequent first; overrides that named no code last. */
export function reasonCounts(reasons: Record<string, number>, overridden: number): ReasonCount[] {
  const coded = Object.entries(reasons)
    .map(([code, count]) => ({ code, display: kReasons[code]?.display ?? code, kind: kReasons[code]?.kind ?? null, count }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
  const without = overridden - coded.reduce((sum, { count }) => sum + count, 0);
  return without > 0 ? [...coded, { code: '', display: 'No coded reason', kind: null, count: without }] : coded;
}
