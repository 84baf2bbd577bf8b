// @ts-check
import { el, button } from './dom.js';

/**
 * A dialog over the desk; the focus goes back to where it was.
 * @param {string} title
 * @param {(Node | string)[]} content
 * @param {{name?: string, canClose?: boolean, onClose?: () => void, closeLabel?: string}} [by]
 */
export function dialog(title, content, { name = 'plain', canClose = true, onClose, closeLabel = 'Close' } = {}) {
    const id = `desk-dialog-${Math.random().toString(36).slice(2)}`;
    const from = document.activeElement;
    const shut = canClose ? button(closeLabel, () => box.close(), { class: 'primary dialog-close' }) : null;
    const box = el('dialog', { class: `desk-dialog ${name}`, 'aria-labelledby': id },
        el('h2', { id, text: title, tabindex: '-1' }), el('div', { class: 'dialog-body', tabindex: name === 'keys' ? '0' : null }, ...content), shut);
    box.addEventListener('cancel', event => { if (!canClose) event.preventDefault(); });
    box.addEventListener('close', () => {
        box.remove();
        onClose?.();
        if (from instanceof HTMLElement && from.isConnected) from.focus();
    });
    (document.getElementById('desk') ?? document.body).append(box);
    box.showModal();
    /** @type {HTMLElement | null} */ (box.querySelector('[autofocus]') ?? box.querySelector('h2'))?.focus();
    return box;
}

/**
 * Short messages at the foot of the desk: they stay until read, those that need no answer for some seconds.
 * @param {HTMLElement} holder
 */
export function toaster(holder) {
    return {
        /** @param {string} sentence @param {{tone?: 'plain' | 'warn', stay?: boolean, actions?: [string, () => void][]}} [by] */
        show(sentence, { tone = 'plain', stay = false, actions = [] } = {}) {
            const toast = el('div', { class: `toast ${tone}` }, el('p', { text: sentence }),
                ...actions.map(([label, act]) => button(label, () => { toast.remove(); act(); })),
                button('×', () => toast.remove(), { 'aria-label': 'Dismiss', class: 'quiet' }));
            holder.append(toast);
            while (holder.children.length > 4) holder.firstElementChild?.remove();
            if (!stay) setTimeout(() => { if (!toast.matches(':hover, :focus-within')) toast.remove(); }, 8000);
            return toast;
        },
    };
}
