/** A repeatable source of chance (mulberry32), so that a failing example can be found again. */
export function chance(seed) {
    let state = seed;
    const next = () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    return { next, below: most => Math.floor(next() * most), pick: list => list[Math.floor(next() * list.length)] };
}
