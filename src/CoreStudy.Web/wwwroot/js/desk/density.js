// @ts-check
import { density } from './segments.js';

/**
 * A strip beside the scrollbar: how thickly the transcript is coded, where the window stands, and a way to go anywhere.
 * @param {{
 *   canvas: HTMLCanvasElement,
 *   scroller: HTMLElement,
 *   text: ReturnType<typeof import('./text.js').readTranscript>,
 *   codings: () => import('./types.js').Segment[],
 *   onGo: (turn: number) => void,
 * }} by
 */
export function densityStrip({ canvas, scroller, text, codings, onGo }) {
    let due = 0;
    /** @type {Int32Array | null} */
    let tops = null;

    canvas.addEventListener('pointerdown', go);
    canvas.addEventListener('pointermove', event => { if (event.buttons & 1) go(event); });

    return { ask, resized: () => { tops = null; ask(); } };

    /** When there is nothing better to do. */
    function ask() {
        if (!due) due = requestIdleCallback(() => { due = 0; draw(); }, { timeout: 1500 });
    }

    function draw() {
        const height = canvas.clientHeight;
        const width = canvas.clientWidth;
        if (height === 0 || width === 0 || text.turns.length === 0) return;
        const scale = Math.min(2, devicePixelRatio);
        canvas.width = width * scale;
        canvas.height = height * scale;
        const pen = canvas.getContext('2d');
        if (!pen) return;
        tops ??= Int32Array.from(text.turns, turn => turn.section.offsetTop);
        const total = scroller.scrollHeight;
        const bins = Math.floor(height / 2);
        const at = (/** @type {number} */ offset) => placeOf(offset) / total * bins;
        const counts = density(function* () {
            for (const { start, end } of codings()) {
                const first = Math.floor(at(start));
                yield { start: first, end: Math.max(first + 1, Math.ceil(at(end))) };
            }
        }(), bins, bins);
        const style = getComputedStyle(canvas);
        pen.scale(scale, scale);
        pen.fillStyle = style.color;
        const most = Math.max(3, counts.reduce((a, b) => Math.max(a, b), 0));
        counts.forEach((count, bin) => {
            if (count === 0) return;
            pen.globalAlpha = 0.25 + 0.75 * count / most;
            pen.fillRect(2, bin * 2, Math.max(3, (width - 4) * Math.min(1, 0.3 + count / most)), 1.6);
        });
    }

    /** Pixels from the top of the transcript. @param {number} offset */
    function placeOf(offset) {
        const turn = text.turns[text.turnAt(offset)];
        const top = /** @type {Int32Array} */ (tops)[turn.index];
        const bottom = tops?.[turn.index + 1] ?? scroller.scrollHeight;
        return top + (bottom - top) * (offset - turn.start) / Math.max(1, turn.end - turn.start);
    }

    /** @param {PointerEvent} event */
    function go(event) {
        const y = (event.clientY - canvas.getBoundingClientRect().top) / canvas.clientHeight * scroller.scrollHeight;
        tops ??= Int32Array.from(text.turns, turn => turn.section.offsetTop);
        let turn = tops.findIndex(top => top > y);
        turn = turn < 0 ? text.turns.length - 1 : Math.max(0, turn - 1);
        onGo(turn);
    }
}
