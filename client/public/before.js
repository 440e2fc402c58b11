/** Runs before the program. Zod would otherwise try whether it may compile its checks with `new Function`, which the
 * Content-Security-Policy forbids, and browsers report each try. It reads its settings from here. */
globalThis.__zod_globalConfig = { jitless: true }
