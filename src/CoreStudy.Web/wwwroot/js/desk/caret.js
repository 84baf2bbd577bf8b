// @ts-check
import { union, same } from './segments.js';
/**
 * @typedef {import('./types.js').Segment} Segment
 * @typedef {'word' | 'sentence' | 'turn'} Step
 * @typedef {{turns: Segment[], turnAt: (offset: number) => number,
 *   boundaries: (turn: number) => ReturnType<typeof import('./boundaries.js').boundariesOf>}} Reading
 */

/**
 * Moves through a transcript by whole words, sentences and turns.
 * @param {Reading} text
 */
export function caretOf(text) {
    return { unitAt, next, previous, grow, shrink, snap, trimmed };

    /** @param {number} turn @param {Segment | null} within @returns {Segment | null} */
    function placed(turn, within) {
        return within && { start: within.start + text.turns[turn].start, end: within.end + text.turns[turn].start };
    }

    /** A turn's words without the white space around them. @param {number} turn @returns {Segment | null} */
    function trimmed(turn) {
        const { start, end } = text.turns[turn];
        return placed(turn, text.boundaries(turn).snapToWords(0, end - start));
    }

    /** @param {Step} step @param {number} offset @returns {Segment | null} */
    function unitAt(step, offset) {
        const turn = text.turnAt(offset);
        if (step === 'turn') return trimmed(turn);
        return placed(turn, text.boundaries(turn).at(step, offset - text.turns[turn].start));
    }

    /** The first unit at or after the offset, in this turn or a later one. @param {Step} step @param {number} offset @returns {Segment | null} */
    function next(step, offset) {
        for (let turn = text.turnAt(offset); turn < text.turns.length; turn++) {
            const from = Math.max(0, offset - text.turns[turn].start);
            const unit = step === 'turn'
                ? (from === 0 ? trimmed(turn) : null)
                : placed(turn, text.boundaries(turn).next(step, from));
            if (unit) return unit;
        }

        return null;
    }

    /** The last unit that ends at or before the offset. @param {Step} step @param {number} offset @returns {Segment | null} */
    function previous(step, offset) {
        for (let turn = text.turnAt(offset); turn >= 0; turn--) {
            const { start, end } = text.turns[turn];
            const unit = step === 'turn' ? trimmed(turn) : placed(turn, text.boundaries(turn).previous(step, Math.min(end, offset) - start));
            if (unit && unit.end <= offset) return unit;
        }

        return null;
    }

    /** The next larger whole: word, sentence, turn, then all turns it touches. @param {Segment} segment @returns {Segment} */
    function grow(segment) {
        for (const step of /** @type {Step[]} */ (['word', 'sentence', 'turn'])) {
            const first = unitAt(step, segment.start);
            const last = unitAt(step, Math.max(segment.start, segment.end - 1));
            if (!first || !last) continue;
            const larger = union(segment, union(first, last));
            if (!same(larger, segment)) return larger;
        }

        return segment;
    }

    /** The next smaller whole at its beginning. @param {Segment} segment @returns {Segment} */
    function shrink(segment) {
        for (const step of /** @type {Step[]} */ (['turn', 'sentence', 'word'])) {
            const first = unitAt(step, segment.start);
            if (first && first.start >= segment.start && first.end < segment.end) return first;
        }

        return segment;
    }

    /**
     * A stretch chosen by hand, made whole: to words, or to characters when asked for. The ends may lie in different turns.
     * @param {Segment} segment @param {boolean} [exact] @returns {Segment | null}
     */
    function snap(segment, exact = false) {
        const first = text.turnAt(segment.start);
        const last = text.turnAt(Math.max(segment.start, segment.end - 1));
        let start = null;
        let end = null;
        for (let turn = first; turn <= last; turn++) {
            const at = text.turns[turn];
            const from = Math.max(0, segment.start - at.start);
            const to = Math.min(at.end, segment.end) - at.start;
            const within = exact ? text.boundaries(turn).snapToCharacters(from, to) : text.boundaries(turn).snapToWords(from, to);
            if (!within) continue;
            start ??= within.start + at.start;
            end = within.end + at.start;
        }

        return start !== null && end !== null ? { start, end } : null;
    }
}
