// @ts-check
/**
 * Moves among the words of a passage and selects them; what is done with them, the component does.
 * @param {HTMLElement} root the list of words
 * @param {{ invokeMethodAsync(name: string, ...args: any[]): Promise<any> }} component
 */
export function attach(root, component) {
    let anchor = 0;
    let at = 0;
    let isDragging = false;

    const words = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll('[role=option]')]);

    /** @param {number} to @param {boolean} extends_ */
    const go = (to, extends_) => {
        const all = words();
        at = Math.max(0, Math.min(to, all.length - 1));
        if (!extends_) anchor = at;
        all[at]?.focus();
        component.invokeMethodAsync('SelectAsync', at, anchor);
    };

    /** The nearest word of the line above or below. @param {number} way */
    const line = (way) => {
        const all = words();
        const from = all[at].getBoundingClientRect();
        const middle = (from.left + from.right) / 2;
        let best = at, bestTop = 0, bestGap = Infinity;
        for (let i = at + way; i >= 0 && i < all.length; i += way) {
            const box = all[i].getBoundingClientRect();
            if (Math.abs(box.top - from.top) < from.height / 2) continue;
            if (best !== at && Math.abs(box.top - bestTop) > from.height / 2) break;
            const gap = Math.abs((box.left + box.right) / 2 - middle);
            if (gap < bestGap) [best, bestTop, bestGap] = [i, box.top, gap];
        }
        return best;
    };

    /** @param {KeyboardEvent} event */
    const onKey = (event) => {
        if (event.altKey || event.metaKey) return;
        const ends = { Home: 0, End: words().length - 1 };
        const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: event.key === 'ArrowDown' ? line(1) : 0, ArrowUp: event.key === 'ArrowUp' ? line(-1) : 0, ...ends };
        if (event.key in steps) go(steps[/** @type {keyof typeof steps} */ (event.key)], event.shiftKey);
        else if (event.ctrlKey && event.key.toLowerCase() === 'a') {
            anchor = 0;
            go(words().length - 1, true);
        } else if (event.key === 'Delete' || event.key === 'Backspace') component.invokeMethodAsync('TurnAsync');
        else if (event.key === '[') component.invokeMethodAsync('ClarifyAsync');
        else return;
        event.preventDefault();
    };

    /** @param {Event} event */
    const wordOf = (event) => {
        const word = /** @type {HTMLElement} */ (event.target).closest('[role=option]');
        return word instanceof HTMLElement ? Number(word.dataset.i) : null;
    };

    /** @param {PointerEvent} event */
    const onDown = (event) => {
        const word = wordOf(event);
        if (word === null || event.button !== 0) return;
        event.preventDefault(); // the browser's own selection would lie over ours
        isDragging = event.pointerType === 'mouse';
        go(word, event.shiftKey || root.dataset.extends === 'true');
    };

    /** @param {PointerEvent} event */
    const onMove = (event) => {
        if (!isDragging) return;
        const word = wordOf(event);
        if (word !== null && word !== at) go(word, true);
    };

    const onUp = () => { isDragging = false; };

    root.addEventListener('keydown', onKey);
    root.addEventListener('pointerdown', onDown);
    root.addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    return {
        /** @param {number} word */
        focus: (word) => words()[word]?.focus(),
        detach: () => {
            root.removeEventListener('keydown', onKey);
            root.removeEventListener('pointerdown', onDown);
            root.removeEventListener('pointermove', onMove);
            removeEventListener('pointerup', onUp);
        },
    };
}
