/** `npm run bench [NAME…]`: measures, and prints one JSON object a line: {name, value, unit, …}. What is compared with a
 * peer is measured in the same run. Nothing here passes or fails. Needs a build (`npm run build`). */
const benches = {
  align: './align.mjs',
  editor: './editor.mjs',
  fanout: './fanout.mjs',
  formats: './formats.mjs',
  gate: './gate.mjs',
  queue: './queue.mjs',
}

const asked = process.argv.slice(2)
const unknown = asked.filter(name => !(name in benches))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

const print = figure => console.log(JSON.stringify(figure))
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  const { run } = await import(benches[name])
  await run(print)
}
