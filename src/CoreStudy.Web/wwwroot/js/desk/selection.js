// @ts-check
import { union, same } from './segments.js';
import { takesWords } from './dom.js';
/**
 * @typedef {import('./types.js').Segment} Segment
 * @typedef {import('./caret.js').Step} Step
 */

/**
 * The one selection, whether made by mouse, finger or keys. It stays until it is used up or dismissed, wherever the focus goes,
 * and is painted apart from the browser's own.
 * @param {{
 *   text: ReturnType<typeof import('./text.js').readTranscript>,
 *   caret: ReturnType<typeof import('./caret.js').caretOf>,
 *   onChange: (how: 'mouse' | 'touch' | 'keys' | 'quiet') => void,
 *   onClick: (offset: number, event: MouseEvent) => void,
 *   onHold: (event: PointerEvent) => void,
 * }} by onHold: the pointer went down upon the selection
 */
export function selectionOf({ text, caret, onChange, onClick, onHold }) {
    const highlight = new Highlight();
    highlight.priority = 2;
    CSS.highlights.set('desk-selection', highlight);

    /** @type {Segment | null} */ let chosen = null;
    /** @type {'start' | 'end'} the end that moves when keys extend */ let moving = 'end';
    /** @type {Segment[]} */ let before = [];
    let turn = 0;
    /** @type {PointerEvent | null} */ let pressed = null;
    let touching = false;

    const article = text.article;
    article.addEventListener('pointerdown', onPointerDown);
    document.addEventListener('pointerup', onPointerUp);
    document.addEventListener('selectionchange', onSelectionChange);
    document.addEventListener('copy', onCopy);

    return {
        get segment() { return chosen; },
        get turn() { return turn; },
        set, clear, goTo, carry, repaint, move, moveTurn, edge, choose, grow, shrink, detach,
    };

    function detach() {
        article.removeEventListener('pointerdown', onPointerDown);
        document.removeEventListener('pointerup', onPointerUp);
        document.removeEventListener('selectionchange', onSelectionChange);
        document.removeEventListener('copy', onCopy);
        CSS.highlights.delete('desk-selection');
    }

    /** @param {Segment | null} segment @param {'mouse' | 'touch' | 'keys' | 'quiet'} how */
    function set(segment, how = 'keys') {
        before = [];
        moving = 'end';
        put(segment, how);
    }

    /** @param {Segment | null} segment @param {'mouse' | 'touch' | 'keys' | 'quiet'} how */
    function put(segment, how) {
        chosen = segment;
        if (segment) turn = text.turnAt(moving === 'end' ? segment.end - 1 : segment.start);
        repaint();
        onChange(how);
    }

    function clear() {
        if (!chosen) return false;
        set(null);
        return true;
    }

    /** Puts the reading place at a turn. @param {number} index @param {'mouse' | 'touch' | 'keys' | 'quiet'} [how] */
    function goTo(index, how = 'keys') {
        turn = Math.max(0, Math.min(text.turns.length - 1, index));
        set(null, how);
    }

    /** The text has been revised: the same words stay selected. @param {(segment: Segment) => Segment} by */
    function carry(by) {
        chosen = chosen && by(chosen);
        before = before.map(by);
    }

    /** The nodes of the words have changed: the same words are highlighted again. */
    function repaint() {
        highlight.clear();
        if (chosen) for (const range of text.ranges(chosen)) highlight.add(range);
    }

    /** To the next or previous word or sentence, or with the moving end there. @param {Step} step @param {1 | -1} way @param {boolean} extend */
    function move(step, way, extend) {
        if (extend && chosen) return put(extended(chosen, step, way), 'keys');
        const unit = way > 0
            ? caret.next(step, chosen?.end ?? text.turns[turn].start)
            : caret.previous(step, chosen?.start ?? text.turns[turn].start) ?? (chosen ? null : caret.next(step, 0));
        if (unit) set(unit);
    }

    /** @param {Segment} at @param {Step} step @param {1 | -1} way @returns {Segment} */
    function extended({ start, end }, step, way) {
        const end2 = way > 0 ? endAfter(step, end) : caret.previous(step, end - 1)?.end ?? start;
        const start2 = way < 0 ? startBefore(step, start) : caret.next(step, start + 1)?.start ?? end;
        if (moving === 'end' && end2 > start) return { start, end: end2 };
        if (moving === 'start' && start2 < end) return { start: start2, end };
        moving = moving === 'end' ? 'start' : 'end'; // shrunk to nothing: on the other side it grows
        return moving === 'end' ? { start, end: end2 } : { start: start2, end };
    }

    /** @param {Step} step @param {number} end */
    function endAfter(step, end) {
        const here = caret.unitAt(step, end - 1);
        return here && here.end > end ? here.end : caret.next(step, end)?.end ?? end;
    }

    /** @param {Step} step @param {number} start */
    function startBefore(step, start) {
        const here = caret.unitAt(step, start);
        return here && here.start < start ? here.start : caret.previous(step, start)?.start ?? start;
    }

    /** @param {1 | -1} way @param {boolean} extend */
    function moveTurn(way, extend) {
        if (!extend) return goTo(turn + way);
        if (chosen) return move('turn', way, true);
        choose('turn');
        moving = way > 0 ? 'end' : 'start';
    }

    /** To the beginning or the end of the turn. @param {1 | -1} way @param {boolean} extend */
    function edge(way, extend) {
        const whole = caret.trimmed(turn);
        if (!whole) return;
        if (extend && chosen) {
            moving = way > 0 ? 'end' : 'start';
            return put(union(chosen, way > 0 ? { start: chosen.start, end: whole.end } : { start: whole.start, end: chosen.end }), 'keys');
        }

        set(caret.unitAt('sentence', way < 0 ? whole.start : whole.end - 1));
    }

    /** The whole sentence or turn at the reading place. @param {Step} step */
    function choose(step) {
        const at = chosen?.start ?? text.turns[turn].start;
        const unit = caret.unitAt(step, at) ?? caret.next(step, at);
        if (unit) set(chosen && step !== 'turn' && chosen.end > unit.end ? union(unit, caret.unitAt(step, chosen.end - 1) ?? unit) : unit);
    }

    function grow() {
        if (!chosen) return choose('word');
        const larger = caret.grow(chosen);
        if (same(larger, chosen)) return;
        const trail = [...before, chosen];
        set(larger);
        before = trail;
    }

    function shrink() {
        if (!chosen) return;
        const trail = before.slice(0, -1);
        const smaller = before.at(-1) ?? caret.shrink(chosen);
        set(smaller);
        before = trail;
    }

    /** @param {PointerEvent} event */
    function onPointerDown(event) {
        touching = event.pointerType !== 'mouse';
        if (event.button !== 0 || touching) return;
        const target = /** @type {Element} */ (event.target);
        if (target.closest('button, .turn-margin, .handle, .veil')) return;
        pressed = event;
        if (event.shiftKey && chosen) {
            event.preventDefault(); // extends our selection, not the browser's
            const offset = text.offsetAtPoint(event.clientX, event.clientY);
            if (offset !== null) extendTo(offset);
            pressed = null;
            return;
        }

        if (chosen && text.ranges(chosen).some(range => [...range.getClientRects()].some(at =>
            event.clientX > at.left && event.clientX < at.right && event.clientY > at.top && event.clientY < at.bottom))) {
            event.preventDefault();
            onHold(event);
        }
    }

    /** @param {number} offset */
    function extendTo(offset) {
        if (!chosen) return;
        moving = offset < chosen.start ? 'start' : 'end';
        const whole = caret.snap(moving === 'start' ? { start: offset, end: chosen.end } : { start: chosen.start, end: Math.max(offset, chosen.start + 1) });
        if (whole) put(whole, 'mouse');
    }

    /** @param {PointerEvent} event */
    function onPointerUp(event) {
        if (!pressed || event.pointerType !== 'mouse') return;
        const press = pressed;
        pressed = null;
        const native = document.getSelection();
        const range = native?.rangeCount ? native.getRangeAt(0) : null;
        if (range && !range.collapsed && article.contains(range.commonAncestorContainer)) {
            take(range, event.altKey, 'mouse');
            native?.removeAllRanges();
            return;
        }

        if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > 4) return;
        const offset = text.offsetAtPoint(event.clientX, event.clientY);
        const there = text.turnOfNode(/** @type {Node} */ (event.target));
        if (there) {
            turn = there.index;
            set(null, 'mouse');
            if (offset !== null) onClick(offset, event);
        }
    }

    /** @param {Range} range @param {boolean} exact @param {'mouse' | 'touch'} how */
    function take(range, exact, how) {
        const start = text.offsetAt(range.startContainer, range.startOffset);
        const end = text.offsetAt(range.endContainer, range.endOffset);
        const endOfBefore = text.turns[text.turnAt(Math.max(0, end - 1))].end;
        const whole = start < end ? caret.snap({ start, end: Math.min(end, Math.max(endOfBefore, start + 1)) }, exact) : null;
        if (!whole) return;
        set(whole, how);
    }

    /** Fingers keep the browser's handles: what they hold is followed. */
    function onSelectionChange() {
        if (!touching || takesWords(document.activeElement)) return;
        const native = document.getSelection();
        const range = native?.rangeCount ? native.getRangeAt(0) : null;
        if (range && !range.collapsed && article.contains(range.commonAncestorContainer)) take(range, false, 'touch');
    }

    /** @param {ClipboardEvent} event */
    function onCopy(event) {
        if (!chosen || takesWords(document.activeElement) || !document.getSelection()?.isCollapsed) return;
        event.clipboardData?.setData('text/plain', text.words(chosen));
        event.preventDefault();
    }
}
