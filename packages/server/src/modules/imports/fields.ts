/** What a file may become. */
export const targets = ['offerings', 'needs'] as const
export type Target = (typeof targets)[number]

type Spec = {
  readonly in: readonly Target[]
  /** Header names, the usual ones first; compared without case, spaces, signs and brackets. */
  readonly names: readonly string[]
  /** May be filled from several columns. */
  readonly isMany?: boolean
}

const both = targets
const offerings = ['offerings'] as const
const needs = ['needs'] as const

/** Every field that a column can become. Headers of Chinese platforms, and those in pinyin letters that some export. */
export const fieldSpecs = {
  id: {
    in: both,
    names: ['id', 'externalId', '编号', '成果编号', '需求编号', '项目编号', '代码', 'code'],
  },
  title: {
    in: both,
    names: [
      'title',
      'name',
      '名称',
      '标题',
      '题目',
      '成果名称',
      '技术名称',
      '项目名称',
      '需求名称',
      '难题名称',
      '需求标题',
      '产品名称',
      '课题名称',
    ],
  },
  body: {
    in: both,
    names: [
      'body',
      'context',
      'description',
      'content',
      'abstract',
      'summary',
      'text',
      'detail',
      '描述',
      '简介',
      '内容',
      '介绍',
      '详情',
      '摘要',
      '说明',
      '正文',
      '成果简介',
      '成果描述',
      '项目简介',
      '技术简介',
      '需求描述',
      '需求内容',
      '需求简介',
      '需求说明',
      '问题描述',
      '技术难题',
    ],
  },
  problem: { in: offerings, names: ['problem', '解决的问题', '解决问题', '解决痛点', '痛点'] },
  situation: { in: needs, names: ['situation', '现状', '现有基础', '背景', '技术现状', '企业现状'] },
  tried: { in: needs, names: ['tried', '已尝试', '已尝试的办法', '前期工作', '已开展工作'] },
  constraints: { in: needs, names: ['constraints', '约束', '约束条件', '限制条件', '其他要求'] },
  scenarios: {
    in: offerings,
    names: ['scope', 'scenarios', 'applications', '应用范围', '应用领域', '适用范围', '应用场景'],
  },
  differentiators: {
    in: offerings,
    names: ['differentiators', 'advantages', '创新点', '优势', '技术优势', '先进性', '主要特点', '技术特点'],
  },
  keywords: { in: both, names: ['keywords', 'tags', '关键词', '关键字', '标签'] },
  kind: { in: offerings, names: ['kind', 'type', '类型', '成果类型', '供给类型', '类别'] },
  classification: {
    in: both,
    names: ['classification', '行业', '行业分类', '所属行业', '国民经济行业', '行业类别', '行业代码'],
  },
  field: {
    in: both,
    names: ['field', 'industry', '领域', '技术领域', '所属领域', '产业领域', '产业', '专业领域', '技术分类'],
  },
  discipline: { in: both, names: ['discipline', '学科', '学科分类', '所属学科'] },
  region: {
    in: both,
    names: ['region', 'city', 'address', '地区', '所在地', '地域', '城市', '省市', '所在地区', '地址', '市州'],
  },
  maturity: {
    in: offerings,
    names: [
      'maturity',
      'readiness',
      'trl',
      '成熟度',
      '技术成熟度',
      '就绪度',
      '技术就绪度',
      '成果阶段',
      '所处阶段',
      '研发阶段',
    ],
  },
  intellectualProperty: {
    in: offerings,
    names: ['ip', 'intellectualProperty', 'patent', 'zlxx', '知识产权', '专利', '专利类型', '专利信息', '知识产权类型'],
  },
  patentNumber: { in: offerings, names: ['patentNumber', '专利号', '授权号', '专利编号', '登记号'] },
  cooperation: {
    in: both,
    names: [
      'cooperation',
      'cooperationMethod',
      '合作方式',
      '合作模式',
      '转化方式',
      '转让方式',
      '意向合作方式',
      '交易方式',
    ],
  },
  price: { in: offerings, names: ['price', '价格', '报价', '转让价格', '费用', '金额', '意向价格'] },
  budget: {
    in: needs,
    names: [
      'budget',
      'price',
      '预算',
      '资金预算',
      '投入',
      '拟投入',
      '拟投入资金',
      '意向投入',
      '价格',
      '金额',
      '悬赏金额',
    ],
  },
  deadline: {
    in: needs,
    names: [
      'deadline',
      'time',
      'validity',
      '有效期',
      '截止日期',
      '截止时间',
      '期限',
      '有效时间',
      '需求有效期',
      '完成时限',
    ],
  },
  postedAt: {
    in: both,
    names: ['postTime', 'publishedAt', 'createdAt', 'date', '发布时间', '发布日期', '提交时间', '登记日期', '日期'],
  },
  hardProblem: { in: needs, names: ['isHardProblem', '是否难题', '揭榜挂帅'] },
  /** How far the owner offers it; said in the text where it is not simply on offer. */
  availability: { in: offerings, names: ['status', 'jstgfs', '状态', '推广状态', '技术推广方式'] },
  /** Who stands behind it. Of needs it is kept for matched parties. */
  organisation: {
    in: both,
    names: [
      'organisation',
      'organization',
      'company',
      'owner',
      '单位',
      '单位名称',
      '企业名称',
      '企业',
      '公司',
      '公司名称',
      '完成单位',
      '需求单位',
      '所属单位',
      '机构',
    ],
  },
  /** Persons and how to reach them: never published. */
  contact: {
    in: both,
    isMany: true,
    names: [
      'contact',
      'phone',
      'mobile',
      'email',
      'wechat',
      'qq',
      '联系人',
      '联系方式',
      '联系电话',
      '电话',
      '手机',
      '手机号',
      '邮箱',
      '微信',
      '负责人',
      '联系人电话',
      '完成人',
      '发明人',
    ],
  },
  /** Text that goes into the body under the name of its column. */
  more: {
    in: both,
    isMany: true,
    names: [
      'earlyApplication',
      'funding',
      'targets',
      '前期应用',
      '应用情况',
      '市场前景',
      '效益分析',
      '预期效益',
      '技术指标',
      '主要技术指标',
      '考核指标',
      '备注',
    ],
  },
  /** No id of what is kept: it shifts with every new row, and each file starts with 1 again. Good enough for one matching. */
  runningNumber: { in: both, names: ['序号', 'no'] },
  /** Left out. */
  ignore: { in: both, isMany: true, names: [] },
} as const satisfies Record<string, Spec>

export type Field = keyof typeof fieldSpecs

export const specOf = (field: Field): Spec => fieldSpecs[field]
export const fieldsOf = (target: Target): Field[] =>
  (Object.keys(fieldSpecs) as Field[]).filter((field) => specOf(field).in.includes(target)) // the keys of that very object
