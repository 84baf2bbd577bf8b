// @ts-check
import { button, el } from '../desk/dom.js';
import { clock, spokenTime } from '../player/times.js';
/** @typedef {import('./turns.js').Turn} Turn @typedef {{label: string}} Speaker */

const grows = CSS.supports('field-sizing', 'content');

/**
 * The turns on the screen: a row each, made once, and drawn again only where something changed.
 * @param {{
 *   onInput: (id: number, text: string) => void, onTime: (id: number) => void, onSpeaker: (id: number, speaker: number | null) => void,
 *   onMore: (id: number) => void, onHeard: (id: number) => void, onEnter: (id: number) => void,
 * }} on
 */
export function listOf(on) {
    const element = el('ol', { class: 'typed', 'aria-label': 'What is typed, turn by turn' });
    /** @type {Map<number, HTMLElement>} */
    const rows = new Map();
    let speakers = /** @type {Speaker[]} */ ([]);
    /** @type {number | null} */
    let marked = null;

    element.addEventListener('input', event => {
        if (!(event.target instanceof HTMLTextAreaElement)) return;
        grow(event.target);
        on.onInput(idOf(event.target) ?? 0, event.target.value);
    });
    element.addEventListener('change', event => {
        if (event.target instanceof HTMLSelectElement) on.onSpeaker(idOf(event.target) ?? 0, event.target.value === '' ? null : Number(event.target.value));
    });
    element.addEventListener('click', event => {
        const pressed = event.target instanceof Element ? event.target.closest('button') : null;
        const id = idOf(pressed);
        if (id === null) return;
        if (pressed?.classList.contains('time')) on.onTime(id);
        else if (pressed?.classList.contains('more')) on.onMore(id);
        else if (pressed?.classList.contains('right')) on.onHeard(id);
    });
    element.addEventListener('focusin', event => {
        const target = /** @type {HTMLElement} */ (event.target);
        const id = idOf(target);
        if (id === null) return;
        if (target instanceof HTMLSelectElement) fillChoices(target); // a thousand lists of ten would be heavy
        if (target instanceof HTMLTextAreaElement) grow(target);
        on.onEnter(id);
    });
    element.addEventListener('pointerdown', event => { if (event.target instanceof HTMLSelectElement) fillChoices(event.target); });
    const near = grows ? null : new IntersectionObserver(seen => { for (const { target, isIntersecting } of seen) if (isIntersecting) grow(/** @type {HTMLTextAreaElement} */ (target)); }, { rootMargin: '400px' });

    return { element, fill, follow, draw, open, rename, focus, field, idOf, spoken };

    /** @param {Turn[]} turns @param {Speaker[]} people @param {boolean} isOpen */
    function fill(turns, people, isOpen) {
        speakers = people;
        const all = document.createDocumentFragment();
        for (const turn of turns) all.append(row(turn, isOpen));
        element.replaceChildren(all);
        number();
    }

    /** Brings in the rows that came, takes out those that went, draws those that changed. @param {Turn[]} turns @param {Speaker[]} people @param {boolean} isOpen */
    function follow(turns, people, isOpen) {
        speakers = people;
        const here = new Set(turns.map(turn => turn.id));
        for (const [id, old] of rows) {
            if (here.has(id)) continue;
            old.remove();
            rows.delete(id);
        }

        /** @type {Element | null} */
        let before = null;
        for (const turn of turns) {
            const known = rows.get(turn.id);
            const one = known ?? row(turn, isOpen);
            const place = before === null ? element.firstElementChild : before.nextElementSibling;
            if (place !== one) element.insertBefore(one, place);
            if (known) draw(turn, people);
            before = one;
        }

        number();
    }

    /** @param {Turn} turn @param {boolean} isOpen */
    function row(turn, isOpen) {
        const words = el('textarea', { class: 'words', rows: 1, spellcheck: 'true', autocomplete: 'off', readonly: !isOpen });
        const one = el('li', { class: 'typed-turn', 'data-id': turn.id },
            el('button', { type: 'button', class: 'time' }), el('select', { class: 'who', 'aria-label': 'Who speaks', disabled: !isOpen }), words,
            el('div', { class: 'turn-tools' }, button('Right', () => {}, { class: 'right', title: 'I compared this turn with the sound: it is right', hidden: true }), button('⋯', () => {}, { class: 'more', disabled: !isOpen, 'aria-haspopup': 'dialog' })));
        rows.set(turn.id, one);
        near?.observe(words);
        draw(turn, speakers);
        return one;
    }

    /** @param {Turn} turn @param {Speaker[]} people */
    function draw(turn, people) {
        speakers = people;
        const one = rows.get(turn.id);
        if (!one) return;
        const [time, who, words, tools] = /** @type {[HTMLButtonElement, HTMLSelectElement, HTMLTextAreaElement, HTMLElement]} */ (/** @type {unknown} */ ([...one.children]));
        const speaker = turn.speaker === null ? null : people[turn.speaker];
        const shown = turn.startMs === null ? '–' : clock(turn.startMs);
        if (time.textContent !== shown) time.textContent = shown;
        time.setAttribute('aria-label', turn.startMs === null ? 'No time. Play from the turn before' : `${time.textContent}, play from ${spokenTime(turn.startMs)}`);
        who.replaceChildren(el('option', { value: turn.speaker === null ? '' : String(turn.speaker), text: speaker?.label ?? 'Who?' }));
        one.dataset.hue = turn.speaker === null ? '' : String(turn.speaker % 8);
        one.classList.toggle('nobody', turn.speaker === null);
        one.classList.toggle('unheard', turn.unheard);
        /** @type {HTMLElement} */ (tools.firstElementChild).hidden = !turn.unheard;
        if (words.value !== turn.text) {
            words.value = turn.text;
            grow(words);
        }

        label(one, turn.unheard);
    }

    /** @param {HTMLElement} one @param {boolean} unheard */
    function label(one, unheard) {
        const number = one.dataset.number ?? '';
        const who = /** @type {HTMLSelectElement} */ (one.children[1]).selectedOptions[0]?.text ?? '';
        one.children[2].setAttribute('aria-label', `Turn ${number}, ${who}${unheard ? ', drafted by a machine and not checked' : ''}`);
        one.querySelector('.more')?.setAttribute('aria-label', `More for turn ${number}`);
        one.querySelector('.right')?.setAttribute('aria-label', `Turn ${number} is right`);
    }

    /** Says of each row which it is, where that changed. */
    function number() {
        [...element.children].forEach((child, i) => {
            const one = /** @type {HTMLElement} */ (child);
            if (one.dataset.number === String(i + 1)) return;
            one.dataset.number = String(i + 1);
            label(one, one.classList.contains('unheard'));
        });
    }

    /** @param {HTMLSelectElement} list */
    function fillChoices(list) {
        if (list.options.length > 1) return;
        const chosen = list.value;
        list.replaceChildren(el('option', { value: '', text: 'Who?' }), ...speakers.map((speaker, i) => el('option', { value: String(i), text: speaker.label })));
        list.value = chosen;
    }

    /** @param {boolean} isOpen */
    function open(isOpen) {
        for (const field of element.querySelectorAll('textarea')) field.readOnly = !isOpen;
        for (const control of element.querySelectorAll('select, .more')) /** @type {HTMLButtonElement} */ (control).disabled = !isOpen;
    }

    /** @param {Speaker[]} people */
    function rename(people) {
        speakers = people;
        for (const one of rows.values()) {
            const who = /** @type {HTMLSelectElement} */ (one.children[1]);
            who.replaceChildren(el('option', { value: who.value, text: who.value === '' ? 'Who?' : people[Number(who.value)].label }));
            label(one, one.classList.contains('unheard'));
        }
    }

    /** @param {number} id @param {number | 'end'} caret @param {boolean} [take] whether the keyboard goes there too */
    function focus(id, caret, take = true) {
        const one = field(id);
        if (!one) return;
        const at = caret === 'end' ? one.value.length : caret;
        if (take) one.focus({ preventScroll: true });
        one.setSelectionRange(at, at);
        rows.get(id)?.scrollIntoView({ block: 'nearest' });
    }

    /** @param {number} id @returns {HTMLTextAreaElement | null} */
    function field(id) {
        return rows.get(id)?.querySelector('textarea') ?? null;
    }

    /** The turn that something on the screen belongs to. @param {Element | null} inside */
    function idOf(inside) {
        const one = inside?.closest('.typed-turn');
        return one instanceof HTMLElement ? Number(one.dataset.id) : null;
    }

    /** Marks the turn that is spoken. @param {number | null} id */
    function spoken(id) {
        if (marked !== null) rows.get(marked)?.classList.remove('spoken');
        marked = id;
        const one = id === null ? null : rows.get(id);
        one?.classList.add('spoken');
        if (one && !element.contains(document.activeElement)) one.scrollIntoView({ block: 'nearest' }); // whoever types stays where they are
    }

    /** @param {HTMLTextAreaElement} field */
    function grow(field) {
        if (grows) return;
        field.style.height = 'auto';
        field.style.height = `${field.scrollHeight + 2}px`;
    }
}
