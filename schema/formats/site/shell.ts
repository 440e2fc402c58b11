/** What all pages of a site have in common: head, policy, the way to the other pages. */
import { escaped } from '../html/escape.js'

/** What a browser may do with a page: use the site's own styles and scripts, and send a search to its own page. `file:` is
 * there for sites that are opened from a folder, where some browsers do not count neighbours as the page's own. */
export const policy =
  "default-src 'none'; style-src 'self' file:; script-src 'self' file:; form-action 'self' file:; base-uri 'none'"

/** A page of the site's menu: its path and its name. */
export interface MenuEntry {
  readonly path: string
  readonly title: string
}

export interface SitePage {
  readonly path: string
  readonly title: string
  readonly body: string
  /** The class of the body. */
  readonly kind: string
  readonly scripts?: readonly string[]
  /** Stands before all else in the body: the choices that the style sheet looks at. */
  readonly choices?: string
  /** Stands below the menu and stays in sight. */
  readonly bar?: string
  readonly head?: string
}

export interface Site {
  readonly title: string
  readonly menu: readonly MenuEntry[]
}

export function pageHtml(site: Site, page: SitePage): string {
  const root = page.path.includes('/') ? '../' : ''
  const scripts = ['assets/site.js', ...(page.scripts ?? [])]
  const isHome = page.path === 'index.html'
  const title = isHome ? site.title : `${page.title} · ${site.title}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Corrigenda">
<title>${escaped(title)}</title>
${page.head ?? ''}<link rel="stylesheet" href="${root}assets/site.css">
${scripts.map(path => `<script src="${root}${path}" defer></script>`).join('\n')}
</head>
<body class="${page.kind}">
<a class="skip" href="#content">Skip to the content</a>
${page.choices ?? ''}<header class="top">
<a class="site" href="${root}index.html"${isHome ? ' aria-current="page"' : ''}>${escaped(site.title)}</a>
<nav class="menu" aria-label="The edition">
${site.menu.map(({ path, title }) => `<a href="${root}${path}"${path === page.path ? ' aria-current="page"' : ''}>${title}</a>`).join('\n')}
</nav>
${page.path === 'search.html' ? '' : `<form class="find" action="${root}search.html" method="get" role="search"><input type="search" name="q" aria-label="Search the edition" placeholder="Search"></form>`}
</header>
${page.bar ?? ''}<main class="sheet" id="content">
${page.body}
</main>
</body>
</html>
`
}
