// @ts-check
import { el, button } from './dom.js';
import { plain, synonymsOf } from './ranking.js';
import { describe } from './picker.js';
/** @typedef {import('./types.js').Code} Code */

/**
 * The codebook beside the text: a tree that keys can walk, with how often each code stands in this transcript.
 * @param {{
 *   holder: HTMLElement,
 *   codes: ReturnType<typeof import('./codes.js').codeTree>,
 *   store: ReturnType<typeof import('./store.js').codingStore>,
 *   look: ReturnType<typeof import('./look.js').lookOf>,
 *   digits: () => Map<number, string>,
 *   pins: () => import('./types.js').Pin[],
 *   members: import('./types.js').Member[],
 *   me: string,
 *   closed: Set<string>,
 *   hasSelection: () => boolean,
 *   onApply: (codeId: string) => void,
 *   onPin: (codeId: string, digit: number | null) => void,
 *   onFilter: () => void,
 *   onClosed: () => void,
 *   onDrag: (event: PointerEvent, codeId: string) => void,
 *   onPropose: (name: string) => void,
 *   mayPropose: () => boolean,
 *   createLabel: () => string,
 *   onLeave: () => void,
 * }} by
 */
export function codebookOf(by) {
    const { holder, codes, store, look } = by;
    /** @type {{code: Code, level: number, hasChildren: boolean}[]} */
    let rows = [];
    /** @type {Map<string, HTMLElement>} */
    const elements = new Map();
    let current = '';

    const filter = el('input', { type: 'search', placeholder: 'Find a code', 'aria-label': 'Find a code', autocomplete: 'off' });
    const tree = el('ul', { class: 'code-tree', role: 'tree', 'aria-label': 'Codebook' });
    const card = el('div', { class: 'code-card', role: 'region', 'aria-label': 'The code', tabindex: '0', hidden: true });
    const coder = el('select', { 'aria-label': 'Codings by' }, el('option', { value: '', text: 'Everyone' }),
        el('option', { value: by.me, text: 'Only mine' }), ...by.members.filter(m => m.id !== by.me).map(m => el('option', { value: m.id, text: m.name })));
    const unsure = el('input', { type: 'checkbox' });
    const narrowed = el('p', { class: 'narrowed', hidden: true });
    holder.append(el('div', { class: 'codebook-tools' }, filter,
        el('div', { class: 'filters' }, coder, el('label', { class: 'tick' }, unsure, el('span', { text: 'Not sure' })))), narrowed, tree, card);

    filter.addEventListener('input', () => read());
    filter.addEventListener('keydown', event => {
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
            if (event.key === 'Enter' && filter.value.trim() && rows.length === 0 && by.mayPropose()) by.onPropose(filter.value.trim());
            else focusRow(rows.find(row => row.code.name.toLowerCase().includes(filter.value.toLowerCase()))?.code.id ?? rows[0]?.code.id ?? '');
            event.preventDefault();
        } else if (event.key === 'Escape') {
            if (filter.value) { filter.value = ''; read(); } else by.onLeave();
            event.preventDefault();
        }

        event.stopPropagation();
    });
    coder.addEventListener('change', () => { look.filter.coder = coder.value; by.onFilter(); });
    unsure.addEventListener('change', () => { look.filter.unsure = unsure.checked; by.onFilter(); });
    tree.addEventListener('keydown', onKey);
    tree.addEventListener('focusin', event => {
        const id = /** @type {HTMLElement} */ (event.target).dataset.code;
        if (id) select(id);
    });
    tree.addEventListener('pointerdown', event => {
        const row = rowOf(event.target);
        if (row && event.button === 0 && !(/** @type {Element} */ (event.target)).closest('.twisty')) {
            if (event.pointerType === 'mouse') event.preventDefault(); // the selection and the focus stay as they are
            by.onDrag(event, row.dataset.code ?? '');
        }
    });
    tree.addEventListener('click', event => {
        const row = rowOf(event.target);
        if (!row) return;
        const id = row.dataset.code ?? '';
        if ((/** @type {Element} */ (event.target)).closest('.twisty')) toggle(id);
        else {
            select(id);
            if (by.hasSelection()) by.onApply(id);
        }
    });

    read();
    return { read, counts, focusFilter: () => { filter.focus(); filter.select(); }, focusTree: () => focusRow(current || rows[0]?.code.id || ''), showFilter };

    /** @param {EventTarget | null} target */
    function rowOf(target) {
        return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest('[role=treeitem]')) : null;
    }

    /** Builds the rows anew. */
    function read() {
        const wanted = plain(filter.value);
        rows = codes.rows(
            code => !wanted || plain(code.name).includes(wanted) || plain(code.shortcut ?? '').startsWith(wanted) || synonymsOf(code).some(word => plain(word).includes(wanted)),
            id => !wanted && by.closed.has(id));
        const hadFocus = tree.contains(document.activeElement);
        elements.clear();
        const digits = new Map([...by.digits()].map(([digit, id]) => [id, digit]));
        if (!rows.some(row => row.code.id === current)) current = rows[0]?.code.id ?? '';
        tree.replaceChildren(...rows.map(({ code, level, hasChildren }) => {
            const row = el('li', {
                role: 'treeitem', 'aria-level': level, tabindex: code.id === current ? '0' : '-1', 'data-code': code.id,
                'aria-expanded': hasChildren ? String(!by.closed.has(code.id)) : null, 'aria-selected': String(code.id === current), class: code.state.toLowerCase(),
            },
            el('span', { class: 'twisty', 'aria-hidden': 'true', text: hasChildren ? (by.closed.has(code.id) ? '▸' : '▾') : '' }),
            el('span', { class: `swatch ${look.codeClass(code.id)}`, 'aria-hidden': 'true' }),
            el('span', { class: 'code-name', text: code.name }),
            code.state === 'Proposed' && el('span', { class: 'pick-state', text: codes.isWaiting(code.id) ? 'waiting' : 'proposed' }),
            digits.has(code.id) && el('kbd', { text: String(digits.get(code.id)), 'aria-label': `, key ${digits.get(code.id)}` }),
            el('span', { class: 'code-count' }));
            row.style.setProperty('--level', String(level));
            elements.set(code.id, row);
            return row;
        }));
        if (rows.length === 0) {
            const name = filter.value.trim();
            tree.replaceChildren(el('li', { role: 'none', class: 'pick-none' }, 'No code answers to that. ',
                by.mayPropose() && name && button(`${by.createLabel()} “${name}”`, () => by.onPropose(name))));
        }

        counts();
        if (hadFocus) elements.get(current)?.focus();
        if (!card.hidden) showCard();
    }

    /** Only the numbers. @param {Iterable<string>} [codeIds] */
    function counts(codeIds) {
        for (const id of codeIds ?? elements.keys()) {
            const count = elements.get(id)?.lastElementChild;
            if (!count) continue;
            const { all, mine } = store.countOf(id);
            const words = all === 0 ? '' : by.look.filter.coder === by.me ? String(mine) : mine > 0 && mine < all ? `${mine} / ${all}` : String(all);
            if (count.textContent !== words) {
                count.textContent = words;
                count.setAttribute('title', `${mine} by you, ${all} in all`);
            }
        }
    }

    /** @param {string} id */
    function toggle(id) {
        if (!by.closed.delete(id)) by.closed.add(id);
        by.onClosed();
        read();
    }

    /** @param {string} id */
    function select(id) {
        if (id === current && !card.hidden) return;
        const before = elements.get(current);
        before?.setAttribute('tabindex', '-1');
        before?.setAttribute('aria-selected', 'false');
        current = id;
        elements.get(id)?.setAttribute('tabindex', '0');
        elements.get(id)?.setAttribute('aria-selected', 'true');
        showCard();
    }

    function showCard() {
        const code = codes.get(current);
        card.hidden = !code;
        if (!code) return;
        const pinned = by.pins().find(pin => pin.codeId === code.id)?.digit;
        const pin = el('select', { 'aria-label': `Key for ${code.name}` }, el('option', { value: '', text: 'No key' }),
            ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit => el('option', { value: digit, text: `Key ${digit}`, selected: digit === pinned })));
        pin.addEventListener('change', () => by.onPin(code.id, pin.value ? Number(pin.value) : null));
        card.replaceChildren(...describe(code), el('div', { class: 'card-tools' },
            button(look.filter.codeId === code.id ? 'Show all codes' : 'Only this code', () => {
                showFilter(look.filter.codeId === code.id ? null : code.id);
                by.onFilter();
            }), pin));
    }

    /** @param {string | null} codeId */
    function showFilter(codeId) {
        look.filter.codeId = codeId;
        look.filter.code = codeId ? codes.withDescendants(codeId) : null;
        coder.value = look.filter.coder;
        unsure.checked = look.filter.unsure;
        const any = !!codeId || !!look.filter.coder || look.filter.unsure;
        narrowed.hidden = !any;
        const words = [codeId && `“${codes.nameOf(codeId)}”`, look.filter.coder && `by ${look.nameOf(look.filter.coder)}`, look.filter.unsure && '“not sure”'].filter(Boolean);
        narrowed.replaceChildren(`Only ${words.join(', ')} `, button('Show all', () => {
            look.filter.coder = '';
            look.filter.unsure = false;
            showFilter(null);
            by.onFilter();
        }));
        if (!card.hidden) showCard();
    }

    /** @param {string} id */
    function focusRow(id) {
        elements.get(id)?.focus();
    }

    /** @param {KeyboardEvent} event */
    function onKey(event) {
        const at = rows.findIndex(row => row.code.id === current);
        const row = rows[at];
        if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
        const open = row.hasChildren && !by.closed.has(row.code.id);
        switch (event.key) {
            case 'ArrowDown': focusRow(rows[Math.min(rows.length - 1, at + 1)].code.id); break;
            case 'ArrowUp': focusRow(rows[Math.max(0, at - 1)].code.id); break;
            case 'Home': focusRow(rows[0].code.id); break;
            case 'End': focusRow(rows[rows.length - 1].code.id); break;
            case 'ArrowRight': if (row.hasChildren && !open) toggle(row.code.id); else if (open) focusRow(rows[at + 1]?.code.id ?? ''); break;
            case 'ArrowLeft': if (open) toggle(row.code.id); else focusRow(row.code.parentId ?? ''); break;
            case 'Enter': case ' ': if (by.hasSelection()) by.onApply(row.code.id); else showCard(); break;
            case 'Escape': by.onLeave(); break;
            default:
                if (/^[1-9]$/.test(event.key)) by.onPin(row.code.id, by.pins().some(p => p.codeId === row.code.id && p.digit === Number(event.key)) ? null : Number(event.key));
                else return;
        }

        event.preventDefault();
        event.stopPropagation();
    }
}
