// @ts-check
import { boundariesOf } from './boundaries.js';
/**
 * @typedef {import('./types.js').Segment} Segment
 * @typedef {{index: number, section: HTMLElement, p: HTMLElement, start: number, end: number, speaker: string, time: string}} Turn
 */

/**
 * The transcript as it stands in the page, and the way between its offsets and the page's nodes. Only the words of turns count:
 * speakers, times and whatever the desk puts beside them have no offsets.
 * @param {HTMLElement} article
 * @param {number} [revision] of the text
 */
export function readTranscript(article, revision = 0) {
    /** @type {Turn[]} */
    const turns = [...article.querySelectorAll('section.turn')].map((section, index) => ({
        index,
        section: /** @type {HTMLElement} */ (section),
        p: /** @type {HTMLElement} */ (section.querySelector('.turn-text')),
        start: Number(/** @type {HTMLElement} */ (section).dataset.start),
        end: Number(/** @type {HTMLElement} */ (section).dataset.end),
        speaker: section.querySelector('.turn-speaker')?.textContent ?? '',
        time: section.querySelector('.turn-time')?.textContent ?? '',
    }));
    /** @type {ReturnType<typeof boundariesOf>[]} */
    const boundaries = [];

    return {
        article, turns,
        get length() { return turns.at(-1)?.end ?? 0; },
        /** The revision of the words that stand here. */
        get revision() { return revision; },
        revise, turnAt, boundaries: boundariesOfTurn, wordsOf, words, pointAt, ranges, rectAt, offsetAt, offsetAtPoint, turnOfNode,
    };

    /** Other words in some turns, and every turn at its new place. @param {import('./revise.js').NewText} news @returns {number[]} the turns whose words changed */
    function revise(news) {
        revision = news.textRevision;
        news.turns.forEach(([start, end], index) => {
            const turn = turns[index];
            [turn.start, turn.end] = [start, end];
            [turn.section.dataset.start, turn.section.dataset.end] = [String(start), String(end)];
        });
        const changed = Object.keys(news.words).map(Number);
        for (const index of changed) {
            turns[index].p.textContent = news.words[index];
            delete boundaries[index];
        }

        return changed;
    }

    /** @param {number} offset */
    function turnAt(offset) {
        let low = 0;
        let high = turns.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (turns[middle].start <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /** @param {number} turn */
    function boundariesOfTurn(turn) {
        return boundaries[turn] ??= boundariesOf(wordsOf(turn), document.documentElement.lang || 'en');
    }

    /** @param {number} turn */
    function wordsOf(turn) {
        return turns[turn].p.textContent ?? '';
    }

    /** The words of a stretch. @param {Segment} segment @param {number} [most] */
    function words(segment, most = Infinity) {
        let found = '';
        for (let i = turnAt(segment.start); i < turns.length && turns[i].start < segment.end && found.length <= most; i++) {
            const part = wordsOf(i).slice(Math.max(0, segment.start - turns[i].start), Math.max(0, segment.end - turns[i].start));
            found += (found ? '\n' : '') + part;
        }

        if (found.length <= most) return found;
        const cut = found.slice(0, most);
        return cut.replace(/[\uD800-\uDBFF]$/, '').replace(/\s+\S*$/, '') + '…';
    }

    /**
     * @param {Turn} turn @param {number} offset within the transcript @param {boolean} ending whether a stretch ends here
     * @returns {{node: Node, offset: number}}
     */
    function pointAt(turn, offset, ending = false) {
        let left = Math.max(0, Math.min(offset, turn.end) - turn.start);
        /** @type {Node} */
        let last = turn.p;
        for (const child of turn.p.childNodes) {
            const node = child.nodeType === Node.TEXT_NODE ? child : child.firstChild;
            const length = node?.nodeValue?.length ?? 0;
            if (!node || length === 0) continue;
            if (left < length || (ending && left === length)) return { node, offset: left };
            left -= length;
            last = node;
        }

        return { node: last, offset: last === turn.p ? 0 : last.nodeValue?.length ?? 0 };
    }

    /** One range a turn, over its words alone. @param {Segment} segment @returns {Range[]} */
    function ranges(segment) {
        const found = [];
        for (let i = turnAt(segment.start); i < turns.length && turns[i].start < segment.end; i++) {
            const from = Math.max(segment.start, turns[i].start);
            const to = Math.min(segment.end, turns[i].end);
            if (from >= to) continue;
            const range = document.createRange();
            const start = pointAt(turns[i], from);
            const end = pointAt(turns[i], to, true);
            range.setStart(start.node, start.offset);
            range.setEnd(end.node, end.offset);
            found.push(range);
        }

        return found;
    }

    /** Where a character stands in the window. @param {number} offset @param {boolean} [ending] the character before it @returns {DOMRect} */
    function rectAt(offset, ending = false) {
        const turn = turns[turnAt(ending ? Math.max(0, offset - 1) : offset)];
        const [range] = ranges(ending ? { start: Math.max(turn.start, offset - 1), end: offset } : { start: offset, end: Math.min(turn.end, offset + 1) });
        const rects = range?.getClientRects();
        return rects?.length ? rects[ending ? rects.length - 1 : 0] : turn.p.getBoundingClientRect();
    }

    /** @param {Node | null} node */
    function turnOfNode(node) {
        const element = node instanceof Element ? node : node?.parentElement;
        const section = /** @type {HTMLElement | null} */ (element?.closest('section.turn') ?? null);
        return section && article.contains(section) ? turns[Number(section.dataset.turn)] ?? null : null;
    }

    /** The offset of a point of the page; a point outside the words counts as the nearest words' edge. @param {Node} node @param {number} at */
    function offsetAt(node, at) {
        const element = node instanceof Element ? node : node.parentElement;
        const p = /** @type {HTMLElement | null} */ (element?.closest('.turn-text') ?? null);
        const turn = p && turnOfNode(p);
        if (turn) {
            const range = document.createRange();
            range.setStart(turn.p, 0);
            range.setEnd(node, at);
            return Math.min(turn.end, turn.start + range.toString().length);
        }

        const range = document.createRange();
        let low = 0; // how many turns' words lie wholly before the point
        let high = turns.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            range.selectNodeContents(turns[middle].p);
            if (range.comparePoint(node, at) > 0) low = middle + 1;
            else high = middle;
        }

        return low < turns.length ? turns[low].start : turns.at(-1)?.end ?? 0;
    }

    /** @param {number} x @param {number} y @returns {number | null} null away from the words */
    function offsetAtPoint(x, y) {
        const page = /** @type {any} */ (document);
        const position = page.caretPositionFromPoint?.(x, y);
        const range = position ? null : page.caretRangeFromPoint?.(x, y);
        const node = position?.offsetNode ?? range?.startContainer;
        if (!node || !article.contains(node)) return null;
        return offsetAt(node, position?.offset ?? range.startOffset);
    }
}
