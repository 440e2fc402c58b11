/** Ids: short, random, safe in addresses and file names. */
import { randomBytes } from 'node:crypto'

/** Thirty-two signs, none of which is easily mistaken for another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz0'

/** Twelve signs, 60 random bits: enough that no two of a server's ids will ever meet. */
export function newId(): string {
  return Array.from(randomBytes(12), byte => alphabet[byte & 31]).join('')
}
