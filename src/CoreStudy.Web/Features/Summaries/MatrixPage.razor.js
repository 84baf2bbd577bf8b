// @ts-check
/**
 * The keys of a grid: one cell at a time can be reached by Tab, arrows move on from it, Enter and a click open it.
 * @param {HTMLElement} grid
 * @param {{ invokeMethodAsync(name: string, ...args: unknown[]): Promise<unknown> }} component
 */
export function attach(grid, component) {
    /** @returns {HTMLElement[][]} */
    const rows = () => [...grid.querySelectorAll('tbody tr')].map(row => /** @type {HTMLElement[]} */ ([...row.querySelectorAll('td')]));
    const cellOf = (/** @type {EventTarget | null} */ target) => target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest('td')) : null;

    const reach = (/** @type {HTMLElement} */ cell) => {
        for (const other of grid.querySelectorAll('td[tabindex="0"]')) if (other !== cell) other.setAttribute('tabindex', '-1');
        cell.tabIndex = 0;
    };
    const move = (/** @type {HTMLElement | undefined} */ cell) => {
        if (!cell) return;
        reach(cell);
        cell.focus({ preventScroll: true });
        show(cell);
    };
    const show = (/** @type {HTMLElement} */ cell) => {
        within(cell);
        cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    };
    /** Brings a cell out from under the headings, which stay where they are. */
    const within = (/** @type {HTMLElement} */ cell) => {
        const [box, frame] = [cell.getBoundingClientRect(), grid.getBoundingClientRect()];
        const top = frame.top + (grid.querySelector('thead')?.getBoundingClientRect().height ?? 0);
        const left = frame.left + (grid.querySelector('tbody th')?.getBoundingClientRect().width ?? 0);
        if (box.top < top) grid.scrollTop -= top - box.top;
        else if (box.bottom > frame.bottom) grid.scrollTop += Math.min(box.bottom - frame.bottom, box.top - top);
        if (box.left < left) grid.scrollLeft -= left - box.left;
        else if (box.right > frame.right) grid.scrollLeft += Math.min(box.right - frame.right, box.left - left);
    };
    const open = (/** @type {HTMLElement} */ cell) => {
        if (cell.dataset.spot) component.invokeMethodAsync('OpenAsync', cell.dataset.spot);
    };

    const onKey = (/** @type {KeyboardEvent} */ event) => {
        const cell = cellOf(event.target);
        if (!cell || event.altKey) return;
        const all = rows();
        const row = all.findIndex(r => r.includes(cell));
        const column = all[row].indexOf(cell);
        const far = event.ctrlKey || event.metaKey;
        const to = {
            ArrowRight: () => all[row][column + 1],
            ArrowLeft: () => all[row][column - 1],
            ArrowDown: () => all[far ? all.length - 1 : row + 1]?.[column],
            ArrowUp: () => all[far ? 0 : row - 1]?.[column],
            PageDown: () => all[Math.min(all.length - 1, row + 5)][column],
            PageUp: () => all[Math.max(0, row - 5)][column],
            Home: () => all[far ? 0 : row][0],
            End: () => all[far ? all.length - 1 : row].at(-1),
        }[event.key];
        if (to) {
            event.preventDefault();
            move(to());
        } else if (event.key === 'Enter' || event.key === 'F2') {
            event.preventDefault();
            open(cell);
        }
    };
    const onClick = (/** @type {MouseEvent} */ event) => {
        const cell = cellOf(event.target);
        if (!cell || !document.getSelection()?.isCollapsed) return;
        reach(cell);
        open(cell);
    };
    const ensure = () => {
        if (!grid.querySelector('td[tabindex="0"]')) /** @type {HTMLElement | null} */ (grid.querySelector('td'))?.setAttribute('tabindex', '0');
    };
    const changes = new MutationObserver(ensure);
    // Where a cell opens beside the grid, what is left of the grid shows it.
    const room = new ResizeObserver(() => {
        const cell = /** @type {HTMLElement | null} */ (grid.querySelector('td.open'));
        if (cell) within(cell);
    });

    grid.addEventListener('keydown', onKey);
    grid.addEventListener('click', onClick);
    changes.observe(grid, { childList: true, subtree: true });
    room.observe(grid);
    ensure();
    return {
        /** @param {string} spot */
        focus: spot => move(/** @type {HTMLElement | undefined} */ (grid.querySelector(`td[data-spot="${spot}"]`) ?? undefined)),
        detach: () => {
            changes.disconnect();
            room.disconnect();
            grid.removeEventListener('keydown', onKey);
            grid.removeEventListener('click', onClick);
        },
    };
}
