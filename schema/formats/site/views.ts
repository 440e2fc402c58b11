/** The choice between the four texts: radio buttons that the style sheet looks at, so that it works without a script. */

const texts = [
  ['reading', 'Reading', 'The reading text, with all accepted corrections.'],
  ['diplomatic', 'Diplomatic', 'The diplomatic text, with accepted corrections of the transcription.'],
  ['received', 'Received', 'The text as received.'],
  ['all', 'All markup', 'All markup: what was received, accepted and proposed, side by side.'],
] as const

/** They stand before all else in the body; what they are for is said by the labels of the bar. */
export const viewChoices = `${texts
  .map(
    ([view, title, words], i) =>
      `<input type="radio" name="view" id="v-${view}" class="choice" aria-label="${title}" title="${words}"${i === 0 ? ' checked' : ''}>`,
  )
  .join('\n')}
<input type="checkbox" id="v-marks" class="choice" aria-label="Mark corrections in the text" checked>
`

export const viewBar = `<div class="bar" role="group" aria-label="Which text to show">
${texts.map(([view, title, words]) => `<label for="v-${view}" title="${words}">${title}</label>`).join('\n')}
<label for="v-marks" class="marks" title="Mark corrections in the reading and the diplomatic text">Marks</label>
</div>
`
