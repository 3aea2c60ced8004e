import type { Messages } from '../zh.ts'

export const matching: Messages['matching'] = {
  able: 'Can it solve this?',
  willing: 'Do the terms fit?',
  grades: { strong: 'Very relevant', good: 'Relevant', possible: 'Worth a look' },
  answered: (answered, all) => `: ${answered} of ${all} points are mentioned in the offering`,
  answeredNone: ': close in meaning, without a sentence that answers it directly',
  noConditions: 'Not compared; see price, maturity and cooperation below',
  willingCounts: (fits, hinders, unknown) =>
    [
      fits > 0 && `${fits} fit`,
      hinders > 0 && `${hinders} differ`,
      unknown > 0 && `${unknown} not stated by one side (counted as neutral)`,
    ]
      .filter(Boolean)
      .join(', '),
  states: { met: 'Reached', addressed: 'Mentioned', not_met: 'Value not reached', unmet: 'Nothing found' },
  kinds: { problem: 'Problem', target: 'Target', constraint: 'Constraint' },
  conditionStates: { fits: 'Fits', hinders: 'Differs', unknown: 'Not stated' },
  conditions: {
    kind: 'Kind of offering',
    cooperation: 'Cooperation',
    price: 'Budget and price',
    readiness: 'Maturity',
    region: 'Region',
    deadline: 'Time',
    freshness: 'Freshness',
  },
  compared: (needed, offered) => `Needed: ${needed}; offered: ${offered}`,
  needSays: (value) => ` Need: ${value}.`,
  offeringSays: (value) => ` Offering: ${value}.`,
  notSaid: (names) => `Not stated by one side: ${names}.`,
  days: (days) => (days === 1 ? '1 day' : `${days} days`),
  othersUnmet: (count, isMore) =>
    `${isMore ? 'and ' : ''}${count} ${isMore ? 'further ' : ''}${count === 1 ? 'point' : 'points'}`,
  wouldHelp: 'What would help',
  advice: {
    evidence: 'Ask for statements or evidence about what nothing was found of.',
    betterValue: (about) => `Ask whether the value for “${about}” can be improved, or relax it.`,
    change: (condition) => `Come closer to each other on: ${condition.toLowerCase()}.`,
  },
}
