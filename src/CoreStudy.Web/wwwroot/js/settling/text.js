// @ts-check
import { button, el } from '../desk/dom.js';
import { coderColours } from '../desk/colours.js';
import { pieces } from './model.js';
/** @typedef {ReturnType<import('./model.js').modelOf>} Model @typedef {import('./model.js').Difference} Difference */

/** How far beyond the window lanes are drawn. */
const near = '800px 0px';

/**
 * The transcript with a column for each lane and one for what is settled. The words are there from the beginning; marks and lanes only near the window.
 * @param {HTMLElement} root @param {() => Model} of @param {(difference: string) => void} choose
 */
export function textOf(root, of, choose) {
    /** @type {{row: HTMLElement, words: HTMLElement, cells: HTMLElement[]}[]} */
    const rows = [];
    const drawn = new Set();
    /** @type {Difference | null} */
    let lit = null;
    const observer = new IntersectionObserver(entries => {
        for (const entry of entries) {
            const number = Number(/** @type {HTMLElement} */ (entry.target).dataset.turn);
            if (entry.isIntersecting) draw(number);
            else wipe(number);
        }
    }, { rootMargin: near });

    const first = of();
    root.style.setProperty('--lanes', String(first.lanes.length));
    for (const turn of first.turns) {
        const words = el('p', { class: 'turn-words', 'data-start': turn.start, text: first.words.slice(turn.start, turn.end) });
        const cells = [...first.lanes, null].map(() => el('div', { class: 'lane' }));
        const row = el('section', { class: turn.isInterviewer ? 'settle-turn interviewer' : 'settle-turn', 'data-turn': turn.number, 'aria-label': `Turn ${turn.number + 1}, ${turn.speaker}` },
            el('h3', {}, el('span', { class: 'turn-number', text: String(turn.number + 1) }), ' ', turn.speaker), words, ...cells);
        rows.push({ row, words, cells });
        root.append(row);
        observer.observe(row);
    }

    /** @param {number} number */
    function draw(number) {
        drawn.add(number);
        const model = of();
        const turn = model.turns[number];
        const { words, cells } = rows[number];
        const litHere = lit ? lit.codings.map(id => model.codings.get(id)).filter(c => c !== undefined && c.start < turn.end && c.end > turn.start) : [];
        const open = model.codingsIn[number].filter(c => { const d = model.byId.get(model.ofCoding.get(c.id) ?? ''); return d && model.stateOf(d) !== 'settled'; });
        const parts = pieces(turn, [...litHere.map(c => ({ .../** @type {any} */ (c), as: 'lit' })), ...model.settledIn[number].map(s => ({ ...s, as: 'settled' })), ...open.map(c => ({ ...c, as: 'open' }))]);
        words.replaceChildren(...parts.map(part => {
            const text = model.words.slice(part.start, part.end);
            if (part.of.length === 0) return document.createTextNode(text);
            const mark = el('span', { class: [...new Set(part.of.map(p => `in-${p.as}`))].join(' '), text });
            const lanes = [...new Set(part.of.filter(p => p.as === 'lit').map(p => p.lane))];
            if (lanes.length > 0) lines(mark, lanes);
            return mark;
        }));
        for (let lane = 0; lane < cells.length - 1; lane++) {
            cells[lane].replaceChildren(...model.codingsIn[number].filter(c => c.lane === lane).map(c => {
                const difference = model.byId.get(model.ofCoding.get(c.id) ?? '');
                return chip(model, c, turn, difference ? model.stateOf(difference) : 'agreed', difference);
            }));
        }

        cells[cells.length - 1].replaceChildren(...model.settledIn[number].map(s => chip(model, s, turn, 'settled', s.difference ? model.byId.get(s.difference) : undefined)));
        // on a narrow screen lanes have no column heads: each says whose it is, where it holds something
        cells.forEach((cell, i) => { cell.dataset.lane = cell.childElementCount > 0 ? i < model.lanes.length ? model.lanes[i].name : 'Settled' : ''; });
    }

    /** @param {number} number */
    function wipe(number) {
        if (!drawn.delete(number)) return;
        const model = of();
        const turn = model.turns[number];
        const { words, cells } = rows[number];
        words.textContent = model.words.slice(turn.start, turn.end);
        for (const cell of cells) cell.replaceChildren();
    }

    /** @param {Model} model @param {{code: string, start: number, end: number}} coding @param {{start: number, end: number}} turn @param {string} state @param {Difference | undefined} difference */
    function chip(model, coding, turn, state, difference) {
        const code = model.codes.get(coding.code);
        const name = code?.name ?? 'A code that is gone';
        const part = coding.start < turn.start ? '… ' : '';
        const on = coding.end > turn.end ? ' …' : '';
        const isLit = difference !== undefined && difference.id === lit?.id;
        const made = button('', () => { if (difference) choose(difference.id); }, {
            class: `chip ${state}${isLit ? ' lit' : ''}`, tabindex: -1, title: `${name}: ${model.excerpt(coding, 160)}`, disabled: difference === undefined,
        });
        const dot = el('span', { class: 'dot', 'aria-hidden': 'true' });
        dot.style.backgroundColor = code?.colour ?? '#777777';
        made.append(dot, el('span', { class: 'chip-name', text: `${part}${name}${on}` }));
        return made;
    }

    return {
        /** Draws a turn again, if it is near. @param {Iterable<number>} numbers */
        paint(numbers) { for (const number of numbers) if (drawn.has(number)) draw(number); },
        paintAll() { for (const number of [...drawn]) draw(number); },
        drawnCount: () => drawn.size,
        /** Lights a difference and brings it into sight. @param {Difference | null} difference @param {number} covered how much of the window's foot is covered, in pixels */
        light(difference, covered) {
            const model = of();
            const before = lit ? model.turnsOf(model.placeOf(lit)) : [];
            lit = difference;
            const now = lit ? model.turnsOf(model.placeOf(lit)) : [];
            for (const number of new Set([...before, ...now.slice(0, 40)])) if (drawn.has(number) || now.includes(number)) draw(number);
            if (now.length === 0) return;
            const target = rows[now[0]].words.querySelector('.in-lit') ?? rows[now[0]].row;
            const box = target.getBoundingClientRect();
            root.style.setProperty('--covered', `${covered}px`);
            if (box.top < 140 || box.bottom > innerHeight - covered - 24) target.scrollIntoView({ block: 'center' });
        },
        /** The selected stretch of the words, blanks at its ends left out; null where there is none. @returns {{start: number, end: number} | null} */
        selected() {
            const selection = document.getSelection();
            if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
            const range = selection.getRangeAt(0);
            const from = position(range.startContainer, range.startOffset), to = position(range.endContainer, range.endOffset);
            if (from === null || to === null || to <= from) return null;
            const { words } = of();
            let [start, end] = [from, to];
            while (start < end && /\s/u.test(words[start])) start++;
            while (end > start && /\s/u.test(words[end - 1])) end--;
            return start < end ? { start, end } : null;
        },
        detach: () => observer.disconnect(),
    };

    /** @param {Node} node @param {number} offset @returns {number | null} */
    function position(node, offset) {
        const cell = /** @type {HTMLElement | null} */ ((node instanceof Element ? node : node.parentElement)?.closest('.turn-words') ?? null);
        if (!cell || !root.contains(cell)) return null;
        const before = document.createRange();
        before.setStart(cell, 0);
        before.setEnd(node, offset);
        return Number(cell.dataset.start) + before.toString().length;
    }
}

/** A line below the words for each lane, told apart by its place and its pattern as well as by its colour. @param {HTMLElement} mark @param {number[]} lanes */
export function lines(mark, lanes) {
    mark.style.setProperty('--rows', String(Math.max(...lanes) + 1));
    mark.style.backgroundImage = lanes.map(lane => pattern(lane)).join(', ');
    mark.style.backgroundPosition = lanes.map(lane => `0 calc(100% - ${lane * 5}px)`).join(', ');
    mark.style.backgroundSize = lanes.map(() => '100% 3px').join(', ');
    mark.style.backgroundRepeat = 'no-repeat';
}

/** @param {number} lane */
export function pattern(lane) {
    const colour = colourOf(lane);
    if (lane % 3 === 0) return `linear-gradient(${colour}, ${colour})`;
    const dash = lane % 3 === 1 ? 7 : 2;
    return `repeating-linear-gradient(90deg, ${colour} 0 ${dash}px, transparent ${dash}px ${dash + 3}px)`;
}

/** @param {number} lane */
export const colourOf = lane => `light-dark(${coderColours[lane % coderColours.length]}, color-mix(in srgb, ${coderColours[lane % coderColours.length]} 62%, white))`;
