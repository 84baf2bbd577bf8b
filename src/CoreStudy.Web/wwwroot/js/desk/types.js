// @ts-check
/**
 * The words that the desk's modules share. Offsets count UTF-16 code units from the start of the transcript, end exclusive.
 *
 * @typedef {{start: number, end: number}} Segment
 * @typedef {Segment & {id: string, codeId: string, memberId: string, unsure: boolean, question: string, state: 'saved' | 'waiting'}} Coding
 * @typedef {{id: string, codingId: string, memberId: string, at: string, text: string, removed?: boolean, state: 'saved' | 'waiting'}} Comment
 * @typedef {Segment & {id: string, memberId: string, text: string, isPrivate: boolean, at: string, removed?: boolean, state: 'saved' | 'waiting'}} Memo
 * @typedef {{id: string, parentId: string | null, name: string, definition?: string | null, whenToUse?: string | null,
 *   whenNotToUse?: string | null, example?: string | null, synonyms?: string[] | string | null, shortcut?: string | null, colour: string,
 *   state: 'Active' | 'Proposed' | 'Retired'}} Code
 * @typedef {{id: string, name: string, initials: string, role: string}} Member
 * @typedef {{id: string, kind: string, [field: string]: any}} Act
 * @typedef {{id: string, kept: boolean, revision?: number, why?: string}} ActResult
 * @typedef {{revision: number, textRevision: number, sight?: string, after?: number, codeIds: string[], memberIds: string[], codings: any[][], comments?: any[], memos?: any[]}} Changes
 * @typedef {{digit: number, codeId: string}} Pin
 * @typedef {Segment & {id?: string, note: string}} ContentNote
 * @typedef {Segment & {id: string, flaggedBy: string}} Flag
 * @typedef {{memberId: string, name: string, role: string, mayCode: boolean, mayFlag: boolean, mayCorrect: boolean, mayProposeCodes: boolean,
 *   mayManageCodebook: boolean, mayAnswerQuestions: boolean}} Me
 * @typedef {{transcriptId: string, studyId: string, title: string, studyName: string, contentNote: string | null, revision: number, textRevision: number,
 *   me: Me & {id?: string}, members: Member[], codes: Code[], pins: Pin[], contentNotes: ContentNote[], flags: Flag[],
 *   sounds: {address: string, label: string}[] | null, starts: (number | null)[] | null}} DeskData
 */
export {};
