// @ts-check
import { dialogsOf } from '../desk/dialogs.js';
import { button, el } from '../desk/dom.js';
import { written } from '../desk/keys.js';
import { clock, readClock } from '../player/times.js';
import { assign, canBe, deeds, fixed, saidKeys, usual } from './keys.js';
/** @typedef {import('./keys.js').TypingSettings} TypingSettings */

const { show, confirm } = dialogsOf('typing-dialog');
export { confirm };

/** @param {HTMLElement} root @param {TypingSettings} settings @param {() => void} change */
export function help(root, settings, change) {
    return show(root, 'Keys', close => [
        el('dl', { class: 'keys' }, ...deeds.flatMap(({ deed, does }) => [el('dt', {}, ...kbds(settings.keys[deed])), el('dd', { text: does })]), ...fixed.flatMap(([key, does]) => [el('dt', { text: key }), el('dd', { text: does })])),
        el('p', { class: 'soft', text: 'A foot pedal sends keys, as a rule F-keys or those for media. Give them to what the pedal should do.' }),
        el('div', { class: 'deeds' }, button('Close', () => close(null), { class: 'primary', autofocus: true }), button('Change the keys…', () => { close(null); change(); }, { class: 'quiet' })),
    ]);
}

/** @param {string[]} keys */
function kbds(keys) {
    return keys.length === 0 ? [el('span', { class: 'soft', text: 'none' })] : saidKeys(keys).flatMap((key, i) => [i > 0 ? ' or ' : '', el('kbd', { text: key })]);
}

/**
 * Keys, steps and speed, kept in this browser.
 * @param {HTMLElement} root @param {TypingSettings} now @param {(settings: TypingSettings) => void} onChange
 */
export function settingsDialog(root, now, onChange) {
    return show(root, 'Keys and pedal', close => {
        const list = el('ul', { class: 'key-rows' });
        const said = el('p', { class: 'soft', role: 'status' });
        const number = (/** @type {string} */ label, /** @type {'step' | 'rewind'} */ name, /** @type {number} */ least, /** @type {number} */ most) => el('label', {}, label + ' ',
            el('input', { type: 'number', min: least, max: most, value: String(now[name]), on: { change: (/** @type {Event} */ event) => {
                const value = Number(/** @type {HTMLInputElement} */ (event.target).value);
                if (value >= least && value <= most) take({ ...now, [name]: value });
            } } }));
        draw();
        return [
            el('p', { class: 'soft', text: 'Choose “Change”, then press the key or the pedal. Keys that type are not taken. All of this is kept in this browser alone.' }),
            list, said,
            el('div', { class: 'numbers' }, number('Seconds back and on', 'step', 1, 30), number('Seconds that it goes back after a pause', 'rewind', 0, 10)),
            el('div', { class: 'deeds' }, button('Done', () => close(null), { class: 'primary' }), button('The usual keys', () => { take({ ...now, keys: usual().keys }); draw(); said.textContent = 'The usual keys are back.'; }, { class: 'quiet' })),
        ];

        /** @param {TypingSettings} settings */
        function take(settings) {
            now = settings;
            onChange(now);
        }

        function draw() {
            list.replaceChildren(...deeds.map(({ deed, does }) => {
                const change = button('Change', () => listen(deed, does, change), { class: 'quiet small', 'aria-label': `Change the key: ${does}` });
                return el('li', {}, el('span', { class: 'what', text: does }), el('span', { class: 'which' }, ...kbds(now.keys[deed])), change);
            }));
        }

        /** @param {string} deed @param {string} does @param {HTMLButtonElement} change */
        function listen(deed, does, change) {
            change.textContent = 'Press a key…';
            said.textContent = `Press the key or pedal for “${does}”. Tab leaves it as it is.`;
            const press = (/** @type {KeyboardEvent} */ event) => {
                if (/^(Control|Alt|Shift|Meta)$/.test(event.key)) return;
                stop();
                if (event.key === 'Tab') return draw();
                event.preventDefault();
                event.stopPropagation();
                const key = written(event);
                const fits = canBe(deed, key);
                if (fits) take(assign(now, deed, key));
                draw();
                said.textContent = fits ? `${saidKeys([key])[0]}: ${does}.` : `${saidKeys([key])[0]} is for typing, or for something else already.`;
                /** @type {HTMLElement | null} */ (list.children[deeds.findIndex(d => d.deed === deed)]?.querySelector('button'))?.focus();
            };
            const stop = () => document.removeEventListener('keydown', press, true);
            document.addEventListener('keydown', press, true);
            change.addEventListener('blur', () => { stop(); change.textContent = 'Change'; }, { once: true });
        }
    });
}

