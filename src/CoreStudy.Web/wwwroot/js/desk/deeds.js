// @ts-check
import { same, union, overlaps } from './segments.js';
import { codeColours } from './colours.js';
/**
 * @typedef {import('./types.js').Act} Act
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./types.js').Segment} Segment
 */

/**
 * What a person does to codings, as acts. The act is shown first and sent then.
 * @param {{
 *   me: import('./types.js').Me,
 *   store: ReturnType<typeof import('./store.js').codingStore>,
 *   codes: ReturnType<typeof import('./codes.js').codeTree>,
 *   newId: () => string,
 *   now: () => string,
 *   act: (act: Act) => void,
 *   say: (sentence: string) => void,
 * }} by
 */
export function deedsOf({ me, store, codes, newId, now, act, say }) {
    return { apply, create, recode, resize, remove, doubt, comment, removeComment, writeMemo, removeMemo, undo, redo };

    /**
     * Puts a code on a stretch. Where the person has the same code on words that overlap, that coding is widened instead of doubled.
     * @param {string} codeId @param {Segment} segment @returns {string | null} the coding
     */
    function apply(codeId, segment) {
        const code = codes.get(codeId);
        if (code?.state === 'Retired') {
            say(`“${code.name}” has been retired from the codebook.`);
            return null;
        }

        const own = store.within(segment).filter(coding => coding.memberId === me.memberId && coding.codeId === codeId && overlaps(coding, segment));
        if (own.length === 0) {
            const codingId = newId();
            act({ id: newId(), kind: 'Apply', codingId, codeId, start: segment.start, end: segment.end });
            return codingId;
        }

        const [first, ...rest] = own.sort((a, b) => a.start - b.start);
        const wide = own.reduce(union, segment);
        for (const other of rest) if (store.commentsOf(other.id).length === 0 && !other.question) remove(other);
        if (same(first, wide)) say(`“${codes.nameOf(codeId)}” is already on these words.`);
        else resize(first, wide);
        return first.id;
    }

    /** A new code and its first coding. @param {string} name @param {Segment} segment */
    function create(name, segment) {
        return apply(propose(name), segment);
    }

    /** @param {string} name @returns {string} the code: an old one, if one goes by that name */
    function propose(name) {
        const known = codes.named(name);
        if (known) return known.id;
        const codeId = newId();
        const colour = codeColours[codes.all.length % codeColours.length];
        act({ id: newId(), kind: 'ProposeCode', codeId, name: name.slice(0, 80), colour });
        return codeId;
    }

    /** @param {Coding} coding @param {string} codeId */
    function recode(coding, codeId) {
        if (coding.codeId !== codeId) act({ id: newId(), kind: 'Recode', codingId: coding.id, codeId });
    }

    /** @param {Coding} coding @param {Segment} segment */
    function resize(coding, { start, end }) {
        if (!same(coding, { start, end }) && start < end) act({ id: newId(), kind: 'Resize', codingId: coding.id, start, end });
    }

    /** @param {Coding} coding */
    function remove(coding) {
        act({ id: newId(), kind: 'Remove', codingId: coding.id });
    }

    /** @param {Coding} coding @param {boolean} unsure @param {string} question */
    function doubt(coding, unsure, question) {
        act({ id: newId(), kind: 'Doubt', codingId: coding.id, unsure, question });
    }

    /** @param {string} codingId @param {string} text */
    function comment(codingId, text) {
        act({ id: newId(), kind: 'Comment', codingId, commentId: newId(), text, at: now() });
    }

    /** @param {import('./types.js').Comment} comment */
    function removeComment({ id, codingId }) {
        act({ id: newId(), kind: 'RemoveComment', commentId: id, codingId });
    }

    /** @param {Segment & {id: string | null, text: string, isPrivate: boolean}} memo */
    function writeMemo({ id, start, end, text, isPrivate }) {
        act({ id: newId(), kind: 'WriteMemo', memoId: id ?? newId(), start, end, text, isPrivate, at: now() });
    }

    /** @param {import('./types.js').Memo} memo */
    function removeMemo(memo) {
        act({ id: newId(), kind: 'RemoveMemo', memoId: memo.id });
    }

    function undo() {
        act({ id: newId(), kind: 'Undo' });
    }

    function redo() {
        act({ id: newId(), kind: 'Redo' });
    }
}
