import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    // Much of a run is waiting for browsers and disks: two files at a time do well on two cores, too.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Browser flows and child processes take their time on a small machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
