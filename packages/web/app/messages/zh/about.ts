export const about = {
  preferences: {
    title: '显示设置',
    lead: '按自己舒服的样子看本站。不需要登录。',
    care: { name: '大字版', explain: '基本字号 20 像素，行距更大，按钮更大。' },
    contrast: { name: '高对比', explain: '黑底白字，文字与背景的对比度不低于 7:1。' },
    on: '已开启',
    off: '未开启',
    kept: '选择保存在这个浏览器的 Cookie 里，一年内有效，不含任何个人信息。',
  },
}
