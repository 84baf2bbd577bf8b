// @ts-check
import { el } from './dom.js';

/**
 * On paper each turn has its codings below it, and all of the text is marked.
 * @param {{
 *   text: ReturnType<typeof import('./text.js').readTranscript>,
 *   painter: ReturnType<typeof import('./painter.js').painterOf>,
 *   summaries: (turn: number) => string[],
 * }} by
 */
export function printing({ text, painter, summaries }) {
    /** @type {HTMLElement[]} */
    let added = [];
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return { detach: () => { window.removeEventListener('beforeprint', before); window.removeEventListener('afterprint', after); } };

    function before() {
        painter.paintAll();
        after();
        for (const turn of text.turns) {
            const lines = summaries(turn.index);
            if (lines.length === 0) continue;
            const codes = el('p', { class: 'turn-print', text: lines.join(' · ') });
            turn.section.append(codes);
            added.push(codes);
        }
    }

    function after() {
        for (const element of added) element.remove();
        added = [];
    }
}
