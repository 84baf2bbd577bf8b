// @ts-check
/**
 * How places move when the text of a transcript is revised. The rules are the server's (`TextMoves`, `TextTrail`); `edits.json` and `trails.json`
 * beside the tests hold cases that both must agree on.
 * @typedef {import('./types.js').Segment} Segment
 * @typedef {{start: number, end: number, length: number, veil?: boolean, refuge?: Segment}} Move words from start to end gave way to so many;
 *   `refuge` is where an anchor goes whose words all went
 * @typedef {{number: number, of?: number | null, moves: Move[]}} Step one revision of the text, and the one that it takes back
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

/**
 * Where a place lies after later revisions, some of which took others back: then it is where it was, also inside the words concerned.
 * The server's `TextTrail`, border by border.
 * @param {Step[]} later all revisions after the one that the places are of, in order
 */
export function trailOf(later) {
    /** @type {Map<number, {root: number, isBack: boolean}>} the change that a revision makes, takes back, or makes again */
    const changes = new Map();
    /** @type {Map<number, boolean>} whether a change is taken back at the end, by the revision that made it first */
    const isBackAtLast = new Map();
    for (const { number, of } of later) {
        const change = of == null ? { root: number, isBack: false } : changes.has(of) ? { root: rootOf(of), isBack: !isBack(of) } : { root: of, isBack: true };
        changes.set(number, change);
        isBackAtLast.set(change.root, change.isBack);
    }

    const steps = later.map(({ number, moves }) => ({
        root: rootOf(number), moves, ways: movesOf(moves), isTakenBack: isBackAtLast.get(rootOf(number)) !== isBack(number),
    }));
    return { carry };

    /** @typedef {{position: number, inside?: {root: number, edit: number, offset: number}}} Spot */
    /** @typedef {typeof steps[number]} Walked */

    /** @param {Segment} segment @returns {Segment} */
    function carry(segment) {
        /** @type {Spot} */ let start = { position: segment.start };
        /** @type {Spot} */ let end = { position: segment.end };
        for (const step of steps) {
            const [from, to] = [walk(start, step, false), walk(end, step, true)];
            if (from.position < to.position || from.inside || to.inside) [start, end] = [from, to];
            else if (start.inside) {
                const { edit } = start.inside; // beside words that come back now nothing is left of what the place was on: they are all of it
                [start, end] = [from, { position: landingOf(step.moves, edit) + step.moves[edit].length }];
            } else if (end.inside) [start, end] = [{ position: landingOf(step.moves, end.inside.edit) }, to];
            else {
                const refuge = step.ways.carry({ start: start.position, end: end.position });
                [start, end] = [{ position: refuge.start }, { position: refuge.end }];
            }
        }

        return { start: start.position, end: Math.max(start.position + 1, end.position) };
    }

    /** @param {Spot} spot @param {Walked} step @param {boolean} isEnd @returns {Spot} */
    function walk({ position, inside }, { root, moves, ways, isTakenBack }, isEnd) {
        if (inside && root === inside.root) return { position: landingOf(moves, inside.edit) + inside.offset };
        const next = ways.place(position, isEnd);
        if (inside) return { position: next, inside };
        const edit = isTakenBack ? moves.findIndex(move => isOn(move, position, isEnd)) : -1;
        return edit < 0 ? { position: next } : { position: next, inside: { root, edit, offset: position - moves[edit].start } };
    }

    /** @param {number} number */
    function rootOf(number) {
        return changes.get(number)?.root ?? number;
    }

    /** @param {number} number */
    function isBack(number) {
        return changes.get(number)?.isBack ?? false;
    }
}

/** Where what one of the edits brings begins, in the text afterwards. @param {Move[]} moves @param {number} edit */
function landingOf(moves, edit) {
    return moves.slice(0, edit).reduce((sum, move) => sum + move.length - (move.end - move.start), moves[edit].start);
}

/** Whether the character that a border belongs to is among those that go. @param {Move} move @param {number} position @param {boolean} isEnd */
function isOn(move, position, isEnd) {
    return isEnd ? move.start < position && position <= move.end : move.start <= position && position < move.end;
}

/** The way of places from one revision of the text to another, as far as it is known here. */
export function trailsOf() {
    /** @type {Map<number, Step>} */
    const steps = new Map();
    /** @type {Map<string, ReturnType<typeof trailOf>>} */
    const trails = new Map();

    return { learn, knows, carry };

    /** @param {Step[]} list */
    function learn(list) {
        for (const step of list) if (!steps.has(step.number)) steps.set(step.number, step);
    }

    /** @param {number} from @param {number} to */
    function knows(from, to) {
        for (let number = from + 1; number <= to; number++) if (!steps.has(number)) return false;
        return true;
    }

    /** @param {Segment} segment @param {number} from the revision that it is of @param {number} to all between are known @returns {Segment} */
    function carry(segment, from, to) {
        const name = `${from}-${to}`;
        let trail = trails.get(name);
        if (!trail) {
            const between = [];
            for (let number = from + 1; number <= to; number++) between.push(/** @type {Step} */ (steps.get(number)));
            trails.set(name, trail = trailOf(between));
        }

        return trail.carry(segment);
    }
}
