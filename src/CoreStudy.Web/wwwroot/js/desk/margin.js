// @ts-check
import { pack, stagger } from './lanes.js';
import { el } from './dom.js';
/**
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./text.js').Turn} Turn
 * @typedef {import('./painter.js').Piece} Piece
 * @typedef {{turn: Turn, pieces: Piece[]}} PaintedTurn
 */

const laneWidth = 9;
const labelHeight = 19;

/**
 * Brackets and labels beside each painted turn. They are for the eye: the same is said in the list of the turn's codings.
 * @param {{look: ReturnType<typeof import('./look.js').lookOf>, nameOf: (codeId: string) => string, me: string, lanes: () => number}} by
 */
export function marginOf({ look, nameOf, me, lanes }) {
    /** @type {Map<number, HTMLElement>} */
    const drawn = new Map();
    /** @type {Set<string> | null} */
    let lit = null;
    /** @type {string | null} */
    let active = null;

    return { draw, clear, light, activate };

    /** Measures all first and draws then, so that the page is laid out once. @param {PaintedTurn[]} turns */
    function draw(turns) {
        const measured = turns.map(measure);
        measured.forEach(({ turn, reaches, height }) => put(turn, reaches, height));
    }

    /** @param {PaintedTurn} painted */
    function measure({ turn, pieces }) {
        if (pieces.length === 0) return { turn, height: 0, reaches: [] };
        const box = turn.section.getBoundingClientRect();
        /** @type {Map<string, {coding: Coding, top: number, bottom: number}>} */
        const reaches = new Map();
        for (const { node, codings } of pieces) {
            const rects = node.getClientRects();
            if (rects.length === 0) continue;
            const top = rects[0].top - box.top;
            const bottom = rects[rects.length - 1].bottom - box.top;
            for (const coding of codings) {
                const reach = reaches.get(coding.id);
                if (reach) reach.bottom = bottom;
                else reaches.set(coding.id, { coding, top, bottom });
            }
        }

        return { turn, height: box.height, reaches: [...reaches.values()] };
    }

    /** @param {Turn} turn @param {{coding: Coding, top: number, bottom: number}[]} reaches @param {number} height */
    function put(turn, reaches, height) {
        if (reaches.length === 0) return clear(turn);
        const room = lanes();
        const byId = new Map(reaches.map(reach => [reach.coding.id, reach]));
        const packed = pack(reaches.map(({ coding, top, bottom }) => ({ id: coding.id, top, bottom, weight: coding.end - coding.start })), room);
        const labels = stagger(
            [...packed.placed.keys()].map(id => ({ id, top: Math.max(0, byId.get(id)?.top ?? 0) })), labelHeight,
            packed.left.length > 0 ? height - labelHeight : height);

        const parts = [];
        for (const [id, lane] of packed.placed) {
            const { coding, top, bottom } = /** @type {typeof reaches[0]} */ (byId.get(id));
            const open = (coding.start < turn.start ? ' from-before' : '') + (coding.end > turn.end ? ' goes-on' : '');
            const bracket = el('div', { class: `bracket ${look.classOf(coding)} ${stateOf(coding)}${open}`, 'data-coding': id });
            bracket.style.cssText = `top:${top.toFixed(1)}px;height:${Math.max(8, bottom - top).toFixed(1)}px;left:${lane * laneWidth}px`;
            parts.push(bracket);
        }

        for (const [id, top] of labels.placed) {
            const { coding } = /** @type {typeof reaches[0]} */ (byId.get(id));
            const label = el('div', { class: `bracket-label ${look.classOf(coding)} ${stateOf(coding)}`, 'data-coding': id },
                el('span', { class: 'bracket-name', text: nameOf(coding.codeId) }),
                el('span', { class: 'bracket-coder', text: (coding.memberId === me ? '' : look.initialsOf(coding.memberId)) }));
            label.style.top = `${top.toFixed(1)}px`;
            parts.push(label);
        }

        const more = packed.left.length + labels.left.length;
        if (more > 0) {
            const chip = el('div', { class: 'bracket-more', text: `+${more}`, 'data-turn-codings': turn.index });
            chip.style.top = `${Math.max(0, ...[...labels.placed.values()].map(top => top + labelHeight)).toFixed(1)}px`;
            parts.push(chip);
        }

        let holder = drawn.get(turn.index);
        if (!holder) {
            holder = el('div', { class: 'turn-margin', 'aria-hidden': 'true' });
            turn.section.append(holder);
            drawn.set(turn.index, holder);
        }

        holder.replaceChildren(...parts);
        lightHolder(holder);
    }

    /** @param {Coding} coding */
    function stateOf(coding) {
        return `${coding.state}${coding.unsure ? ' unsure' : ''}${coding.memberId === me ? ' mine' : ''}`;
    }

    /** @param {Turn} turn */
    function clear(turn) {
        drawn.get(turn.index)?.remove();
        drawn.delete(turn.index);
    }

    /** @param {Set<string> | null} ids */
    function light(ids) {
        lit = ids;
        for (const holder of drawn.values()) lightHolder(holder);
    }

    /** @param {string | null} id */
    function activate(id) {
        active = id;
        for (const holder of drawn.values()) lightHolder(holder);
    }

    /** @param {HTMLElement} holder */
    function lightHolder(holder) {
        for (const part of /** @type {Iterable<HTMLElement>} */ (/** @type {unknown} */ (holder.children))) {
            const id = part.dataset.coding;
            if (!id) continue;
            part.classList.toggle('lit', lit !== null && lit.has(id));
            part.classList.toggle('active', id === active);
        }
    }
}
