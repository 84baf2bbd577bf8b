// @ts-check
import { el } from './dom.js';
/** @typedef {import('./types.js').Flag} Flag */

/**
 * Passages that somebody has flagged: their words are not here, and the turn says so to everybody.
 * @param {{text: ReturnType<typeof import('./text.js').readTranscript>, me: string}} by
 */
export function withheldOf({ text, me }) {
    const highlight = new Highlight();
    CSS.highlights.set('desk-withheld', highlight);
    /** @type {Flag[]} */
    let flags = [];
    /** @type {HTMLElement[]} */
    let said = [];

    return { draw, repaint, detach: () => CSS.highlights.delete('desk-withheld') };

    /** @param {Flag[]} all */
    function draw(all) {
        flags = all;
        for (const element of said) element.remove();
        said = [];
        for (const [index, mine] of byTurn()) {
            const element = el('p', { class: 'turn-withheld', text: mine
                ? 'You flagged words here: they are withheld until an admin has looked.'
                : 'Words here are withheld until an admin has looked.' });
            text.turns[index].p.after(element);
            said.push(element);
        }

        repaint();
    }

    /** The nodes of the words have changed. */
    function repaint() {
        highlight.clear();
        for (const flag of flags) for (const range of text.ranges(flag)) highlight.add(range);
    }

    function byTurn() {
        /** @type {Map<number, boolean>} */
        const turns = new Map();
        for (const flag of flags) {
            for (let i = text.turnAt(flag.start); i <= text.turnAt(Math.max(flag.start, flag.end - 1)); i++) turns.set(i, turns.get(i) || flag.flaggedBy === me);
        }

        return turns;
    }
}
