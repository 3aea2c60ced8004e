import type { Explanation } from '@keyun/api'

type ElementState = Explanation['elements'][number]['state']
type ElementKind = Explanation['elements'][number]['kind']
type ConditionState = Explanation['conditions'][number]['state']
type ConditionCode = Explanation['conditions'][number]['code']

const states: Record<ElementState, string> = {
  met: '达到',
  addressed: '提到',
  not_met: '数值没达到',
  unmet: '没有提到',
}
const kinds: Record<ElementKind, string> = { problem: '问题', target: '指标', constraint: '限制' }
const conditionStates: Record<ConditionState, string> = { fits: '合适', hinders: '有出入', unknown: '没说明' }
const conditions: Record<ConditionCode, string> = {
  kind: '成果类型',
  cooperation: '合作方式',
  price: '预算与价格',
  readiness: '成熟度',
  region: '地区',
  deadline: '时间',
  freshness: '信息新旧',
}

export const matching = {
  able: '能不能解决',
  willing: '条件合不合',
  grades: { strong: '很相关', good: '较相关', possible: '可以看看' },
  answered: (answered: number, all: number) => `：${all} 个要点中有 ${answered} 个在技术介绍里找到了说法`,
  answeredNone: '：意思相近，但技术介绍里没有直接对应的句子',
  noConditions: '没有比较，请看下面的价格、成熟度和合作方式',
  willingCounts: (fits: number, hinders: number, unknown: number) =>
    [
      fits > 0 && `${fits} 项合适`,
      hinders > 0 && `${hinders} 项有出入`,
      unknown > 0 && `${unknown} 项一方没有说明（按中性对待）`,
    ]
      .filter(Boolean)
      .join('，'),
  states,
  kinds,
  conditionStates,
  conditions,
  compared: (needed: string, offered: string) => `要求 ${needed}，供方写的是 ${offered}`,
  needSays: (value: string) => ` 需方：${value}。`,
  offeringSays: (value: string) => ` 供方：${value}。`,
  notSaid: (names: string) => `一方没有说明：${names}。`,
  days: (days: number) => `${days} 天`,
  othersUnmet: (count: number, isMore: boolean) => (isMore ? `还有 ${count} 个要点` : `${count} 个要点`),
  wouldHelp: '怎样会更合适',
  advice: {
    evidence: '请供方就没有提到的要点补充说明或证明。',
    betterValue: (about: string) => `问问供方能否改进“${about}”的数值，或放宽这一指标。`,
    change: (condition: string) => `双方在“${condition}”上靠近一些。`,
  },
}
