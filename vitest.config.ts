import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    // Browser flows and child processes take their time on a small machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
