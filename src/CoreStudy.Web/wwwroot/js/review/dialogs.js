// @ts-check
import { dialogsOf } from '../desk/dialogs.js';
import { button, el } from '../desk/dom.js';
import { categories, hasEntries } from './categories.js';

export const { show, confirm } = dialogsOf('review-dialog');

/**
 * Whom words mean: one of those who could be meant, or somebody new.
 * @param {HTMLElement} root @param {string} words @param {{id: string, replacement: string, forms: string[], here: number}[]} candidates @param {string[]} nouns empty where it is no person
 * @returns {Promise<{entry?: string, isNew?: boolean, noun?: string} | null>}
 */
export function whom(root, words, candidates, nouns) {
    return show(root, `Who or what is “${words}” here?`, close => {
        const noun = nouns.length > 0 ? nounField(nouns) : null;
        return [
            el('p', { class: 'soft', text: candidates.length > 0 ? 'The study knows this form already. Choose, for two people can share a name.' : 'Nothing fits yet.' }),
            el('ol', { class: 'candidates' }, ...candidates.map((candidate, i) => el('li', {}, candidateButton(candidate, () => close({ entry: candidate.id }), i === 0)))),
            noun,
            el('div', { class: 'deeds' },
                button('Somebody or something new', () => close({ isNew: true, noun: valueOf(noun) }), { class: candidates.length > 0 ? 'quiet' : 'primary' }),
                button('Cancel', () => close(null), { class: 'quiet' })),
        ];
    });
}

/** @param {{replacement: string, forms: string[], here?: number}} entry @param {() => void} choose @param {boolean} first */
function candidateButton(entry, choose, first) {
    return el('button', { type: 'button', class: 'candidate', autofocus: first, on: { click: choose } },
        el('strong', { text: entry.replacement }),
        el('span', { text: ` ${entry.forms.slice(0, 6).map(f => `“${f}”`).join(', ')}${entry.here ? ` · ${entry.here} here` : ''}` }));
}

/** @param {string[]} nouns */
export function nounField(nouns) {
    const list = el('select', { name: 'noun' }, ...nouns.map(n => el('option', { value: n, text: n })));
    return el('label', {}, 'What they are to the speaker ', list);
}

/** @param {HTMLElement | null} field */
export const valueOf = field => /** @type {HTMLSelectElement | HTMLInputElement | null} */ (field?.querySelector('select, input'))?.value || undefined;

/**
 * What selected words are, and where to replace them.
 * @param {HTMLElement} root @param {string} words @param {string[]} nouns @param {string} guess the kind that is chosen at first
 * @returns {Promise<{category: string, noun?: string, same: boolean, replacement?: string} | null>}
 */
export function mark(root, words, nouns, guess) {
    return show(root, `Replace “${words.length > 60 ? words.slice(0, 57) + '…' : words}”`, close => {
        const kind = el('select', { name: 'category', autofocus: true }, ...categories.map(c => el('option', { value: c.id, text: c.name, selected: c.id === guess })));
        const noun = nounField(nouns);
        const prompt = el('p', { class: 'soft', hidden: true, text: 'Ask yourself: is it a unique role, an event that was in the news, how a family is made up, a place of birth together with a job? Say what may stand there instead.' });
        const instead = el('input', { name: 'replacement', maxlength: 58, autocomplete: 'off' });
        const insteadField = el('label', {}, 'What stands there instead (not required) ', instead);
        const same = el('input', { type: 'checkbox', checked: true });
        const change = () => {
            noun.hidden = kind.value !== 'person';
            prompt.hidden = kind.value !== 'indirect';
            insteadField.hidden = hasEntries(kind.value);
        };
        kind.addEventListener('change', change);
        change();
        return [
            el('form', { on: { submit: (/** @type {SubmitEvent} */ event) => {
                event.preventDefault();
                close({ category: kind.value, noun: noun.hidden ? undefined : valueOf(noun), same: same.checked, replacement: insteadField.hidden ? undefined : instead.value.trim() || undefined });
            } } },
            el('label', {}, 'What it is ', kind), noun, prompt, insteadField,
            el('label', { class: 'tick' }, same, ' Wherever these words stand in this transcript'),
            el('div', { class: 'deeds' }, el('button', { class: 'primary', text: 'Replace' }), button('Cancel', () => close(null), { class: 'quiet' }))),
        ];
    });
}

/** One line of text. @param {HTMLElement} root @param {string} title @param {string} label @param {string} value @param {string} help @param {string} deed @returns {Promise<string | null>} */
export function line(root, title, label, value, help, deed) {
    return show(root, title, close => {
        const field = el('input', { value, maxlength: 200, autofocus: true, autocomplete: 'off' });
        return [el('form', { on: { submit: (/** @type {SubmitEvent} */ event) => { event.preventDefault(); close(field.value); } } },
            el('label', {}, label + ' ', field), help ? el('p', { class: 'soft', text: help }) : null,
            el('div', { class: 'deeds' }, el('button', { class: 'primary', text: deed }), button('Cancel', () => close(null), { class: 'quiet' })))];
    });
}

