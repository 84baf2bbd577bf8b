// @ts-check
import { el } from './dom.js';
import { same } from './segments.js';
/**
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./types.js').Segment} Segment
 */

/**
 * Handles at both ends of the person's own active coding. Which coding is resized is fixed when the button goes down.
 * @param {{
 *   text: ReturnType<typeof import('./text.js').readTranscript>,
 *   caret: ReturnType<typeof import('./caret.js').caretOf>,
 *   onResize: (coding: Coding, segment: Segment) => void,
 * }} by
 */
export function extentHandles({ text, caret, onResize }) {
    const preview = new Highlight();
    CSS.highlights.set('desk-extent', preview);
    /** @type {HTMLElement[]} */
    let handles = [];

    return { show, detach: () => CSS.highlights.delete('desk-extent') };

    /** @param {Coding | null} coding */
    function show(coding) {
        for (const handle of handles) handle.remove();
        handles = [];
        if (coding) handles = [put(coding, 'start'), put(coding, 'end')];
    }

    /** @param {Coding} coding @param {'start' | 'end'} side */
    function put(coding, side) {
        const offset = coding[side];
        const turn = text.turns[text.turnAt(side === 'end' ? offset - 1 : offset)];
        const at = text.rectAt(offset, side === 'end');
        const box = turn.section.getBoundingClientRect();
        const knob = el('div', { class: 'handle-knob' });
        const handle = el('div', { class: `handle ${side}`, 'aria-hidden': 'true' }, knob);
        handle.style.cssText = `left:${(side === 'end' ? at.right : at.left) - box.left}px;top:${at.top - box.top}px;height:${at.height}px`;
        knob.addEventListener('pointerdown', event => begin(event, coding, side));
        turn.section.append(handle);
        return handle;
    }

    /** @param {PointerEvent} press @param {Coding} coding @param {'start' | 'end'} side */
    function begin(press, coding, side) {
        press.preventDefault();
        press.stopPropagation();
        const leave = new AbortController();
        /** @type {Segment | null} */
        let wanted = null;
        document.body.classList.add('resizing');
        document.addEventListener('pointermove', event => {
            const offset = text.offsetAtPoint(event.clientX, event.clientY);
            if (offset === null) return;
            const raw = side === 'end'
                ? { start: coding.start, end: Math.max(offset, coding.start + 1) }
                : { start: Math.min(offset, coding.end - 1), end: coding.end };
            wanted = caret.snap(raw, event.altKey);
            preview.clear();
            if (wanted) for (const range of text.ranges(wanted)) preview.add(range);
        }, { signal: leave.signal });
        const end = () => {
            leave.abort();
            preview.clear();
            document.body.classList.remove('resizing');
        };
        document.addEventListener('pointerup', () => {
            end();
            if (wanted && !same(wanted, coding)) onResize(coding, wanted);
        }, { signal: leave.signal });
        document.addEventListener('pointercancel', end, { signal: leave.signal });
        document.addEventListener('keydown', event => { if (event.key === 'Escape') { end(); event.stopPropagation(); } }, { signal: leave.signal, capture: true });
    }
}
