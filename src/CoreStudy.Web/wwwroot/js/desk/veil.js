// @ts-check
import { el, button } from './dom.js';
import { dialog } from './layers.js';
/** @typedef {import('./types.js').ContentNote} ContentNote */

/**
 * Care with what is hard to read: a note before the transcript, a veil over passages, a pause at any time.
 * @param {{
 *   text: ReturnType<typeof import('./text.js').readTranscript>,
 *   drafts: ReturnType<typeof import('./drafts.js').draftsOf>,
 *   onSkip: (turn: number) => void,
 *   desk: HTMLElement,
 * }} by
 */
export function veils({ text, drafts, onSkip, desk }) {
    /** @type {HTMLElement[]} */
    let drawn = [];
    const lifted = new Set(/** @type {string[]} */ (drafts.read('lifted', [])));

    return { noteBefore, draw, carry, pause };

    /** @param {string | null} note @returns {Promise<void>} when the person reads on */
    function noteBefore(note) {
        if (!note || drafts.read('note-read', '') === note) return Promise.resolve();
        desk.toggleAttribute('data-hidden', true);
        return new Promise(resolve => {
            const box = dialog('Before you read', [el('p', { class: 'content-note', text: note }),
                el('p', {}, el('a', { href: /** @type {HTMLAnchorElement | null} */ (desk.querySelector('.desk-back'))?.href ?? '/', text: 'Not now, back to the study', 'data-enhance-nav': 'false' }))],
            {
                name: 'note', canClose: true, closeLabel: 'Read on', onClose: () => {
                    drafts.write('note-read', note);
                    desk.removeAttribute('data-hidden');
                    resolve();
                },
            });
            box.addEventListener('cancel', event => event.preventDefault()); // Escape is no decision to read on
        });
    }

    /** @param {ContentNote[]} notes */
    function draw(notes) {
        for (const veil of drawn) veil.remove();
        for (const turn of text.article.querySelectorAll('.veiled')) turn.classList.remove('veiled');
        drawn = [];
        for (const note of notes) {
            const key = `${note.start}-${note.end}`;
            if (lifted.has(key)) continue;
            const first = text.turnAt(note.start);
            const last = text.turnAt(Math.max(note.start, note.end - 1));
            for (let i = first; i <= last; i++) {
                const turn = text.turns[i];
                turn.section.classList.add('veiled');
                const veil = el('div', { class: 'veil' }, ...(i === first
                    ? [
                        el('p', { text: `This passage is about: ${note.note}.` }),
                        el('div', { class: 'row' },
                            button('Show it', () => { lifted.add(key); drafts.write('lifted', [...lifted]); draw(notes); }),
                            last + 1 < text.turns.length && button('Skip it', () => onSkip(last + 1))),
                    ]
                    : [el('p', { text: 'Hidden with the turn above.' })]));
                turn.section.append(veil);
                drawn.push(veil);
            }
        }
    }

    /** The text has been revised: what was lifted stays lifted. @param {(segment: import('./types.js').Segment) => import('./types.js').Segment} by */
    function carry(by) {
        const moved = [...lifted].map(key => {
            const [start, end] = key.split('-').map(Number);
            const now = by({ start, end });
            return `${now.start}-${now.end}`;
        });
        lifted.clear();
        for (const key of moved) lifted.add(key);
        drafts.write('lifted', moved);
    }

    /** Hides the words for as long as the person wants. */
    function pause() {
        desk.toggleAttribute('data-hidden', true);
        dialog('A pause', [
            el('p', { text: 'The words are hidden. There is no hurry: everything you did is kept, and your place with it.' }),
            el('p', { text: 'If what you read stays with you, your supervisor is there to talk about it.' })],
        { name: 'pause', closeLabel: 'Read on when you are ready', onClose: () => desk.removeAttribute('data-hidden') });
    }
}
