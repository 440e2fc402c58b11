import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { pagePolicy, policyText } from './server/headers.js'

/** Lets in what the development server writes into the page. */
const nonce = 'development'

const server = 'http://127.0.0.1:4747'

/** The client is built into dist/client, from where the server serves it; `npm run dev` serves it anew at each change
 * and passes the rest on to a running server. */
export default defineConfig(({ command }) => ({
  root: 'client',
  plugins: [react()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    sourcemap: true,
    chunkSizeWarningLimit: 1500,
    // The server reads in it which files a page will ask for.
    manifest: true,
    // Modules of schema/ only say what things are: where nothing of one is used, nothing of it is loaded.
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /\/schema\//, sideEffects: false }] } },
  },
  worker: { format: 'es' },
  html: command === 'serve' ? { cspNonce: nonce } : {},
  server: {
    headers: { 'Content-Security-Policy': policyText(pagePolicy(nonce)) },
    proxy: {
      '/api/': { target: server, changeOrigin: false },
      '/sync': { target: server, ws: true, changeOrigin: false },
    },
  },
}))
