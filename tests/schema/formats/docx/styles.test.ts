import { describe, expect, test } from 'vitest'
import { docxReader } from '../../../../schema/formats/docx/read.js'
import { writeDocx } from '../../../../schema/formats/docx/write.js'
import { readFile } from '../../../../schema/formats/index.js'
import {
  blockOfWord,
  blockWords,
  mergedStyles,
  type StyleMap,
  styleChoice,
  styleMapSchema,
  titleOfWord,
  wordOfBlock,
} from '../../../../schema/formats/style-map.js'
import { edited, exported } from '../../../support/layers.js'
import { blocksOf } from '../../../support/read-blocks.js'
import { styledWordFile } from '../../../support/styled-word-file.js'
import { heading, p, witness } from '../../../support/witness.js'

const read = (styles: StyleMap) => docxReader.read(styledWordFile(), 'a.docx', { styles })

describe('the styles of a Word file', () => {
  test('are told by their names, how often they occur and what they are by themselves', () => {
    expect(docxReader.read(styledWordFile(), 'a.docx').styles).toEqual([
      { name: 'Zwischenruf', count: 2, usual: 'paragraph', chosen: null },
      { name: 'Heading 1', count: 1, usual: 'heading:1', chosen: null },
      { name: 'Liste', count: 1, usual: 'item:2', chosen: null },
      { name: 'Normal', count: 1, usual: 'paragraph', chosen: null },
      { name: 'Redner = Person', count: 1, usual: 'paragraph', chosen: null },
    ])
  })

  test('become what somebody has chosen, and nothing else does', () => {
    const file = read({
      zwischenruf: 'stage',
      'Redner = Person': 'speech',
      'heading 1': 'heading:3',
      Normal: 'label',
      Gone: 'verse',
    })
    expect(blocksOf(file)).toEqual([
      'heading(level=3) Sitzung vom 3. Mai',
      'speech(label=Löbe: who=Löbe) Löbe: Die Sitzung ist eröffnet.',
      'stage Heiterkeit rechts',
      'stage Glocke',
      'item(depth=2 marker=(a) ordered) (a) Erster Punkt',
      'label Schluss.',
    ])
    expect(file.styles!.map(({ name, usual, chosen }) => [name, usual, chosen])).toEqual([
      ['Zwischenruf', 'paragraph', 'stage'],
      ['Heading 1', 'heading:1', 'heading:3'],
      ['Liste', 'item:2', null],
      ['Normal', 'paragraph', 'label'],
      ['Redner = Person', 'paragraph', 'speech'],
    ])
    expect(file.problems.find(({ code }) => code === 'styles')?.message).toBe(
      'What styles become, as chosen: Zwischenruf = stage, Heading 1 = heading:3, Normal = label, Redner = Person = speech.',
    )
    expect(file.witness!.text).toBe(docxReader.read(styledWordFile(), 'a.docx').witness!.text)
  })

  test.each<[StyleMap, string]>([
    [{ Liste: 'paragraph' }, 'paragraph (a) Erster Punkt'],
    [{ Liste: 'item:3' }, 'item(depth=3 marker=(a) ordered) (a) Erster Punkt'],
    [{ Liste: 'item' }, 'item(depth=2 marker=(a) ordered) (a) Erster Punkt'],
    [{ Liste: '' }, 'item(depth=2 marker=(a) ordered) (a) Erster Punkt'],
    [{ Liste: 'nonsense' }, 'item(depth=2 marker=(a) ordered) (a) Erster Punkt'],
  ])('a numbered style with %j is %s', (styles, block) => {
    expect(blocksOf(read(styles))[4]).toBe(block)
  })

  test('of our own files are chosen in the same way; other formats have none', () => {
    const bytes = writeDocx(exported(edited(witness(heading(1, 'One'), p('Two')))), 'reading')
    const file = readFile(bytes, 'a.docx', undefined, { styles: { Paragraph: 'verse' } })
    expect(blocksOf(file)).toEqual(['heading(level=1) One', 'verse Two'])
    expect(
      readFile(new TextEncoder().encode('Text.\n'), 'a.txt', undefined, { styles: { Normal: 'verse' } })
        .styles,
    ).toBeUndefined()
  })
})

describe('words for blocks', () => {
  test('say what they are written from', () => {
    for (const word of blockWords) {
      const { kind, attrs } = blockOfWord(word)!
      expect(wordOfBlock(kind, attrs)).toBe(word)
    }
    expect(blockOfWord('heading')).toEqual({ kind: 'heading', attrs: { level: 1 } })
    expect(['heading:2', 'item:1', 'item:3', 'stage', 'nonsense'].map(titleOfWord)).toEqual([
      'Heading 2',
      'List item',
      'List item, level 3',
      'Stage direction',
      'nonsense',
    ])
  })

  test.each(['heading:7', 'heading:0', 'paragraph:1', 'Heading', 'head', 'item:10', ' stage'])(
    '%j is none',
    word => {
      expect(blockOfWord(word)).toBeNull()
      expect(styleMapSchema.safeParse({ Name: word }).success).toBe(false)
    },
  )

  test('with names are read from "name=kind"', () => {
    expect(styleChoice.parse('Redner = Person = speech')).toEqual(['Redner = Person', 'speech'])
    expect(styleChoice.parse('Subhead=')).toEqual(['Subhead', ''])
    for (const wrong of ['Subhead', '=stage', ' =stage', 'Subhead=head', `${'x'.repeat(260)}=stage`])
      expect(styleChoice.safeParse(wrong).success, wrong).toBe(false)
    expect(mergedStyles({ Subhead: 'stage', Verse: 'verse' }, { subhead: 'label' })).toEqual({
      subhead: 'label',
      Verse: 'verse',
    })
  })
})
