// @ts-check
import { el, button } from './dom.js';
import { rank, synonymsOf } from './ranking.js';
/** @typedef {import('./types.js').Code} Code */

/**
 * The box at the end of the selection in which a code is chosen: recent ones under digits, any by typing, a new one at the end.
 * @param {{
 *   desk: HTMLElement,
 *   codes: ReturnType<typeof import('./codes.js').codeTree>,
 *   look: ReturnType<typeof import('./look.js').lookOf>,
 *   digits: () => Map<number, string>,
 *   recent: () => string[],
 *   mayPropose: () => boolean,
 *   createLabel: () => string,
 *   place: () => DOMRect,
 *   onPick: (codeId: string) => void,
 *   onCreate: (name: string) => void,
 *   onClose: (refocus: boolean) => void,
 * }} by
 */
export function pickerOf({ desk, codes, look, digits, recent, mayPropose, createLabel, place, onPick, onCreate, onClose }) {
    /** @type {({code: Code, digit?: number} | {create: string})[]} */
    let rows = [];
    let active = -1;
    let openedFor = /** @type {null | {title: string, pick: (codeId: string) => void, create: (name: string) => void, once: boolean}} */ (null);

    const input = el('input', {
        type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-expanded': 'true', 'aria-controls': 'desk-picker-list',
        'aria-autocomplete': 'list', 'aria-label': 'Code', placeholder: 'Code: type, or press a digit',
    });
    const list = el('ul', { id: 'desk-picker-list', role: 'listbox', 'aria-label': 'Codes' });
    const detail = el('div', { class: 'picker-detail', id: 'desk-picker-detail' });
    const title = el('p', { class: 'picker-title' });
    const box = el('div', { class: 'picker', role: 'dialog', 'aria-label': 'Choose a code', hidden: true },
        el('div', { class: 'picker-main' },
            el('div', { class: 'picker-top' }, title, button('×', () => close(), { class: 'quiet', 'aria-label': 'Close' })), input, list,
            el('p', { class: 'picker-hint', text: 'Enter applies and stays open · Enter on nothing closes' })), detail);
    desk.append(box);

    input.addEventListener('input', () => { read(input.value.trim() ? 0 : -1); });
    input.addEventListener('keydown', onKey);
    list.addEventListener('pointermove', event => {
        const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[role=option]'));
        if (row) activate(Number(row.dataset.row));
    });
    list.addEventListener('pointerdown', event => {
        event.preventDefault(); // the focus stays in the box
        const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[role=option]'));
        if (row) choose(Number(row.dataset.row));
    });

    return { open, close, retitle, get isOpen() { return !box.hidden; }, refresh: () => { if (!box.hidden) { read(active); } } };

    /** @param {string} words @param {{pick?: (codeId: string) => void, create?: (name: string) => void, typed?: string, once?: boolean}} [by] */
    function open(words, by = {}) {
        openedFor = { title: words, pick: by.pick ?? onPick, create: by.create ?? onCreate, once: by.once ?? false };
        title.textContent = words;
        box.hidden = false;
        input.value = by.typed ?? '';
        read(input.value ? 0 : -1);
        put();
        input.focus();
        input.select();
    }

    /** The words it was opened for have changed; what is typed stays. @param {string} words */
    function retitle(words) {
        if (openedFor.once) return;
        title.textContent = words;
        put();
    }

    function put() {
        const at = place();
        const room = { width: window.innerWidth, height: window.innerHeight };
        if (room.width < 720) {
            box.style.cssText = '';
            return;
        }

        const { width, height } = box.getBoundingClientRect();
        const top = at.bottom + 8 + height < room.height ? at.bottom + 8 : Math.max(8, at.top - height - 8);
        box.style.cssText = `top:${top}px;left:${Math.max(8, Math.min(at.right - 40, room.width - width - 8))}px`;
    }

    /** @param {boolean} [refocus] */
    function close(refocus = true) {
        if (box.hidden) return;
        box.hidden = true;
        openedFor = null;
        onClose(refocus);
    }

    /** @param {number} [wanted] the row to be active */
    function read(wanted = -1) {
        const typed = input.value.trim();
        if (typed) {
            rows = rank(codes.all, typed, recent()).slice(0, 30).map(code => ({ code }));
            if (mayPropose() && !codes.named(typed)) rows.push({ create: typed });
        } else {
            rows = [...digits()].sort(([a], [b]) => a - b).flatMap(([digit, id]) => {
                const code = codes.get(id);
                return code && code.state !== 'Retired' ? [{ code, digit }] : [];
            });
            if (rows.length < 5) {
                const there = new Set(rows.map(row => ('code' in row ? row.code.id : '')));
                rows.push(...codes.rows().filter(row => !row.hasChildren && !there.has(row.code.id)).slice(0, 9 - rows.length).map(row => ({ code: row.code })));
            }
        }

        list.replaceChildren(...rows.map((row, i) => el('li', { role: 'option', id: `desk-pick-${i}`, 'data-row': i, 'aria-selected': 'false' },
            ...('code' in row
                ? [
                    el('span', { class: `swatch ${look.codeClass(row.code.id)}`, 'aria-hidden': 'true' }),
                    el('span', { class: 'pick-name', text: row.code.name }),
                    row.code.state === 'Proposed' && el('span', { class: 'pick-state', text: 'proposed' }),
                    row.code.parentId && el('span', { class: 'pick-parent', text: codes.get(row.code.parentId)?.name ?? '' }),
                    row.digit !== undefined && el('kbd', { text: String(row.digit) }),
                ]
                : [el('span', { class: 'pick-new', 'aria-hidden': 'true', text: '+' }), el('span', { class: 'pick-name', text: `${createLabel()} “${row.create}” and apply it` })]))));
        if (rows.length === 0) list.append(el('li', { class: 'pick-none', role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true', text: 'No code answers to that.' }));
        activate(Math.min(wanted, rows.length - 1));
    }

    /** @param {number} row */
    function activate(row) {
        list.children[active]?.setAttribute('aria-selected', 'false');
        active = row;
        const element = list.children[row];
        if (row < 0 || !element || !rows[row]) {
            active = -1;
            input.removeAttribute('aria-activedescendant');
            input.removeAttribute('aria-describedby');
            detail.replaceChildren();
            return;
        }

        element.setAttribute('aria-selected', 'true');
        element.scrollIntoView({ block: 'nearest' });
        input.setAttribute('aria-activedescendant', element.id);
        const chosen = rows[row];
        detail.replaceChildren(...('code' in chosen ? describe(chosen.code) : []));
        if (detail.children.length > 0) input.setAttribute('aria-describedby', detail.id);
        else input.removeAttribute('aria-describedby');
    }

    /** @param {KeyboardEvent} event */
    function onKey(event) {
        if (event.isComposing) return;
        const empty = input.value === '';
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            const step = event.key === 'ArrowDown' ? 1 : -1;
            if (rows.length > 0) activate((active + step + rows.length + (active < 0 && step < 0 ? 1 : 0)) % rows.length);
        } else if (event.key === 'Enter') {
            if (active >= 0) choose(active);
            else if (empty) close();
        } else if (event.key === 'Escape' || event.key === 'Tab') close();
        else if (empty && /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
            const id = digits().get(Number(event.key));
            if (id) pick(id);
        } else return;
        event.preventDefault();
        event.stopPropagation();
    }

    /** @param {number} row */
    function choose(row) {
        const chosen = rows[row];
        if (!chosen) return;
        if ('code' in chosen) pick(chosen.code.id);
        else {
            const by = openedFor;
            input.value = '';
            by?.create(chosen.create);
            if (by?.once) close();
            else read();
        }
    }

    /** @param {string} id */
    function pick(id) {
        const by = openedFor;
        performance.mark('desk:key');
        input.value = '';
        by?.pick(id);
        if (by?.once) close();
        else read();
    }
}

/** What a code is for, in the order in which a coder asks. @param {Code} code @returns {HTMLElement[]} */
export function describe(code) {
    const synonyms = synonymsOf(code).join(', ');
    const parts = /** @type {[string, string | null | undefined][]} */ ([
        ['', code.definition], ['Use when', code.whenToUse], ['Not when', code.whenNotToUse], ['For example', code.example], ['Also called', synonyms], ['Shortcut', code.shortcut]]);
    return [
        el('h3', { text: code.name }),
        ...parts.filter(([, words]) => words).map(([label, words]) => el('p', {}, label && el('strong', { text: `${label} ` }), words ?? '')),
    ];
}
