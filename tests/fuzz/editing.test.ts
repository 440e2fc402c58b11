/** Three people edit one document at once, offline and on, and everything that must hold still holds. A longer run:
 * `ROUNDS=5000 npx vitest run tests/fuzz`. */
import { describe, expect, test } from 'vitest'
import { type Plan, playRound, type Tally } from './rounds.js'

const rounds = Number(process.env.ROUNDS ?? 150)
const first = Number(process.env.SEED ?? 1)

const plans: Record<string, { plan: Plan; share: number }> = {
  '[W7] [P1] [P2] [P5] everything people do': { plan: { bursts: 4, keepAll: false, large: false }, share: 1 },
  '[S6] only what takes nothing away': { plan: { bursts: 4, keepAll: true, large: false }, share: 0.5 },
  'long rounds': { plan: { bursts: 20, keepAll: false, large: false }, share: 0.15 },
  'many blocks, so that changes cross chunks': {
    plan: { bursts: 5, keepAll: false, large: true },
    share: 0.15,
  },
}

describe('three people at once', () => {
  for (const [name, { plan, share }] of Object.entries(plans)) {
    test(name, { timeout: 10 * 60_000 }, () => {
      const tally: Tally = { operations: 0, corrections: 0, notes: 0, lettersKept: 0 }
      const count = Math.max(1, Math.round(rounds * share))
      for (let seed = first; seed < first + count; seed++) playRound(seed, plan, tally)
      // The run proved something only if it did something.
      expect(tally.operations).toBeGreaterThan(count * plan.bursts * 3)
      expect(tally.corrections).toBeGreaterThan(count)
      if (plan.keepAll) expect(tally.lettersKept).toBeGreaterThan(count * 5)
    })
  }
})
