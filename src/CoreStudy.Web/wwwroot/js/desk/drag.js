// @ts-check
import { el } from './dom.js';

/**
 * Drags a code onto words, or words onto a code, with the mouse. What is dragged and what is selected are fixed when the button goes down.
 * @param {PointerEvent} press
 * @param {string} label
 * @param {{over: (x: number, y: number) => boolean, drop: (x: number, y: number) => void, click?: () => void}} by over: whether it may be dropped there
 */
export function drag(press, label, { over, drop, click }) {
    if (press.pointerType !== 'mouse') return;
    /** @type {HTMLElement | null} */
    let ghost = null;
    const leave = new AbortController();
    const { signal } = leave;
    document.addEventListener('pointermove', event => {
        if (!ghost && Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < 6) return;
        if (!ghost) document.body.append(ghost = el('div', { class: 'drag-ghost', text: label, 'aria-hidden': 'true' }));
        ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 8}px)`;
        ghost.classList.toggle('may', over(event.clientX, event.clientY));
    }, { signal });
    document.addEventListener('pointerup', event => {
        end();
        if (ghost) {
            drop(event.clientX, event.clientY);
            document.addEventListener('click', stop, { capture: true, once: true }); // a drop is no click
            setTimeout(() => document.removeEventListener('click', stop, { capture: true }), 0);
        } else click?.();
    }, { signal });
    document.addEventListener('pointercancel', end, { signal });
    document.addEventListener('keydown', event => { if (event.key === 'Escape') { end(); event.stopPropagation(); } }, { signal, capture: true });

    function end() {
        leave.abort();
        ghost?.remove();
    }

    /** @param {Event} event */
    function stop(event) {
        event.stopPropagation();
        event.preventDefault();
    }
}
