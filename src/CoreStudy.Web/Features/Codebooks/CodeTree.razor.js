// @ts-check
/**
 * The keys of a tree: up, down, home, end, letters; left and right close, open, and go to the parent or first child;
 * Enter or Space chooses; Alt with up or down asks to move the code, Alt with left or right to take it out or put it below; so does a drag.
 * @param {HTMLElement} tree @param {{ invokeMethodAsync(name: string, ...args: unknown[]): Promise<unknown> }} component
 */
export function attach(tree, component) {
    let typed = '';
    let typedAt = 0;

    const items = () => /** @type {HTMLElement[]} */ ([...tree.querySelectorAll('[role=treeitem]')]);
    const level = (/** @type {HTMLElement} */ item) => Number(item.getAttribute('aria-level'));

    /** @param {HTMLElement | undefined} item */
    const goTo = item => {
        if (!item) return;
        for (const other of items()) other.tabIndex = other === item ? 0 : -1;
        item.focus();
    };

    /** @param {string} letter @param {HTMLElement[]} all @param {number} at */
    const seek = (letter, all, at) => {
        const now = performance.now();
        typed = now - typedAt < 700 ? typed + letter : letter;
        typedAt = now;
        const from = typed.length > 1 ? at : at + 1;
        goTo([...all.slice(from), ...all.slice(0, from)].find(i => i.querySelector('.name')?.textContent?.toLowerCase().startsWith(typed.toLowerCase())));
    };

    /** @param {KeyboardEvent} event */
    const onKeyDown = event => {
        const item = /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest('[role=treeitem]') : null);
        if (!item || event.ctrlKey || event.metaKey) return;
        const all = items();
        const at = all.indexOf(item);
        const open = item.getAttribute('aria-expanded');

        if (event.altKey) {
            const move = { ArrowUp: ['ShiftByKey', -1], ArrowDown: ['ShiftByKey', 1], ArrowLeft: ['IndentByKey', -1], ArrowRight: ['IndentByKey', 1] }[event.key];
            if (!move) return;
            component.invokeMethodAsync(/** @type {string} */ (move[0]), item.id, move[1]).then(() => document.getElementById(item.id)?.focus());
        } else if (event.key === 'ArrowDown') goTo(all[at + 1]);
        else if (event.key === 'ArrowUp') goTo(all[at - 1]);
        else if (event.key === 'Home') goTo(all[0]);
        else if (event.key === 'End') goTo(all.at(-1));
        else if (event.key === 'ArrowRight' && open === 'false') component.invokeMethodAsync('FoldByKey', item.id);
        else if (event.key === 'ArrowRight') { if (open === 'true') goTo(all[at + 1]); }
        else if (event.key === 'ArrowLeft' && open === 'true') component.invokeMethodAsync('FoldByKey', item.id);
        else if (event.key === 'ArrowLeft') goTo(all.slice(0, at).findLast(other => level(other) < level(item)));
        else if (event.key === 'Enter' || event.key === ' ') item.click();
        else if (event.key.length === 1) seek(event.key, all, at);
        else return;
        event.preventDefault();
    };

    /** @type {HTMLElement | null} */
    let dragged = null;
    const unmark = () => { for (const item of items()) delete item.dataset.drop; };

    /** Before it in its upper quarter, after it in its lower, else below it. @param {DragEvent} event @returns {[HTMLElement, string] | null} */
    const target = event => {
        const item = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest('[role=treeitem]')) : null;
        if (!item || !dragged || item === dragged) return null;
        const { top, height } = item.getBoundingClientRect();
        const at = (event.clientY - top) / height;
        return [item, at < 0.25 ? 'before' : at > 0.75 ? 'after' : 'into'];
    };

    /** @param {DragEvent} event */
    const onDragStart = event => {
        dragged = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest('[role=treeitem]')) : null;
        if (dragged && event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    };

    /** @param {DragEvent} event */
    const onDragOver = event => {
        unmark();
        const over = target(event);
        if (!over) return;
        event.preventDefault();
        over[0].dataset.drop = over[1];
    };

    /** @param {DragEvent} event */
    const onDrop = event => {
        const over = target(event);
        unmark();
        if (!over || !dragged) return;
        event.preventDefault();
        component.invokeMethodAsync('Dropped', dragged.id, over[0].id, over[1]);
        dragged = null;
    };

    const leave = new AbortController();
    const { signal } = leave;
    tree.addEventListener('keydown', onKeyDown, { signal });
    tree.addEventListener('dragstart', onDragStart, { signal });
    tree.addEventListener('dragover', onDragOver, { signal });
    tree.addEventListener('dragleave', unmark, { signal });
    tree.addEventListener('drop', onDrop, { signal });
    tree.addEventListener('dragend', unmark, { signal });
    return { detach: () => leave.abort() };
}
