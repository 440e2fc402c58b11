export function verdictOf(output: string): { failed: boolean; lines: string[] }
