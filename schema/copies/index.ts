/** Corrected copies of a document: what they would change in it. */
export {
  type Candidate,
  type CandidateClass,
  candidateClasses,
  type ProposedCorrection,
  type ProposedNote,
  type StructureChange,
} from './candidate.js'
export { type Base, bases, type CopyComparison, compareCopy } from './compare.js'
