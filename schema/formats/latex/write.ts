/** Writes the reading text as a LaTeX document for reledmac: with line numbers, apparatus, two series of notes and the source's own. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { entryText } from '../../apparatus-printed.js'
import { contributorsOf } from '../../contributors.js'
import type { Exported, Format } from '../format.js'
import { escaped } from './escape.js'
import { emphasised, LatexNotes } from './notes.js'
import { textLatex } from './text.js'

const preamble = String.raw`% Compile with LuaLaTeX or XeLaTeX, three times: reledmac numbers lines in a second and third run.
\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\RequireTUTeX
\usepackage{fontspec}
% Quotation marks and hyphens stay as they were typed.
\defaultfontfeatures[\rmfamily,\sffamily]{Ligatures=TeXOff}
% Put in the name of a font that has all letters of the text; those that it has not got are named in the log.
\setmainfont{Latin Modern Roman}
\tracinglostchars=2
\usepackage[series={A,B,C},noend]{reledmac}
\sidenotemargin{outer}
\linenummargin{inner}
\setlength{\ledlsnotewidth}{2.5cm}
\setlength{\ledrsnotewidth}{2.5cm}
\newcommand{\unreadable}{\symbol{"FFFD}}
\newcommand{\speaker}[1]{\textsc{#1}}
\newcommand{\quoted}{\leavevmode\leftskip=2em\rightskip=2em}
\newcommand{\listed}[1]{\leavevmode\leftskip=#1em}
% A cell of a table, so wide a part of the line.
\setlength{\edtabcolsep}{5pt}
\newcommand{\incell}[2]{\parbox[t]{#1\linewidth}{\raggedright\strut{}#2\strut}}
% A textual (A) or explanatory (B) note, or one of the source itself (C), with its mark.
\makeatletter
\newcommand{\note@marked}[3]{%
  \expandafter\gdef\csname mark@#1@\the\numexpr\value{footnote#1}+1\relax\endcsname{#2}%
  \csname footnote#1\endcsname{#3}}
\newcommand{\noteA}{\note@marked{A}}
\newcommand{\noteB}{\note@marked{B}}
\newcommand{\noteC}{\note@marked{C}}
\renewcommand{\thefootnoteA}{\csname mark@A@\arabic{footnoteA}\endcsname}
\renewcommand{\thefootnoteB}{\csname mark@B@\arabic{footnoteB}\endcsname}
\renewcommand{\thefootnoteC}{\csname mark@C@\arabic{footnoteC}\endcsname}
\makeatother
`

export function latex(exported: Exported): string {
  const { document, title, edition, person } = exported
  const notes = new LatexNotes(exported)
  const people = contributorsOf(document).map(id => escaped(person(id) || id))
  const text = textLatex(document, notes)
  const works = notes.printer.works()
  const parts = [
    preamble,
    `\\title{${escaped(title)}${edition ? `\\\\{}\\large ${escaped(edition)}` : ''}}`,
    `\\author{${people.join(' \\and ')}}`,
    '\\date{}',
    '\\begin{document}',
    '\\maketitle',
    '\\beginnumbering',
    ...text,
    '\\endnumbering',
    ...section(
      'Works cited',
      works.map(({ printed }) => printed.map(emphasised).join('')),
    ),
    ...section('Sigla', notes.sigla?.entries.map(entry => escaped(entryText(entry))) ?? []),
    '\\end{document}',
  ]
  return `${parts.join('\n')}\n`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`\\section*{${title}}`, ...lines.map(line => `\\noindent ${line}\\par`)] : []
}

export const latexFormat: Format = {
  name: 'latex',
  title: 'LaTeX (reledmac)',
  extension: 'tex',
  mediaType: 'application/x-latex; charset=utf-8',
  views: ['reading'],
  write: exported => utf8ToBytes(latex(exported)),
}
