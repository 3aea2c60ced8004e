import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

/** Browsers on weak phones and Windows 7; Vite's own CSS target breaks media queries in Chromium 92 (seen). */
const target = ['chrome87', 'safari14']

export default defineConfig(({ command }) => ({
  plugins: [reactRouter()],
  build: {
    target,
    cssTarget: target,
    assetsInlineLimit: 0, // the content security policy allows no data: but in images
  },
  environments: {
    ssr: {
      // React's development code takes five times the time; whoever runs the bundle need not know that it is in there.
      define: command === 'build' ? { 'process.env.NODE_ENV': JSON.stringify('production') } : {},
      build: { target: 'node24', rolldownOptions: { input: './app/handler.ts' } },
      // Self-contained, so that the bundle can lie anywhere.
      resolve: command === 'build' ? { noExternal: true } : {},
    },
  },
}))
