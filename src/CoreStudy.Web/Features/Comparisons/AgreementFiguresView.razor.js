// @ts-check

/** Moves among the figures of a table by arrow keys; one of them is in the order of the tab key. @param {HTMLTableElement} table */
export function attach(table) {
    /** @type {HTMLButtonElement | null} */
    let last = null;
    const rows = () => [...table.tBodies[0].rows].map(row => [...row.querySelectorAll('button')]);
    /** @param {HTMLButtonElement} button */
    const take = button => {
        for (const other of table.tBodies[0].querySelectorAll('button[tabindex="0"]')) other.setAttribute('tabindex', '-1');
        button.setAttribute('tabindex', '0');
        last = button;
    };
    /** @param {KeyboardEvent} event */
    const onKeyDown = event => {
        const button = /** @type {HTMLElement} */ (event.target).closest('button');
        const all = rows();
        const row = all.findIndex(r => r.includes(/** @type {HTMLButtonElement} */ (button)));
        if (!button || row < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
        const column = all[row].indexOf(button);
        const next = {
            ArrowLeft: all[row][column - 1], ArrowRight: all[row][column + 1], ArrowUp: all[row - 1]?.[column], ArrowDown: all[row + 1]?.[column],
            Home: all[row][0], End: all[row].at(-1),
        }[event.key];
        if (!next) return;
        event.preventDefault();
        take(next);
        next.focus();
    };
    /** @param {FocusEvent} event */
    const onFocusIn = event => {
        const button = /** @type {HTMLElement} */ (event.target).closest('tbody button');
        if (button) take(/** @type {HTMLButtonElement} */ (button));
    };
    table.addEventListener('keydown', onKeyDown);
    table.addEventListener('focusin', onFocusIn);
    const first = table.tBodies[0].querySelector('button');
    if (first) take(first);
    return {
        /** Gives the keyboard back to the figure that was opened. */
        back() {
            last?.focus();
        },
        detach() {
            table.removeEventListener('keydown', onKeyDown);
            table.removeEventListener('focusin', onFocusIn);
        },
    };
}

/** @param {HTMLElement} element @returns {Promise<boolean>} whether its words are on the clipboard */
export async function copy(element) {
    try {
        await navigator.clipboard.writeText(element.innerText);
        return true;
    } catch {
        return false;
    }
}
