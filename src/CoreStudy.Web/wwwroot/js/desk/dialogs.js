// @ts-check
import { button, el } from './dom.js';

let count = 0;

/** The dialogs of one desk. @param {string} kind their class, and how their ids begin */
export function dialogsOf(kind) {
    return { show, confirm };

    /**
     * A dialog that takes the keyboard and gives it back.
     * @template T
     * @param {HTMLElement} root @param {string} title
     * @param {(close: (answer: T | null) => void) => (Node | string | null)[]} content
     * @returns {Promise<T | null>} null when it was left
     */
    function show(root, title, content) {
        return new Promise(resolve => {
            const before = document.activeElement;
            const id = `${kind}-${++count}`;
            /** @type {T | null} */
            let answer = null;
            const dialog = el('dialog', { class: kind, 'aria-labelledby': id });
            const close = (/** @type {T | null} */ value) => { answer = value; dialog.close(); };
            dialog.append(el('h2', { id, text: title }), .../** @type {Node[]} */ (content(close).filter(Boolean)));
            dialog.addEventListener('close', () => {
                dialog.remove();
                if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
                resolve(answer);
            });
            dialog.addEventListener('keydown', event => {
                if (event.key !== 'Enter' || !(event.target instanceof HTMLSelectElement)) return; // a list swallows it otherwise
                event.preventDefault();
                event.target.form?.requestSubmit();
            });
            root.append(dialog);
            dialog.showModal();
            /** @type {HTMLElement | null} */ (dialog.querySelector('[autofocus]') ?? dialog.querySelector('input, select, textarea, button'))?.focus();
        });
    }

    /** @param {HTMLElement} root @param {string} title @param {string} words @param {string} yes @returns {Promise<boolean>} */
    async function confirm(root, title, words, yes) {
        return await show(root, title, close => [
            el('p', { text: words }),
            el('div', { class: 'deeds' }, button(yes, () => close(true), { class: 'primary', autofocus: true }), button('Cancel', () => close(null), { class: 'quiet' })),
        ]) === true;
    }
}
