type Words = { title: string; explain: string }

const byStatus: Record<number, Words> = {
  400: {
    title: '没看懂这个请求',
    explain: '地址或表单里有本站看不懂的内容，可能是链接不完整。请检查地址，或从下面重新开始。',
  },
  403: { title: '这里不能进', explain: '当前身份不能查看或办理这件事。如果觉得不对，请联系我们。' },
  404: {
    title: '没有找到这个页面',
    explain: '地址可能写错了，也可能这条内容从来没有公开过。可以搜一搜，或从下面的入口进。',
  },
  405: { title: '这个页面不接受这样的操作', explain: '请回到上一页重新操作。' },
  409: { title: '内容刚刚有了变化', explain: '在您打开页面之后，别人改过它。请刷新后再试。' },
  410: {
    title: '这条内容已经撤下',
    explain: '它曾经公开过，后来由发布者撤回、到期或下架。可以看看相近的内容。',
  },
  413: { title: '提交的内容太大了', explain: '请缩短文字后再提交。' },
  414: { title: '地址太长了', explain: '请把文字缩短后再搜；长段描述请用首页的输入框。' },
  429: { title: '请求太频繁', explain: '请等一分钟再试。' },
  500: { title: '本站出了故障', explain: '不是您的操作有误。我们的日志里记下了这次故障，报告时请说下面的编号。' },
  503: { title: '现在访问的人很多', explain: '请过几秒钟刷新。您没有提交成功的内容不会被处理两次。' },
}

export const errors = {
  byStatus,
  other: { title: '这次没有成功', explain: '请回到上一页再试，或从下面重新开始。' } satisfies Words,
  number: (id: string) => `编号：${id}`,
  code: (status: number) => `状态码 ${status}`,
  search: '搜一搜',
  elsewhere: '可以去这里',
  refused: '有一处需要修改',
  parts: '看不懂的地方',
  tooShort: (min: number) => `请至少写 ${min} 个字，说清楚遇到什么问题。`,
  tooLong: (max: number) => `最多 ${max} 个字，请缩短。`,
  unreadable: '文字里有无法识别的字符，请删掉后再试。',
}
