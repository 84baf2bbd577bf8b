// @ts-check
import { cut } from './segments.js';
import { button } from './dom.js';
/**
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./text.js').Turn} Turn
 * @typedef {{start: number, end: number, codings: Coding[], node: HTMLElement}} Piece
 */

/**
 * Paints codings into the turns near the window, a few each frame, and takes them out of those that are far.
 * @param {{
 *   text: ReturnType<typeof import('./text.js').readTranscript>,
 *   store: ReturnType<typeof import('./store.js').codingStore>,
 *   look: ReturnType<typeof import('./look.js').lookOf>,
 *   scroller: HTMLElement,
 *   margin: ReturnType<typeof import('./margin.js').marginOf>,
 *   onPainted: (turns: number[]) => void,
 *   summaryOf: (turn: number, codings: Coding[]) => string,
 *   onSummary: (turn: number) => void,
 * }} by
 */
export function painterOf({ text, store, look, scroller, margin, onPainted, summaryOf, onSummary }) {
    /** @type {Map<number, {signature: string, pieces: Piece[]}>} */
    const painted = new Map();
    /** @type {Set<number>} */
    const near = new Set();
    /** @type {Set<number>} */
    const due = new Set();
    /** @type {Set<string> | null} */
    let lit = null;
    let frame = 0;
    let ready = /** @type {null | (() => void)} */ (null);

    const observer = new IntersectionObserver(entries => {
        for (const entry of entries) {
            const turn = Number(/** @type {HTMLElement} */ (entry.target).dataset.turn);
            if (entry.isIntersecting) near.add(turn);
            else near.delete(turn);
            due.add(turn);
        }

        ask();
    }, { root: scroller, rootMargin: '700px 0px' });

    return { start, touch, repaint, revised, remeasure, light, paintAll, piecesOf: (/** @type {number} */ turn) => painted.get(turn)?.pieces ?? [], detach };

    /** @returns {Promise<void>} when what is in view has been painted */
    function start() {
        for (const turn of text.turns) observer.observe(turn.section);
        return new Promise(resolve => { ready = resolve; });
    }

    function detach() {
        observer.disconnect();
        cancelAnimationFrame(frame);
    }

    /** Paints these turns now, if they are near the window. @param {Iterable<number>} turns */
    function touch(turns) {
        paint([...turns].filter(turn => near.has(turn) || painted.has(turn)));
    }

    /** Everything looks different: other colours, another filter. */
    function repaint() {
        for (const turn of painted.keys()) due.add(turn);
        for (const turn of near) due.add(turn);
        flush(50);
        ask();
    }

    /** The words of these turns are others, and all turns lie elsewhere. @param {number[]} turns */
    function revised(turns) {
        for (const turn of turns) {
            clear(turn);
            due.add(turn);
        }

        repaint();
    }

    /** The lines break elsewhere: the margin is measured again. */
    function remeasure() {
        const turns = [...painted.keys()].filter(turn => near.has(turn)).map(turn => text.turns[turn]);
        margin.draw(turns.map(turn => ({ turn, pieces: painted.get(turn.index)?.pieces ?? [] })));
    }

    /** For print: all of it. */
    function paintAll() {
        paint(text.turns.map(turn => turn.index));
    }

    function ask() {
        if (!frame) frame = requestAnimationFrame(() => { frame = 0; flush(4); });
    }

    /** Works through what is due, nearest to the middle of the window first, for some milliseconds. @param {number} most */
    function flush(most) {
        const began = performance.now();
        const middle = middleTurn();
        const wanted = [...due].filter(turn => near.has(turn)).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
        /** @type {{turn: Turn, pieces: Piece[]}[]} */
        const changed = [];
        for (const turn of wanted) {
            if (performance.now() - began > most) break;
            due.delete(turn);
            const written = rewrite(turn);
            if (written) changed.push(written);
        }

        finish(changed);
        for (const turn of due) {
            if (performance.now() - began > most) break;
            if (near.has(turn)) continue;
            due.delete(turn);
            clear(turn);
        }

        if (due.size > 0) ask();
        if (ready && ![...due].some(turn => near.has(turn))) {
            ready();
            ready = null;
        }
    }

    function middleTurn() {
        let low = Infinity;
        let high = 0;
        for (const turn of near) [low, high] = [Math.min(low, turn), Math.max(high, turn)];
        return (low + high) / 2;
    }

    /** @param {number[]} turns */
    function paint(turns) {
        /** @type {{turn: Turn, pieces: Piece[]}[]} */
        const changed = [];
        for (const index of turns) {
            const written = rewrite(index);
            if (written) changed.push(written);
        }

        finish(changed);
    }

    /** Writes a turn's marks, if they are others than before. @param {number} index */
    function rewrite(index) {
        const turn = text.turns[index];
        const codings = store.ofTurn(index).filter(look.shows);
        const signature = codings.map(c => `${c.id}${c.start}.${c.end}${look.classOf(c)}${c.state}${c.unsure}`).sort().join() + look.colouring;
        if (painted.get(index)?.signature === signature) return null;
        const pieces = write(turn, codings);
        painted.set(index, { signature, pieces });
        return { turn, pieces };
    }

    /** The margin of what was written, measured once for all of it. @param {{turn: Turn, pieces: Piece[]}[]} changed */
    function finish(changed) {
        if (changed.length === 0) return;
        margin.draw(changed);
        if (lit) for (const { pieces } of changed) lightPieces(pieces);
        onPainted(changed.map(({ turn }) => turn.index));
    }

    /** @param {Turn} turn @param {Coding[]} codings @returns {Piece[]} */
    function write(turn, codings) {
        const words = text.wordsOf(turn.index);
        const parts = [];
        /** @type {Piece[]} */
        const pieces = [];
        let at = turn.start;
        for (const piece of cut(turn.start, turn.end, codings)) {
            if (piece.start > at) parts.push(words.slice(at - turn.start, piece.start - turn.start));
            const [top, second] = piece.codings;
            const node = document.createElement('mark');
            node.className = look.classOf(top) + (second ? ` more ${look.classOf(second).replace('k-', 'u-')}` : '')
                + (piece.codings.some(c => c.state === 'waiting') ? ' waiting' : '') + (top.unsure ? ' unsure' : '');
            node.textContent = words.slice(piece.start - turn.start, piece.end - turn.start);
            parts.push(node);
            pieces.push({ ...piece, node });
            at = piece.end;
        }

        if (at < turn.end) parts.push(words.slice(at - turn.start));
        turn.p.replaceChildren(...parts);
        summarise(turn, codings);
        return pieces;
    }

    /** For those who hear the screen: after the words, how they are coded, as a button that leads there. @param {Turn} turn @param {Coding[]} codings */
    function summarise(turn, codings) {
        let summary = turn.section.querySelector('.turn-codes');
        if (!summary) turn.section.append(summary = button('', () => onSummary(turn.index), { class: 'turn-codes', tabindex: '-1' }));
        summary.textContent = summaryOf(turn.index, codings);
    }

    /** @param {number} index */
    function clear(index) {
        if (!painted.delete(index)) return;
        const turn = text.turns[index];
        if (turn.p.firstElementChild) turn.p.textContent = text.wordsOf(index);
        turn.section.querySelector('.turn-codes')?.remove();
        margin.clear(turn);
        onPainted([index]);
    }

    /** Lights the words of these codings and dims the rest; nothing: all as before. @param {Set<string> | null} ids */
    function light(ids) {
        lit = ids && ids.size > 0 ? ids : null;
        text.article.classList.toggle('dimmed', lit !== null);
        for (const [turn, { pieces }] of painted) if (near.has(turn)) lightPieces(pieces);
        margin.light(lit);
    }

    /** @param {Piece[]} pieces */
    function lightPieces(pieces) {
        for (const { codings, node } of pieces) node.classList.toggle('lit', lit !== null && codings.some(c => lit?.has(c.id)));
    }
}
