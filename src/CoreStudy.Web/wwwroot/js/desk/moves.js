// @ts-check
/** @typedef {import('./types.js').Coding} Coding */

/**
 * The coding after or before a place, in the order of the text.
 * @param {Coding[]} ordered by start
 * @param {string | null} from the coding one is at
 * @param {number} offset where one is, if at none
 * @param {1 | -1} way
 * @param {(coding: Coding) => boolean} wanted
 * @returns {Coding | null}
 */
export function codingBeside(ordered, from, offset, way, wanted) {
    const at = from === null ? -1 : ordered.findIndex(coding => coding.id === from);
    if (at >= 0) {
        for (let i = at + way; i >= 0 && i < ordered.length; i += way) if (wanted(ordered[i])) return ordered[i];
        return null;
    }

    const beyond = (/** @type {Coding} */ coding) => wanted(coding) && (way > 0 ? coding.start >= offset : coding.start < offset);
    return (way > 0 ? ordered.find(beyond) : ordered.findLast(beyond)) ?? null;
}

/**
 * The nearest turn in a direction that a person has not coded; the interviewer's turns and empty ones are passed over.
 * @param {number} from @param {1 | -1} way @param {number} count
 * @param {(turn: number) => boolean} isCoded @param {(turn: number) => boolean} isPassed
 * @returns {number | null}
 */
export function uncodedBeside(from, way, count, isCoded, isPassed) {
    for (let turn = from + way; turn >= 0 && turn < count; turn += way) if (!isPassed(turn) && !isCoded(turn)) return turn;
    return null;
}
