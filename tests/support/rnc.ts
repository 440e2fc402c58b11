/** RELAX NG's compact syntax (ISO 19757-2, annex C) turned into the XML syntax, as far as the schemas of WordprocessingML
 * use it: libxml2 reads only XML. What it does not know it throws on. */

interface Context {
  readonly prefixes: Map<string, string>
  fallback: string
}

/** The whole grammar that begins with a file, as one `<grammar>`; `load` gives the text of an included file. */
export function rngOf(file: string, load: (file: string) => string): string {
  const seen = new Set<string>()
  const parts: string[] = []
  const take = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    new Parser(load(name), take, part => parts.push(part)).file()
  }
  take(file)
  return `<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">${parts.join('\n')}</grammar>`
}

const quoted = (text: string) =>
  text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

class Parser {
  private readonly tokens: string[]
  private at = 0
  private readonly context: Context = {
    prefixes: new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]),
    fallback: '',
  }

  constructor(
    text: string,
    private readonly include: (file: string) => void,
    private readonly add: (part: string) => void,
  ) {
    this.tokens =
      text.replace(/^\s*#.*$/gm, '').match(/"[^"]*"|'[^']*'|\|=|&=|\\?[\w.-]+(?::(?:[\w.-]+|\*))?|\S/g) ?? []
  }

  file(): void {
    while (this.at < this.tokens.length) {
      const token = this.next()
      if (token === 'namespace' || token === 'datatypes') {
        const prefix = this.next()
        this.expect('=')
        this.context.prefixes.set(prefix, this.literal())
      } else if (token === 'default') {
        this.expect('namespace')
        const prefix = this.peek() === '=' ? '' : this.next()
        this.expect('=')
        this.context.fallback = this.literal()
        if (prefix) this.context.prefixes.set(prefix, this.context.fallback)
      } else if (token === 'include') this.include(this.literal())
      else if (token === 'start') {
        this.expect('=')
        this.add(`<start>${this.pattern()}</start>`)
      } else {
        const operator = this.next()
        if (operator !== '=' && operator !== '|=') throw new Error(`${token}: unexpected ${operator}`)
        const combine = operator === '|=' ? ' combine="choice"' : ''
        this.add(`<define name="${token}"${combine}>${this.pattern()}</define>`)
      }
    }
  }

  private pattern(): string {
    const first = this.particle()
    const operator = this.peek()
    if (operator !== ',' && operator !== '|' && operator !== '&') return first
    const all = [first]
    while (this.peek() === operator) {
      this.next()
      all.push(this.particle())
    }
    const tag = operator === ',' ? 'group' : operator === '|' ? 'choice' : 'interleave'
    return `<${tag}>${all.join('')}</${tag}>`
  }

  private particle(): string {
    const inside = this.primary()
    const tag = { '?': 'optional', '*': 'zeroOrMore', '+': 'oneOrMore' }[this.peek() ?? '']
    if (!tag) return inside
    this.next()
    return `<${tag}>${inside}</${tag}>`
  }

  private primary(): string {
    const token = this.next()
    if (token === '(') {
      const inside = this.pattern()
      this.expect(')')
      return inside
    }
    if (token === 'element' || token === 'attribute') {
      const name = this.nameClass(token === 'element' ? this.context.fallback : '')
      return `<${token}>${name}${this.braced()}</${token}>`
    }
    if (token === 'list' || token === 'mixed') return `<${token}>${this.braced()}</${token}>`
    if (token === 'empty' || token === 'text' || token === 'notAllowed') return `<${token}/>`
    if (/^["']/.test(token)) return `<value type="token">${quoted(token.slice(1, -1))}</value>`
    const type = token === 'string' || token === 'token' ? token : /^xsd:(.+)$/.exec(token)?.[1]
    if (type) {
      if (/^["']/.test(this.peek() ?? '')) return `<value type="${type}">${quoted(this.literal())}</value>`
      let params = ''
      if (this.peek() === '{') {
        this.next()
        while (this.peek() !== '}') {
          const name = this.next()
          this.expect('=')
          params += `<param name="${name}">${quoted(this.literal())}</param>`
        }
        this.next()
      }
      return `<data type="${type}">${params}</data>`
    }
    return `<ref name="${token}"/>`
  }

  private braced(): string {
    this.expect('{')
    const inside = this.pattern()
    this.expect('}')
    return inside
  }

  private nameClass(fallback: string): string {
    const all = [this.simpleName(fallback)]
    while (this.peek() === '|') {
      this.next()
      all.push(this.simpleName(fallback))
    }
    return all.length === 1 ? all[0]! : `<choice>${all.join('')}</choice>`
  }

  private simpleName(fallback: string): string {
    const token = this.next()
    if (token === '(') {
      const inside = this.nameClass(fallback)
      this.expect(')')
      return inside
    }
    if (token === '*') {
      if (this.peek() !== '-') return '<anyName/>'
      this.next()
      return `<anyName><except>${this.simpleName(fallback)}</except></anyName>`
    }
    const [, prefix, name] = /^(?:([^:]+):)?(.+)$/.exec(token.replace(/^\\/, ''))!
    const ns = prefix === undefined ? fallback : this.context.prefixes.get(prefix)
    if (ns === undefined) throw new Error(`The prefix of ${token} is unknown`)
    return name === '*' ? `<nsName ns="${ns}"/>` : `<name ns="${ns}">${name}</name>`
  }

  private literal(): string {
    let text = this.next().slice(1, -1)
    while (this.peek() === '~') {
      this.next()
      text += this.next().slice(1, -1)
    }
    return text
  }

  private peek(): string | undefined {
    return this.tokens[this.at]
  }

  private next(): string {
    const token = this.tokens[this.at++]
    if (token === undefined) throw new Error('The schema ends in the middle')
    return token
  }

  private expect(token: string): void {
    const found = this.next()
    if (found !== token) throw new Error(`Expected ${token}, found ${found}`)
  }
}
