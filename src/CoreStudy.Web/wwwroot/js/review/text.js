// @ts-check
import { el } from '../desk/dom.js';
import { turnAt } from './places.js';
/** @typedef {import('./places.js').Place} Place @typedef {import('./places.js').Turn} Turn */

/**
 * The text in two columns: each turn as it came, and as it would be released. Only turns that changed are made again.
 * @param {HTMLElement} root @param {Turn[]} turns
 */
export function textOf(root, turns) {
    /** @type {{row: HTMLElement, original: HTMLElement, released: HTMLElement}[]} */
    const rows = [];
    let lit = '';
    for (const turn of turns) {
        const original = el('p', { class: 'turn-original', 'data-start': turn.start });
        const released = el('p', { class: 'turn-released' });
        const row = el('section', { class: turn.isInterviewer ? 'review-turn interviewer' : 'review-turn', 'data-turn': turn.number, 'aria-label': `Turn ${turn.number + 1}, ${turn.speaker}` },
            el('h3', {}, el('span', { class: 'turn-number', text: String(turn.number + 1) }), ' ', turn.speaker), original, released);
        rows.push({ row, original, released });
        root.append(row);
    }

    return {
        rows,
        /** Makes a turn's two texts again. @param {number} number @param {(Place & {sweep?: boolean})[]} places of this turn, in order */
        paint(number, places) {
            const turn = turns[number];
            const { original, released } = rows[number];
            original.replaceChildren(...pieces(turn.text, places.map(p => ({ start: p.start - turn.start, end: p.end - turn.start, place: p })), p => el('mark', {
                'data-place': p.id, class: `${p.sweep ? 'sweep' : p.status}${p.id === lit ? ' lit' : ''}`,
            })));
            const tokens = turn.pieces.length > 0 ? turn.pieces : [...turn.released.matchAll(/\[[^\]\n]{1,60}\]/gu)].map(m => ({ start: m.index, end: m.index + m[0].length, place: '' }));
            released.replaceChildren(...pieces(turn.released, tokens.map(p => ({ ...p, place: { id: p.place } })), p => el('span', {
                class: `token${p.id && p.id === lit ? ' lit' : ''}`, 'data-place': p.id || null,
            })));
        },
        /** Lights a place, and no other. @param {string} id */
        light(id) {
            for (const old of root.querySelectorAll('.lit')) old.classList.remove('lit');
            lit = id;
            if (id) for (const now of root.querySelectorAll(`[data-place="${id}"]`)) now.classList.add('lit');
            return /** @type {HTMLElement | null} */ (id ? root.querySelector(`mark[data-place="${id}"]`) : null);
        },
        /** The selected stretch of the original, blanks at its ends left out; null where there is none within one turn. */
        selected() {
            const selection = document.getSelection();
            if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
            const range = selection.getRangeAt(0);
            const from = cellOf(range.startContainer), to = cellOf(range.endContainer);
            if (!from || !root.contains(from) || (to && to !== from)) return null;
            const text = from.textContent ?? '';
            const before = document.createRange();
            before.setStart(from, 0);
            before.setEnd(range.startContainer, range.startOffset);
            let start = before.toString().length;
            let end = to ? start + range.toString().length : text.length;
            while (start < end && /\s/u.test(text[start])) start++;
            while (end > start && /\s/u.test(text[end - 1])) end--;
            const at = Number(from.dataset.start);
            return start < end ? { start: start + at, end: end + at } : null;
        },
        /** The selected stretch of the released words, once they are released; null where there is none within one turn. */
        selectedReleased() {
            const selection = document.getSelection();
            if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
            const range = selection.getRangeAt(0);
            const cell = releasedOf(range.startContainer);
            if (!cell || releasedOf(range.endContainer) !== cell) return null;
            const number = rows.findIndex(r => r.released === cell);
            const before = document.createRange();
            before.setStart(cell, 0);
            before.setEnd(range.startContainer, range.startOffset);
            const raw = range.toString();
            const words = raw.trim();
            if (words === '') return null;
            const start = turns[number].releasedStart + before.toString().length + raw.length - raw.trimStart().length;
            return { start, end: start + words.length, words };
        },
        /** Selects a stretch of the original. @param {{start: number, end: number}} place */
        select(place) {
            const turn = turnAt(turns, place.start);
            const cell = rows[turn.number].original;
            const range = document.createRange();
            setEdge(range, 'setStart', cell, place.start - turn.start);
            setEdge(range, 'setEnd', cell, place.end - turn.start);
            const selection = document.getSelection();
            selection?.removeAllRanges();
            selection?.addRange(range);
            range.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
        },
    };
}

/** @param {Node | null} node */
function cellOf(node) {
    const element = node instanceof Element ? node : node?.parentElement;
    return /** @type {HTMLElement | null} */ (element?.closest('.turn-original') ?? null);
}

/** @param {Node | null} node */
function releasedOf(node) {
    const element = node instanceof Element ? node : node?.parentElement;
    return /** @type {HTMLElement | null} */ (element?.closest('.turn-released') ?? null);
}

/** @param {Range} range @param {'setStart' | 'setEnd'} which @param {HTMLElement} cell @param {number} at */
function setEdge(range, which, cell, at) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    let left = at;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (left <= length) return range[which](node, left);
        left -= length;
    }

    range[which](cell, cell.childNodes.length);
}

/**
 * @template P @param {string} text @param {{start: number, end: number, place: P}[]} marked @param {(place: P) => HTMLElement} make
 * @returns {Node[]}
 */
function pieces(text, marked, make) {
    const nodes = [];
    let reached = 0;
    for (const { start, end, place } of marked) {
        if (start < reached) continue;
        if (start > reached) nodes.push(document.createTextNode(text.slice(reached, start)));
        const element = make(place);
        element.textContent = text.slice(start, end);
        nodes.push(element);
        reached = end;
    }

    if (reached < text.length) nodes.push(document.createTextNode(text.slice(reached)));
    return nodes;
}
