// @ts-check
/**
 * How places move when the text of a transcript is revised. The rules are the server's (`TextMoves`); `edits.json` beside the tests holds
 * cases that both must agree on.
 * @typedef {import('./types.js').Segment} Segment
 * @typedef {{start: number, end: number, length: number, veil?: boolean, refuge?: Segment}} Move words from start to end gave way to so many;
 *   `refuge` is where an anchor goes whose words all went
 * @typedef {{number: number, moves: Move[]}} Step one revision of the text
 */

/**
 * How places move over the edits of one revision. Edits are in order and do not overlap; a veil moves nothing.
 * @param {Move[]} all
 */
export function movesOf(all) {
    const moving = all.filter(move => !move.veil);
    /** @type {number[]} where what came begins, in the text afterwards */
    const landings = [];
    let shift = 0;
    for (const { start, end, length } of moving) {
        landings.push(start + shift);
        shift += length - (end - start);
    }

    return { carry, place };

    /** An anchor stays on its words, covers the whole of what came for a part of them, and is never empty. @param {Segment} segment @returns {Segment} */
    function carry(segment) {
        const start = place(segment.start, false);
        const end = place(segment.end, true);
        if (start < end) return { start, end };
        const refuge = moving[landings.findIndex((landing, i) => landing === start && moving[i].refuge)]?.refuge;
        return refuge ? { start: refuge.start, end: refuge.end } : { start, end: start + 1 };
    }

    /** Where the start of something goes, or its end. @param {number} position @param {boolean} isEnd */
    function place(position, isEnd) {
        const i = before(isEnd ? position - 1 : position);
        if (i < 0) return position;
        const { end, length } = moving[i];
        if (isEnd) return landings[i] + length + Math.max(0, position - end);
        return position < end ? landings[i] : landings[i] + length + position - end;
    }

    /** The last edit that begins at a position or before it. @param {number} position */
    function before(position) {
        let low = 0;
        let high = moving.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (moving[middle].start <= position) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }
}

/** The way of places from one revision of the text to another, as far as it is known here. */
export function pathOf() {
    /** @type {Map<number, ReturnType<typeof movesOf>>} */
    const steps = new Map();

    return { learn, knows, carry };

    /** @param {Step[]} list */
    function learn(list) {
        for (const { number, moves } of list) if (!steps.has(number)) steps.set(number, movesOf(moves));
    }

    /** @param {number} from @param {number} to */
    function knows(from, to) {
        for (let number = from + 1; number <= to; number++) if (!steps.has(number)) return false;
        return true;
    }

    /** @param {Segment} segment @param {number} from the revision that it is of @param {number} to @returns {Segment} */
    function carry(segment, from, to) {
        for (let number = from + 1; number <= to; number++) segment = steps.get(number)?.carry(segment) ?? segment;
        return segment;
    }
}
