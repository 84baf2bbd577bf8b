// @ts-check
/**
 * The keys of a tree: up, down, home, end, letters; left and right close, open, and go to the parent or first child;
 * Enter or Space chooses; Alt with up or down asks to move the code.
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
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            component.invokeMethodAsync('ShiftByKey', item.id, event.key === 'ArrowUp' ? -1 : 1).then(() => document.getElementById(item.id)?.focus());
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

    tree.addEventListener('keydown', onKeyDown);
    return { detach: () => tree.removeEventListener('keydown', onKeyDown) };
}