/**
 * What can be done with one turn.
 * @param {HTMLElement} root @param {string} title @param {{first: boolean, startMs: number | null, unheard: boolean}} turn
 * @returns {Promise<{deed: string, startMs?: number | null} | null>}
 */
export function turnDeeds(root, title, turn) {
    return show(root, title, close => {
        const time = el('input', { value: turn.startMs === null ? '' : clock(turn.startMs), autocomplete: 'off', inputmode: 'text', placeholder: '12:05' });
        const wrong = el('p', { class: 'wrong', role: 'alert', hidden: true });
        return [
            el('form', { on: { submit: (/** @type {SubmitEvent} */ event) => {
                event.preventDefault();
                const typed = time.value.trim();
                const ms = typed === '' ? null : readClock(typed);
                if (typed !== '' && ms === null) {
                    wrong.textContent = 'Type a time such as 12:05 or 1:02:05, or leave it empty.';
                    wrong.hidden = false;
                    return;
                }

                close({ deed: 'time', startMs: ms });
            } } }, el('label', {}, 'It starts at ', time), wrong, el('div', { class: 'deeds' }, el('button', { class: 'primary', text: 'Set the time' }))),
            el('div', { class: 'deeds stack' },
                turn.unheard ? button('It is right: I compared it with the sound', () => close({ deed: 'heard' }), { class: 'quiet' }) : null,
                turn.first ? null : button('Join it to the turn before', () => close({ deed: 'join' }), { class: 'quiet' }),
                button('An empty turn after it', () => close({ deed: 'add' }), { class: 'quiet' }),
                button('Take it out', () => close({ deed: 'remove' }), { class: 'quiet' }),
                button('Cancel', () => close(null), { class: 'quiet' })),
        ];
    });
}

/** One label. @param {HTMLElement} root @param {string} title @param {string} value @returns {Promise<string | null>} */
export function speakerLabel(root, title, value) {
    return show(root, title, close => {
        const field = el('input', { value, maxlength: 60, required: true, autofocus: true, autocomplete: 'off' });
        return [el('form', { on: { submit: (/** @type {SubmitEvent} */ event) => { event.preventDefault(); close(field.value.trim()); } } },
            el('label', {}, 'Label ', field), el('p', { class: 'soft', text: 'A label and no name, such as “Interviewer 2” or “A voice at the door”.' }),
            el('div', { class: 'deeds' }, el('button', { class: 'primary', text: 'Keep' }), button('Cancel', () => close(null), { class: 'quiet' })))];
    });
}

/** @param {HTMLElement} root @param {boolean} mayOpen whether the person may let it past the admins @returns {Promise<{identifiable: boolean, open: boolean} | null>} */
export function sendDialog(root, mayOpen) {
    return show(root, 'Hand it on as a transcript?', close => {
        const names = el('input', { type: 'radio', name: 'names', checked: true });
        const none = el('input', { type: 'radio', name: 'names' });
        const open = el('input', { type: 'checkbox', checked: true });
        const openRow = el('label', { class: 'tick inner', hidden: true }, open, ' Open it for coding at once');
        for (const radio of [names, none]) radio.addEventListener('change', () => { openRow.hidden = !none.checked; });
        return [
            el('p', { text: 'It becomes the transcript of this interview, with its speakers and times. Nothing more is typed here then; words are put right in the transcript.' }),
            mayOpen ? el('fieldset', {}, el('legend', { text: 'Does it identify anybody?' }),
                el('label', { class: 'tick' }, names, ' It names people, places or employers, or may: admins anonymise it before anybody reads it'),
                el('label', { class: 'tick' }, none, ' I have checked that it identifies no one'), openRow)
                : el('p', { text: 'Admins anonymise it before anybody reads it.' }),
            el('div', { class: 'deeds' }, button('Hand it on', () => close({ identifiable: !none.checked, open: none.checked && open.checked }), { class: 'primary', autofocus: true }), button('Cancel', () => close(null), { class: 'quiet' })),
        ];
    });
}

/** Words that could not be saved, to be copied before they are gone. @param {HTMLElement} root @param {string} words @returns {Promise<boolean>} whether to load what the others saved */
export async function unsavedWords(root, words) {
    return await show(root, 'Load what was saved?', close => [
        el('p', { text: 'What you typed since is below. It is not saved anywhere: copy what you need, then type or paste it again where it belongs.' }),
        el('textarea', { readonly: true, rows: 10, value: words, 'aria-label': 'What you typed and is not saved' }),
        el('div', { class: 'deeds' }, button('Load what was saved', () => close(true), { class: 'primary destroys' }), button('Copy', () => { void navigator.clipboard?.writeText(words); }, { class: 'quiet' }), button('Not yet', () => close(null), { class: 'quiet' })),
    ]) === true;
}
