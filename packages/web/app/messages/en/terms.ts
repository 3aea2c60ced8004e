import type { Messages } from '../zh.ts'

/** Yuan in digits and words: CNY 3,000, CNY 200,000, CNY 1.5 million. */
const yuan = (value: number): string => {
  const trim = (number: number) => String(Number(number.toFixed(2)))
  if (value >= 1e9) return `CNY ${trim(value / 1e9)} billion`
  if (value >= 1e6) return `CNY ${trim(value / 1e6)} million`
  return `CNY ${value.toLocaleString('en')}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const terms: Messages['terms'] = {
  offering: 'Offering',
  need: 'Need',
  cooperation: {
    transfer: 'Transfer',
    licence: 'Licence',
    joint_development: 'Joint development',
    commissioned_development: 'Commissioned development',
    consulting: 'Consulting',
    service: 'Technical service',
    equity: 'Equity',
  },
  offeringKind: {
    research_direction: 'Research direction',
    skill: 'Skill',
    idea: 'Idea',
    achievement: 'Research achievement',
    technology: 'New technology',
  },
  needStatus: {
    draft: 'Draft',
    submitted: 'Submitted',
    on_hold: 'On hold',
    published: 'Open',
    matched: 'Matched',
    contracted: 'Contracted',
    solved: 'Solved',
    withdrawn: 'Withdrawn',
    expired: 'Expired',
    parked: 'Parked',
    referred: 'Referred',
    closed_unmet: 'Closed, not met',
  },
  offeringStatus: {
    draft: 'Draft',
    secrecy_declared: 'Secrecy declared',
    in_review: 'In review',
    needs_revision: 'Needs revision',
    published: 'Available',
    reserved: 'In talks',
    stale: 'To be confirmed',
    archived: 'Archived',
    frozen: 'Frozen',
    removed: 'Removed',
  },
  evidence: {
    self_claimed: 'Self-claimed',
    attached: 'Evidence attached',
    peer_reviewed: 'Peer reviewed',
    assessed: 'Independently assessed',
    expired: 'Evidence expired',
  },
  organisationType: {
    enterprise: 'Enterprise',
    public_institution: 'University or institute',
    cooperative: 'Cooperative',
    society: 'Learned society',
    government: 'Government body',
  },
  organisationSize: { micro: 'Micro', small: 'Small', medium: 'Medium-sized', large: 'Large' },
  personRole: {
    scientist: 'Scientist',
    rural_talent: 'Rural expert',
    technology_manager: 'Technology manager',
  },
  hardProblem: 'Hard problem',
  sample: 'Sample data',
  imported: (source) => (source ? `Imported from ${source}` : 'Imported'),
  region: 'Region',
  field: 'Field',
  budget: 'Budget',
  price: 'Price',
  deadline: 'Deadline',
  cooperationLabel: 'Cooperation',
  maturityLabel: 'Maturity',
  publishedOn: (day) => `Published ${day}`,
  yuan,
  yuanRange: (low, high) => `${yuan(low)} – ${yuan(high).replace(/^CNY /, '')}`,
  yuanFrom: (low) => `from ${yuan(low)}`,
  yuanUpTo: (high) => `up to ${yuan(high)}`,
  negotiable: 'Negotiable',
  free: 'Free of charge',
  day: (year, month, day) => `${day} ${months[month - 1]} ${year}`,
  noDeadline: 'Open',
  daysLeft: (days) => (days === 0 ? 'today' : days === 1 ? '1 day left' : `${days} days left`),
  deadlinePassed: 'passed',
  readiness: (level) => `TRL ${level}`,
  readinessBand: { idea: 'idea stage', sample: 'sample stage', product: 'product stage' },
  readinessExplained: 'Technology readiness has nine levels: 1–3 idea, 4–6 sample, 7–9 product',
  listSeparator: ', ',
  shortRegion: (name) => name.replace(/ (City|Prefecture|Tibetan.*|Yi .*|Autonomous.*)$/i, ''),
}
