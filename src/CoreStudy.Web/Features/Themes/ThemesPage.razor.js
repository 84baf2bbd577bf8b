// @ts-check
/**
 * The hands on the board of themes. A code is dragged into a theme, or the tray; with Ctrl it stays where it is, too. A theme is dragged by its head.
 * Keys: arrows go about, in a column and between columns; Alt with up or down changes the order, Alt with left or right takes a code to the theme beside,
 * Delete takes it out, Ctrl with Z undoes.
 * @param {HTMLElement} board @param {{ invokeMethodAsync(name: string, ...args: unknown[]): Promise<any> }} component
 */
export function attach(board, component) {
    /** @typedef {HTMLElement} El */
    const all = (/** @type {string} */ selector, /** @type {ParentNode} */ within = board) => /** @type {El[]} */ ([...within.querySelectorAll(selector)]);
    const up = (/** @type {EventTarget | null} */ from, /** @type {string} */ selector) => from instanceof Element ? /** @type {El | null} */ (from.closest(selector)) : null;
    const themeOf = (/** @type {El} */ element) => up(element, '[data-theme]')?.dataset.theme ?? '';
    const codesIn = (/** @type {El} */ holder) => all(':scope > .codes > [data-code]', holder);
    const focus = (/** @type {string | null} */ id) => { if (id) document.getElementById(id)?.focus(); };
    const items = (/** @type {El} */ column) => all('[data-item]', column);

    /** @param {El} item @param {number} by */
    const goBeside = (item, by) => {
        const columns = all('[data-column]').filter(c => items(c).length > 0);
        const here = up(item, '[data-column]');
        const at = columns.findIndex(c => c === here);
        const next = columns[at + by];
        if (!next || !here) return;
        const there = items(next);
        there[Math.min(items(here).indexOf(item), there.length - 1)].focus();
    };

    /** Themes and sub-themes, in the order of the screen. */
    const holders = () => all('[data-theme]').filter(h => h.dataset.theme !== '');

    /** @param {El} item @param {string} key */
    const moveCode = async (item, key) => {
        const li = /** @type {El} */ (up(item, '[data-code]'));
        const holder = /** @type {El} */ (up(item, '[data-theme]'));
        const code = li.dataset.code;
        const from = holder.dataset.theme ?? '';
        const siblings = codesIn(holder);
        const at = siblings.indexOf(li);
        if (key === 'ArrowUp' || key === 'ArrowDown') {
            if (from === '') return;
            const before = key === 'ArrowUp' ? siblings[at - 1] : siblings[at + 2];
            if (key === 'ArrowUp' && at === 0 || key === 'ArrowDown' && at === siblings.length - 1) return;
            focus(await component.invokeMethodAsync('PutByHandAsync', code, from, from, before?.dataset.code ?? '', false));
            return;
        }
        const places = holders();
        const index = from === '' ? -1 : places.indexOf(holder);
        const target = places[index + (key === 'ArrowRight' ? 1 : -1)];
        if (!target) return;
        focus(await component.invokeMethodAsync('PutByHandAsync', code, from, target.dataset.theme, '', false));
    };

    /** @param {KeyboardEvent} event */
    const onKeyDown = event => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !(event.target instanceof HTMLInputElement)) {
            event.preventDefault();
            component.invokeMethodAsync('UndoLastAsync');
            return;
        }
        const item = up(event.target, '[data-item]');
        if (!item || event.ctrlKey || event.metaKey) return;
        const isCode = item.dataset.item === 'code';
        const column = /** @type {El} */ (up(item, '[data-column]'));
        const inColumn = items(column);
        const at = inColumn.indexOf(item);
        const isArrow = event.key.startsWith('Arrow');
        if (event.altKey && isArrow) {
            if (isCode) moveCode(item, event.key);
            else component.invokeMethodAsync('ShiftThemeAsync', themeOf(item), event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : 1).then(() => focus(item.id));
        } else if (event.altKey) return;
        else if (event.key === 'ArrowDown') inColumn[at + 1]?.focus();
        else if (event.key === 'ArrowUp') inColumn[at - 1]?.focus();
        else if (event.key === 'Home') inColumn[0].focus();
        else if (event.key === 'End') inColumn[inColumn.length - 1].focus();
        else if (event.key === 'ArrowRight') goBeside(item, 1);
        else if (event.key === 'ArrowLeft') goBeside(item, -1);
        else if (event.key === 'Delete' && isCode && themeOf(item) !== '') {
            const next = (inColumn[at + 1] ?? inColumn[at - 1])?.id ?? null;
            component.invokeMethodAsync('PutByHandAsync', up(item, '[data-code]')?.dataset.code, themeOf(item), '', '', false).then(() => focus(next));
        } else return;
        event.preventDefault();
    };

    /** @type {El | null} */
    let dragged = null;
    const unmark = () => {
        for (const li of all('[data-drop]')) delete li.dataset.drop;
        for (const place of all('[data-over]')) delete place.dataset.over;
    };

    /** Where a code would land: the theme (or tray), and the code it comes before. @param {DragEvent} event */
    const landing = event => {
        const holder = up(event.target, '[data-theme]');
        if (!holder) return null;
        const before = holder.dataset.theme === '' ? undefined : codesIn(holder).find(li => {
            const { top, height } = li.getBoundingClientRect();
            return event.clientY < top + height / 2;
        });
        return { holder, before };
    };

    /** Where a theme would land. @param {DragEvent} event @returns {[El, string] | null} */
    const berth = event => {
        const on = up(event.target, '[data-theme]');
        const own = dragged ? up(dragged, '[data-theme]') : null;
        if (!on || !own || on === own || own.contains(on) || on.dataset.theme === '') return null;
        const { left, width, top, height } = on.getBoundingClientRect();
        if (on.classList.contains('sub')) return [on, event.clientY < top + height / 2 ? 'before' : 'after'];
        const at = (event.clientX - left) / width;
        return [on, at < 0.25 ? 'before' : at > 0.75 ? 'after' : 'into'];
    };

    /** @param {DragEvent} event */
    const onDragStart = event => {
        dragged = up(event.target, '[data-code]') ?? up(event.target, '.head');
        if (!dragged || !event.dataTransfer) return;
        event.dataTransfer.effectAllowed = 'copyMove';
        event.dataTransfer.setData('text/plain', '');
        const theme = dragged.classList.contains('head') ? up(dragged, '[data-theme]') : null;
        if (theme) event.dataTransfer.setDragImage(theme, 20, 20);
    };

    /** @param {DragEvent} event */
    const onDragOver = event => {
        unmark();
        if (!dragged) return;
        if (dragged.dataset.code) {
            const place = landing(event);
            if (!place) return;
            event.preventDefault();
            if (event.dataTransfer) event.dataTransfer.dropEffect = event.ctrlKey ? 'copy' : 'move';
            if (place.before) place.before.dataset.drop = 'before';
            else place.holder.dataset.over = 'into';
            return;
        }
        const place = berth(event);
        if (!place) return;
        event.preventDefault();
        place[0].dataset.over = place[1];
    };

    /** @param {DragEvent} event */
    const onDrop = event => {
        unmark();
        const what = dragged;
        dragged = null;
        if (!what) return;
        if (what.dataset.code) {
            const place = landing(event);
            if (!place) return;
            event.preventDefault();
            component.invokeMethodAsync('PutByHandAsync', what.dataset.code, themeOf(what), place.holder.dataset.theme, place.before?.dataset.code ?? '', event.ctrlKey);
            return;
        }
        dragged = what;
        const place = berth(event);
        dragged = null;
        if (!place) return;
        event.preventDefault();
        component.invokeMethodAsync('DropThemeAsync', themeOf(what), place[0].dataset.theme, place[1]);
    };

    const onDragEnd = () => {
        dragged = null;
        unmark();
    };

    const leave = new AbortController();
    const { signal } = leave;
    board.addEventListener('keydown', onKeyDown, { signal });
    board.addEventListener('dragstart', onDragStart, { signal });
    board.addEventListener('dragover', onDragOver, { signal });
    board.addEventListener('drop', onDrop, { signal });
    board.addEventListener('dragend', onDragEnd, { signal });
    return { detach: () => leave.abort() };
}
