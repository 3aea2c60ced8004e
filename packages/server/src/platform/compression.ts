import { constants } from 'node:zlib'

/** Quality 5 instead of Brotli's 11, which takes 20 times the time for a tenth of the size. */
export const quickly = { brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } } }
