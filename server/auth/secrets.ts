/** Secrets that open something: what a cookie, a token, a link or an invitation holds. The store knows only their hash. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, as base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: SHA-256, as base64url. A secret has too many bits to be guessed, so it needs no salt. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
