// @ts-check
/** @typedef {import('./types.js').Segment} Segment */

/**
 * Cuts a stretch at every boundary of the codings that touch it: plain pieces that never overlap, each with the codings it carries.
 * The shortest coding comes first, since it says most about these words; then the later one.
 * @template {Segment & {id: string}} C
 * @param {number} start
 * @param {number} end
 * @param {Iterable<C>} codings
 * @returns {{start: number, end: number, codings: C[]}[]} the pieces that carry at least one coding, in order
 */
export function cut(start, end, codings) {
    /** @type {C[]} */
    const within = [];
    const points = new Set();
    for (const coding of codings) {
        const from = Math.max(start, coding.start);
        const to = Math.min(end, coding.end);
        if (from >= to) continue;
        within.push(coding);
        points.add(from);
        points.add(to);
    }

    within.sort(innermostFirst);
    const edges = [...points].sort((a, b) => a - b);
    const pieces = [];
    for (let i = 0; i + 1 < edges.length; i++) {
        const here = within.filter(coding => coding.start < edges[i + 1] && coding.end > edges[i]);
        if (here.length > 0) pieces.push({ start: edges[i], end: edges[i + 1], codings: here });
    }

    return pieces;
}

/**
 * @param {Segment & {id: string}} a
 * @param {Segment & {id: string}} b
 */
export function innermostFirst(a, b) {
    return (a.end - a.start) - (b.end - b.start) || b.start - a.start || (a.id < b.id ? 1 : -1);
}

/** @param {Segment} a @param {Segment} b */
export function overlaps(a, b) {
    return a.start < b.end && b.start < a.end;
}

/** @param {Segment} a @param {Segment} b @returns {Segment} the stretch that reaches over both */
export function union(a, b) {
    return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** @param {Segment | null | undefined} a @param {Segment | null | undefined} b */
export function same(a, b) {
    return !!a && !!b && a.start === b.start && a.end === b.end;
}

/**
 * How thickly a transcript is coded, in equal slices from top to bottom.
 * @param {Iterable<Segment>} codings
 * @param {number} length of the transcript
 * @param {number} slices
 * @returns {Uint16Array} codings that touch each slice
 */
export function density(codings, length, slices) {
    const steps = new Int32Array(slices + 1);
    const scale = length > 0 ? slices / length : 0;
    for (const { start, end } of codings) {
        const first = Math.min(slices - 1, Math.floor(start * scale));
        const last = Math.min(slices - 1, Math.floor(Math.max(start, end - 1) * scale));
        steps[first]++;
        steps[last + 1]--;
    }

    const counts = new Uint16Array(slices);
    let open = 0;
    for (let i = 0; i < slices; i++) counts[i] = open += steps[i];
    return counts;
}
