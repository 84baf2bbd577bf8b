// @ts-check
import { dialogsOf } from '../desk/dialogs.js';
import { button, el } from '../desk/dom.js';
import { rank } from '../desk/ranking.js';
import { moveBorder } from './model.js';
/** @typedef {import('./model.js').Place} Place @typedef {import('./model.js').Code} Code */

const { show, confirm } = dialogsOf('settle-dialog');
export { confirm };

/** Some words. @param {HTMLElement} root @param {string} title @param {string} label @param {string} help @param {string} deed @param {string} [value] @returns {Promise<string | null>} */
export function ask(root, title, label, help, deed, value) {
    return show(root, title, close => {
        const field = el('textarea', { rows: 3, maxlength: 1000, required: true, autofocus: true, value: value ?? '' });
        const form = el('form', { on: { submit: (/** @type {SubmitEvent} */ event) => { event.preventDefault(); close(field.value); } } },
            el('label', {}, label + ' ', field), el('p', { class: 'soft', text: help }),
            el('div', { class: 'deeds' }, el('button', { class: 'primary', text: deed }), button('Cancel', () => close(null), { class: 'quiet' })));
        field.addEventListener('keydown', event => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            form.requestSubmit();
        });
        return [form];
    });
}

/**
 * Another code, other words: both chosen by keyboard.
 * @param {HTMLElement} root @param {Code[]} codes in the order of the framework @param {string[]} likely ids that are offered first @param {string} words the whole text @param {Place} place
 * @returns {Promise<{code: string, place: Place} | null>}
 */
export function write(root, codes, likely, words, place) {
    return show(root, 'Write another', close => {
        let chosen = 0;
        let now = { ...place };
        /** @type {Code[]} */
        let found = [];
        const list = el('ul', { class: 'code-list', role: 'listbox', id: 'settle-codes', 'aria-label': 'Codes' });
        const find = el('input', {
            autofocus: true, autocomplete: 'off', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': list.id, 'aria-label': 'Code: type to find it', placeholder: 'Type to find a code',
        });
        const definition = el('p', { class: 'soft definition' });
        const passage = el('blockquote', { class: 'passage', 'aria-live': 'polite' });
        const standing = codes.filter(c => c.state !== 'Retired');
        const draw = () => {
            found = find.value.trim() === '' ? [...standing.filter(c => likely.includes(c.id)), ...standing.filter(c => !likely.includes(c.id))].slice(0, 8) : rank(/** @type {any} */ (standing), find.value, likely).slice(0, 8);
            chosen = Math.min(chosen, Math.max(0, found.length - 1));
            list.replaceChildren(...found.map((code, i) => {
                const dot = el('span', { class: 'dot', 'aria-hidden': 'true' });
                dot.style.backgroundColor = code.colour;
                const item = el('li', { role: 'option', id: `${list.id}-${i}`, 'aria-selected': i === chosen ? 'true' : 'false', on: { click: () => { chosen = i; draw(); } } }, dot, code.name);
                return item;
            }));
            if (found.length > 0) find.setAttribute('aria-activedescendant', `${list.id}-${chosen}`);
            else find.removeAttribute('aria-activedescendant');
            definition.textContent = found[chosen]?.definition || (found.length === 0 ? 'No code fits what you typed.' : 'This code has no definition yet.');
            passage.textContent = words.slice(now.start, now.end);
        };
        const move = (/** @type {'start' | 'end'} */ border, /** @type {1 | -1} */ by) => { now = moveBorder(words, now, border, by); draw(); };
        const accept = () => { if (found[chosen]) close({ code: found[chosen].id, place: now }); };
        find.addEventListener('input', () => { chosen = 0; draw(); });
        find.addEventListener('keydown', event => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                event.preventDefault();
                chosen = (chosen + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % Math.max(1, found.length);
                draw();
            }
        });
        draw();
        return [el('form', { on: { submit: (/** @type {SubmitEvent} */ event) => { event.preventDefault(); accept(); } } },
            el('label', {}, 'Code ', find), list, definition,
            el('fieldset', { class: 'borders' }, el('legend', { text: 'Passage' }), passage,
                el('div', { class: 'deeds' },
                    button('Begin earlier', () => move('start', -1), { class: 'quiet small' }), button('Begin later', () => move('start', 1), { class: 'quiet small' }),
                    button('End earlier', () => move('end', -1), { class: 'quiet small' }), button('End later', () => move('end', 1), { class: 'quiet small' }))),
            el('div', { class: 'deeds' }, el('button', { class: 'primary', text: 'Settle it so' }), button('Cancel', () => close(null), { class: 'quiet' })))];
    });
}

/** The keys. @param {HTMLElement} root @param {[string, string][]} keys */
export function help(root, keys) {
    return show(root, 'Keys', close => [
        el('dl', { class: 'keys' }, ...keys.flatMap(([key, does]) => [el('dt', {}, ...key.split('  ').map(k => el('kbd', { text: k }))), el('dd', { text: does })])),
        el('div', { class: 'deeds' }, button('Close', () => close(null), { class: 'quiet', autofocus: true })),
    ]);
}
