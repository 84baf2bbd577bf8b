// @ts-check
/**
 * Where brackets stand beside a turn. Two brackets share a lane only if a reader can see where one ends and the other begins.
 * @typedef {{id: string, top: number, bottom: number, weight: number}} Reach heights in pixels; the lighter stand nearer to the words
 */

/**
 * Gives each reach the innermost lane that is free over its whole height.
 * @param {Reach[]} reaches
 * @param {number} limit lanes there is room for
 * @param {number} [gap] pixels between two brackets of a lane
 * @returns {{placed: Map<string, number>, left: string[]}} lane by id; those for which no lane was left, heaviest last
 */
export function pack(reaches, limit, gap = 3) {
    const placed = new Map();
    /** @type {string[]} */
    const left = [];
    /** @type {Reach[][]} */
    const lanes = [];
    for (const reach of [...reaches].sort((a, b) => a.weight - b.weight || a.top - b.top || (a.id < b.id ? -1 : 1))) {
        let lane = 0;
        while (lane < lanes.length && lanes[lane].some(other => other.top < reach.bottom + gap && reach.top < other.bottom + gap)) lane++;
        if (lane >= limit) {
            left.push(reach.id);
            continue;
        }

        (lanes[lane] ??= []).push(reach);
        placed.set(reach.id, lane);
    }

    return { placed, left };
}

/**
 * Staggers labels so that none covers another and none leaves the turn: each begins where its bracket does, or below the label before.
 * @param {{id: string, top: number}[]} wanted
 * @param {number} height of a label
 * @param {number} floor the lowest point a label may reach
 * @returns {{placed: Map<string, number>, left: string[]}} top by id; those for which there is no room
 */
export function stagger(wanted, height, floor) {
    const placed = new Map();
    /** @type {string[]} */
    const left = [];
    const rows = [...wanted].sort((a, b) => a.top - b.top);
    const tops = rows.map(row => row.top);
    for (let i = 1; i < rows.length; i++) tops[i] = Math.max(tops[i], tops[i - 1] + height);
    // what was pushed below the floor moves up again as far as there is room above
    let ceiling = floor - height;
    for (let i = rows.length - 1; i >= 0; i--) {
        tops[i] = Math.min(tops[i], ceiling);
        ceiling = tops[i] - height;
    }

    rows.forEach((row, i) => (tops[i] >= 0 ? placed.set(row.id, tops[i]) : left.push(row.id)));
    if (left.length > 0) return staggerFewer(rows, height, floor);
    return { placed, left };
}

/** @param {{id: string, top: number}[]} rows @param {number} height @param {number} floor */
function staggerFewer(rows, height, floor) {
    const room = Math.max(0, Math.floor(floor / height) - 1); // the last row says how many more there are
    const kept = rows.slice(0, room);
    const placed = new Map(kept.map((row, i) => [row.id, i * height]));
    return { placed, left: rows.slice(room).map(row => row.id) };
}
