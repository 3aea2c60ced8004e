import type { homeApi, ReplyOf } from '@keyun/api'

type FigureCode = ReplyOf<typeof homeApi.home>['figures'][number]['code']
const figures: Record<FigureCode, { name: string; definition: string }> = {
  offerings: { name: '可对接的技术', definition: '当前公开、可以对接或正在洽谈的技术条数；下架、待确认的不算。' },
  needs: { name: '公开的需求', definition: '当前公开展示的需求条数，含已签约、已解决的；撤回、到期、关闭的不算。' },
  matched_needs: {
    name: '已有匹配的需求',
    definition: '系统为其找到至少一条“很相关”技术的需求；分母是全部公开的需求。有匹配不等于已合作。',
  },
  people: { name: '专家', definition: '公开了专长的科技工作者、乡土人才和技术经理人的人数。' },
  organisations: { name: '单位', definition: '公开了简介的企业、高校院所、合作社、学会等单位数。' },
}

export const home = {
  title: '说说你遇到的难题',
  lead: '用一句话写下来，马上看到谁可能解决、为什么。不用注册，文字不保存。',
  box: '你遇到的难题',
  example: '例如：鲜米粉夏天放到中午就发黏发酸，不想加防腐剂，怎么多放一天',
  find: '找技术',
  publish: '发布需求',
  steps: {
    title: '四步，从难题到解决',
    items: [
      { name: '说难题', text: '一句话或一段话，写清现状和想达到的指标。' },
      { name: '看匹配', text: '系统逐条指出哪句话能解决哪个问题，还缺什么。' },
      { name: '谈合作', text: '双方都愿意才互相公开身份，科服保姆全程陪同。' },
      { name: '算结果', text: '由被服务的一方确认，才计为一次有效结果。' },
    ],
    more: '匹配是怎么做的',
    note: '目前开放前两步；账号、洽谈与确认正在建设。',
  },
  figuresTitle: '此刻的数字',
  figuresDefinition: '口径',
  figuresOf: (value: string, of: string) => `${value} / ${of}`,
  figuresAt: (time: string) => `统计时间 ${time}（北京时间）`,
  figuresMore: '每个数字怎么算',
  figures,
  newNeeds: '最新需求',
  newOfferings: '最新技术',
  allNeeds: '全部需求',
  allOfferings: '全部技术',
  fieldsTitle: '按技术领域看',
  citiesTitle: '按市州看',
  citiesNote: '示意图，非测绘地图。颜色越深，公开的需求与技术越多。',
  fieldNeeds: (needs: number) => `需求 ${needs}`,
  fieldOfferings: (offerings: number) => `技术 ${offerings}`,
  cityCounts: (needs: number, offerings: number) => `项：需求 ${needs}，技术 ${offerings}`,
  empty: '还没有公开的内容。可以先写下您的难题。',
}
