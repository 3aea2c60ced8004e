export const tryIt = { title: '用一段话找技术' }
