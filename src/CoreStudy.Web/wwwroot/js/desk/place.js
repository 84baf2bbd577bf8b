// @ts-check
/**
 * Where an address points: `?t=12` or `#turn-12` to a turn (from 0), `#coding-…` to a coding.
 * @param {string} search @param {string} hash
 * @returns {{turn: number | null, coding: string | null}}
 */
export function pointedAt(search, hash) {
    const query = new URLSearchParams(search);
    const asked = query.get('t') ?? /^#turn-(\d+)$/.exec(hash)?.[1] ?? null;
    const coding = (query.get('coding') ?? /^#coding-([0-9a-f-]{36})$/i.exec(hash)?.[1])?.toLowerCase() ?? null;
    return { turn: asked !== null && /^\d+$/.test(asked) ? Number(asked) : null, coding };
}

/**
 * Brings a place into the window without more movement than is needed.
 * @param {HTMLElement} scroller @param {{top: number, bottom: number}} at in the window @param {boolean} [always] even when it is in view
 */
export function reveal(scroller, at, always = false) {
    const box = scroller.getBoundingClientRect();
    const top = box.top + 24;
    const bottom = box.bottom - Math.min(140, box.height / 4);
    if (!always && at.top >= top && at.bottom <= bottom) return;
    if (!always && at.bottom - at.top > bottom - top && at.top < bottom && at.bottom > top) return; // larger than the window, and in it
    scroller.scrollTop += at.top - box.top - box.height * 0.28;
}