/** Type to find an entry of the register. @param {HTMLElement} root @param {string} title @param {{id: string, replacement: string, forms: string[]}[]} entries @returns {Promise<string | null>} its id */
export function findEntry(root, title, entries) {
    return show(root, title, close => {
        const field = el('input', { type: 'search', autofocus: true, autocomplete: 'off', 'aria-label': 'Find an entry' });
        const list = el('ol', { class: 'candidates' });
        const fill = () => {
            const sought = field.value.trim().toLowerCase();
            const fitting = entries.filter(e => sought === '' || e.replacement.toLowerCase().includes(sought) || e.forms.some(f => f.toLowerCase().includes(sought))).slice(0, 12);
            list.replaceChildren(...fitting.map(e => el('li', {}, candidateButton(e, () => close(e.id), false))));
            if (fitting.length === 0) list.append(el('li', { class: 'soft', text: 'The register has none like this.' }));
        };
        field.addEventListener('input', fill);
        fill();
        return [el('form', { on: { submit: (/** @type {SubmitEvent} */ event) => { event.preventDefault(); /** @type {HTMLButtonElement | null} */ (list.querySelector('button'))?.click(); } } }, field), list,
            el('div', { class: 'deeds' }, button('Cancel', () => close(null), { class: 'quiet' }))];
    });
}

const keys = [
    ['j  k', 'next, previous place'], ['a', 'accept: it identifies'], ['A', 'accept everything written so in this transcript'], ['r', 'reject: it identifies nobody'],
    ['R', 'reject everything written so in this transcript'], ['[  ]', 'move the left border by a word'], ['{  }', 'move the right border by a word'],
    ['1 … 9, 0', categories.filter(c => c.key).map(c => `${c.key} ${c.name}`).join(', ')], ['m', 'it means an entry that is there: type to find'], ['n', 'it is somebody or something new'],
    ['s', 'it is somebody else than the others written so'], ['J', 'two entries are one'], ['e', 'other words here alone'], ['E', 'other words for the entry, in the whole study'],
    ['v', 'take the keyboard to the words: arrows move by word, Shift widens, Enter replaces, Esc leaves'], ['Enter', 'replace the selected words'],
    ['u  U', 'undo, do again'], ['g', 'sweep: what is left that might identify'], ['f', 'find in the list'], ['?', 'this help'],
];

/** @param {HTMLElement} root */
export function help(root) {
    return show(root, 'Keys', close => [
        el('dl', { class: 'keys' }, ...keys.flatMap(([key, does]) => [el('dt', {}, ...key.split('  ').map(k => el('kbd', { text: k }))), el('dd', { text: does })])),
        el('div', { class: 'deeds' }, button('Close', () => close(null), { class: 'quiet', autofocus: true })),
    ]);
}

/**
 * The finds of the scan, and the release.
 * @param {HTMLElement} root @param {{words: string, context: string, why: string, reason: string}[]} hits @param {(words: string) => Promise<void>} explain
 * @returns {Promise<{open: boolean} | null>}
 */
export function release(root, hits, explain) {
    const unexplained = hits.filter(h => h.reason === '');
    return show(root, unexplained.length > 0 ? 'The scan found something' : 'Release this transcript?', close => {
        const open = el('input', { type: 'checkbox', checked: true });
        return [
            el('p', { text: unexplained.length > 0
                ? 'The words to be released were read once more with everything the study knows. Take the transcript back to review and replace these, or say why each identifies nobody.'
                : `The words to be released were read once more with everything the study knows: ${hits.length === 0 ? 'nothing was found' : 'every find was explained'}. Team members will read them in place of the original. It is pseudonymised, not anonymous: the register can still tell who is who.` }),
            hits.length > 0 ? el('ul', { class: 'hits' }, ...hits.map(hit => el('li', {},
                el('p', {}, el('strong', { text: `“${hit.words}”` }), ` ${hit.why}`), el('p', { class: 'soft', text: `…${hit.context}…` }),
                hit.reason !== '' ? el('p', { text: `Explained: ${hit.reason}` }) : button('It identifies nobody, because…', () => { close(null); void explain(hit.words); }, { class: 'quiet' })))) : null,
            unexplained.length === 0 ? el('label', { class: 'tick' }, open, ' Open it for coding at once') : null,
            el('div', { class: 'deeds' },
                unexplained.length === 0 ? button('Release', () => close({ open: open.checked }), { class: 'primary', autofocus: true }) : null,
                button(unexplained.length > 0 ? 'Close' : 'Cancel', () => close(null), { class: 'quiet' })),
        ];
    });
}
