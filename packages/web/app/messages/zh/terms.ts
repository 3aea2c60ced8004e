import type {
  Cooperation,
  EvidenceStatus,
  NeedStatus,
  OfferingKind,
  OfferingStatus,
  OrganisationSize,
  OrganisationType,
  PersonRole,
} from '@keyun/api'

const cooperation: Record<Cooperation, string> = {
  transfer: '技术转让',
  licence: '技术许可',
  joint_development: '合作开发',
  commissioned_development: '委托开发',
  consulting: '技术咨询',
  service: '技术服务',
  equity: '作价入股',
}

const offeringKind: Record<OfferingKind, string> = {
  research_direction: '研究方向',
  skill: '技术技能',
  idea: '创意',
  achievement: '科研成果',
  technology: '待推广高新技术',
}

const needStatus: Record<NeedStatus, string> = {
  draft: '草稿',
  submitted: '待审核',
  on_hold: '待补充',
  published: '征集中',
  matched: '已匹配',
  contracted: '已签约',
  solved: '已解决',
  withdrawn: '已撤回',
  expired: '已到期',
  parked: '暂存',
  referred: '已转办',
  closed_unmet: '未解决关闭',
}

const offeringStatus: Record<OfferingStatus, string> = {
  draft: '草稿',
  secrecy_declared: '已作保密声明',
  in_review: '审核中',
  needs_revision: '待修改',
  published: '可对接',
  reserved: '洽谈中',
  stale: '待确认',
  archived: '已下架',
  frozen: '已冻结',
  removed: '已移除',
}

const evidence: Record<EvidenceStatus, string> = {
  self_claimed: '自述',
  attached: '附有材料',
  peer_reviewed: '同行评议',
  assessed: '第三方评价',
  expired: '证明已过期',
}

const organisationType: Record<OrganisationType, string> = {
  enterprise: '企业',
  public_institution: '高校与科研院所',
  cooperative: '合作社',
  society: '学会',
  government: '政府部门',
}

const organisationSize: Record<OrganisationSize, string> = {
  micro: '微型',
  small: '小型',
  medium: '中型',
  large: '大型',
}

const personRole: Record<PersonRole, string> = {
  scientist: '科技工作者',
  rural_talent: '乡土人才',
  technology_manager: '技术经理人',
}

const trim = (value: number) => String(Number(value.toFixed(2)))

/** Yuan as people say them: 3000 元, 20 万元, 1.5 亿元. */
const yuan = (value: number): string => {
  if (value >= 1e8) return `${trim(value / 1e8)} 亿元`
  if (value >= 1e4) return `${trim(value / 1e4)} 万元`
  return `${value} 元`
}

/** A range says its unit once: 2–6 万元. */
const yuanRange = (low: number, high: number): string => {
  const [amount, unit] = yuan(low).split(' ')
  const upper = yuan(high)
  return upper.endsWith(` ${unit}`) ? `${amount}–${upper}` : `${amount} ${unit}–${upper}`
}

export const terms = {
  offering: '所能',
  need: '所需',
  cooperation,
  offeringKind,
  needStatus,
  offeringStatus,
  evidence,
  organisationType,
  organisationSize,
  personRole,
  hardProblem: '科技难题',
  sample: '示例数据',
  imported: (source: string | null) => (source ? `导入自 ${source}` : '导入数据'),
  region: '地区',
  field: '领域',
  budget: '预算',
  price: '价格',
  deadline: '截止',
  cooperationLabel: '合作方式',
  maturityLabel: '成熟度',
  publishedOn: (day: string) => `${day} 发布`,
  yuan,
  yuanRange,
  yuanFrom: (low: number) => `${yuan(low)}起`,
  yuanUpTo: (high: number) => `不超过 ${yuan(high)}`,
  negotiable: '面议',
  free: '免费',
  day: (year: number, month: number, day: number) => `${year} 年 ${month} 月 ${day} 日`,
  noDeadline: '未限定',
  daysLeft: (days: number) => (days === 0 ? '今天截止' : `还有 ${days} 天`),
  deadlinePassed: '已过期',
  readiness: (level: number) => `TRL ${level}`,
  readinessBand: { idea: '概念阶段', sample: '样品阶段', product: '产品阶段' },
  readinessExplained: '技术就绪度共 9 级：1–3 概念，4–6 样品，7–9 产品',
  listSeparator: '、',
  /** A city without the words that every city carries. */
  shortRegion: (name: string) =>
    name
      .replace(/^四川省/, '')
      .replace(/(藏族羌族|藏族|彝族)自治州$/, '')
      .replace(/市$/, ''),
}
