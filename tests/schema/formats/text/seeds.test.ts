import { describe, expect, test } from 'vitest'
import { absent, hasMaterial, material } from '../../../support/material.js'
import { read, texts } from './laws.js'

const seed = (name: string) => read(material(`seeds/${name}`), name)
const has = hasMaterial('seeds/README.md')
const given = has ? '' : ` ${absent}`

describe.skipIf(!has)(`the report on the Changkufeng incident${given}`, () => {
  const result = has ? seed('changkufeng-report.txt') : read('-')
  const { witness, metadata, problems } = result

  test('headings on six levels', () => {
    const levels = witness.blocks.filter(b => b.kind === 'heading').map(b => b.attrs.level)
    expect(levels).toEqual([1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 6, 2, 2])
    expect(metadata.title).toBe('THE FOREIGN OFFICE OFFICIAL REPORT ON THE CHANGKUFENG INCIDENT')
  })

  test('eight pages from catchwords and stamps', () => {
    expect(witness.milestones.map(m => m.n)).toEqual(['2', '3', '4', '5', '6', '7', '8'])
    expect(texts(result, 'catchword')).toEqual(['Staff', 'On', 'Soviet', 'The', 'kilometer', 'unilateral'])
    expect(texts(result, 'stamp')).toEqual([
      '16th Aug 1911',
      'Aug 28 1931',
      '16/Nov 15/44',
      'May 14/22 1511',
      'Sept 11 or 15/11',
      'May 1st 1931',
      'Dec Nov 15/41',
    ])
    const begin = witness.milestones.map(m => witness.text.slice(m.at, m.at + 12))
    expect(begin).toEqual([
      'Staff in 191',
      'On the borde',
      'and again wi',
      'Soviet Charg',
      'The second p',
      'kilometer on',
      'unilateral r',
    ])
  })

  test('five blocks run on across a page turn, two do not', () => {
    const runOn = witness.milestones.map(
      m => witness.blocks.find(b => b.start === m.at)?.attrs.continues === true,
    )
    expect(runOn).toEqual([true, false, true, true, false, true, true])
  })

  test('lists in two notations', () => {
    const items = witness.blocks
      .filter(b => b.kind === 'item')
      .map(b => `${b.attrs.marker ?? 'runs on'} ${b.attrs.depth}`)
    expect(items).toEqual([
      '1. 1',
      '2. 1',
      '(a) 2',
      '(b) 2',
      '(c) 2',
      '(a) 1',
      'runs on 1',
      '(b) 1',
      '(c) 1',
      '1. 1',
      '2. 1',
      '3. 1',
    ])
  })

  test('a telegram, two certificates and what belongs to them', () => {
    expect(texts(result, 'quotation').map(text => text.slice(0, 20))).toEqual([
      '"In view of the very',
      'The Foreign Office R',
      'The Foreign Office O',
    ])
    expect(texts(result, 'rule')).toEqual(['- - - - -', '- - - - -'])
    expect(texts(result, 'dateline')).toEqual([
      'Certified at Tokyo,\non this 12th day of April, 1947.',
      'Tokyo, January 10th, 1947.',
    ])
    expect(texts(result, 'signature')).toEqual(['/s/ K. Hayashi', '/s/ K. Urabe', '/s/ K. Miura'])
    expect(texts(result, 'label')).toEqual(['Witness:'])
    expect(texts(result, 'stage')).toEqual([])
    expect(witness.blocks).toHaveLength(86)
    expect(problems.filter(p => p.severity !== 'info')).toEqual([])
    expect(problems.find(p => p.code === 'certificates')?.message).toBe('2 certificates.')
  })
})

describe.skipIf(!has)(`the Soviet document of 1962${given}`, () => {
  const result = has ? seed('soviet-document-1962.txt') : read('-')
  const { witness, metadata, problems } = result

  test('the archive’s metadata is taken over and stays in the witness', () => {
    expect(metadata).toMatchObject({
      date: 'April 30, 1962',
      summary:
        'A Soviet account, presented to the Chinese Foreign Ministry of the cross border exodus in Xinjiang.',
      credits: 'This document was made possible with support from MacArthur Foundation',
      originalLanguage: 'Chinese',
      contents: 'Translation - English',
      url: 'https://wilson-center-digital-archive.dvincitest.com/document/121617',
    })
    expect(metadata.title).toMatch(/^The Soviet Document which .* \(Translation\)$/)
    expect(metadata.citation).toMatch(/Translated by 7Brands\.$/)
    expect(texts(result, 'label')).toEqual([
      'Citation:',
      'Summary:',
      'Credits:',
      'Original Language:',
      'Contents:',
    ])
    expect(texts(result, 'metadata')).toHaveLength(6)
    expect(texts(result, 'heading').map(text => text.slice(0, 12))).toEqual([
      'The Soviet D',
      'Appendix',
      'The Soviet D',
    ])
  })

  test('a paragraph broken with no mark is joined and reported', () => {
    const [guess, ...others] = problems.filter(p => p.severity === 'guess')
    expect(others).toEqual([])
    expect(guess).toMatchObject({ code: 'broken-paragraph', line: 43, column: 1 })
    const block = witness.blocks.find(b => b.start === guess?.start)
    expect(block?.attrs.continues).toBe(true)
    expect(texts(result, 'paragraph')).toHaveLength(11)
  })

  test('an earlier editor’s marks are source text with spans', () => {
    const marks = witness.spans.map(s => `${s.type} ${witness.text.slice(s.start, s.end)}`)
    expect(marks).toEqual(['sic [sic]', 'editorial [Horgos]', 'sic [sic]', 'editorial [Almaty]'])
  })
})

describe.skipIf(!has)(`the meeting of Soong and Stalin${given}`, () => {
  const result = has ? seed('soong-stalin-meeting.txt') : read('-')
  const { witness, metadata, problems } = result

  test('turns, and turns of several paragraphs', () => {
    expect(problems.find(p => p.code === 'speakers')?.message).toBe(
      '6 speakers: Stalin (78 turns), Soong (49 turns), Wang (33 turns), Molotov (10 turns), Lossovski (2 turns), Fu (1 turn).',
    )
    const more = witness.blocks.filter(b => b.attrs.continues)
    expect(more).toHaveLength(9)
    expect(new Set(more.map(b => b.attrs.who))).toEqual(new Set(['Stalin']))
    expect(problems.filter(p => p.severity !== 'info')).toEqual([])
  })

  test('title, date, stage directions, a doubtful reading', () => {
    expect(metadata).toEqual({
      title: 'Record of Meeting Between T. Soong and Stalin',
      date: '10 August, 1945',
    })
    expect(texts(result, 'dateline')).toEqual(['10 August, 1945 9:00 – 11:30 p.m.'])
    expect(texts(result, 'stage')).toEqual(['(He reads the two concluding lines).', '(Stalin laughs)'])
    const unclear = witness.spans
      .filter(s => s.type === 'unclear')
      .map(s => witness.text.slice(s.start, s.end))
    expect(unclear).toEqual(['Kalkhim (?)'])
    expect(new Set(witness.blocks.map(b => b.kind))).toEqual(
      new Set(['heading', 'dateline', 'speech', 'stage']),
    )
  })
})
