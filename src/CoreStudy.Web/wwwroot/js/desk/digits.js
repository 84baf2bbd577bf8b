// @ts-check
/** @typedef {import('./types.js').Pin} Pin */

/**
 * The code under each digit: what the person pinned, and under the other digits the codes they used last. A recent code keeps its
 * digit for as long as it is among the recent ones, so that a finger that has learned it is not led astray.
 * @param {Pin[]} pins
 * @param {(string | null)[]} slots nine recent codes, by digit less one
 * @returns {Map<number, string>}
 */
export function digitsOf(pins, slots) {
    const digits = new Map(pins.map(pin => [pin.digit, pin.codeId]));
    const pinned = new Set(digits.values());
    for (let digit = 1; digit <= 9; digit++) {
        const recent = slots[digit - 1];
        if (!digits.has(digit) && recent && !pinned.has(recent)) digits.set(digit, recent);
    }

    return digits;
}

/**
 * Puts a code that was just used among the recent ones: it keeps its slot, or takes a free one, or that of the code unused for longest.
 * @param {{slots: (string | null)[], order: string[]}} recent order: latest first
 * @param {string} codeId
 * @param {Pin[]} pins
 */
export function used(recent, codeId, pins) {
    const order = [codeId, ...recent.order.filter(id => id !== codeId)].slice(0, 30);
    const slots = Array.from({ length: 9 }, (_, i) => recent.slots[i] ?? null);
    if (!pins.some(pin => pin.codeId === codeId) && !slots.includes(codeId)) {
        const taken = new Set(pins.map(pin => pin.digit));
        const open = slots.map((_, i) => i).filter(i => !taken.has(i + 1));
        const age = (/** @type {number} */ i) => (slots[i] === null ? Infinity : order.indexOf(/** @type {string} */ (slots[i])) + 1 || 1e6);
        const slot = open.reduce((best, i) => (best < 0 || age(i) > age(best) ? i : best), -1);
        if (slot >= 0) slots[slot] = codeId;
    }

    return { slots, order };
}
