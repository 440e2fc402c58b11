import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../ui/base.css'
import '../ui/controls.css'
import './app.css'
import { App } from './app.js'
import { applyTheme } from './theme.js'

applyTheme()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element "root"')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

// In development the files change under way; keeping them would show old ones.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  navigator.serviceWorker.register('/offline.js').catch(error => {
    // Some browsers forbid it, in private windows for one: then a page cannot be reloaded while there is no server.
    console.warn('This page cannot be kept for work without a server.', error)
  })
