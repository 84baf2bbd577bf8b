// @ts-check
/**
 * The hands on the parts of a report: Alt with up or down moves a part, arrows alone go about, a drag puts a part before another.
 * @param {HTMLElement} list @param {HTMLElement} view @param {{ invokeMethodAsync(name: string, ...args: unknown[]): Promise<unknown> }} component
 */
export function attach(list, view, component) {
    const partOf = (/** @type {EventTarget | null} */ from) => from instanceof Element ? /** @type {HTMLElement | null} */ (from.closest('[data-part]')) : null;
    const parts = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-part]')]);
    let dragged = '';

    /** @param {KeyboardEvent} event */
    const onKeyDown = event => {
        const part = partOf(event.target);
        if (!part || event.ctrlKey || event.metaKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        const by = event.key === 'ArrowUp' ? -1 : 1;
        if (event.altKey) {
            if (part.draggable) component.invokeMethodAsync('ShiftFromKeyAsync', part.dataset.part, by);
            return;
        }
        /** @type {HTMLElement | null | undefined} */ (parts()[parts().indexOf(part) + by]?.querySelector('.name'))?.focus();
    };

    /** Where it would be dropped: before the part under the pointer, or, below its middle, before the next. @param {DragEvent} event */
    const placeOf = event => {
        const over = partOf(event.target);
        if (!over) return null;
        const box = over.getBoundingClientRect();
        return event.clientY < box.top + box.height / 2 ? over : parts()[parts().indexOf(over) + 1] ?? null;
    };
    const clear = () => parts().forEach(p => p.classList.remove('before', 'last'));

    /** @param {DragEvent} event */
    const onDragStart = event => {
        dragged = partOf(event.target)?.dataset.part ?? '';
        event.dataTransfer?.setData('text/plain', dragged);
    };
    /** @param {DragEvent} event */
    const onDragOver = event => {
        if (!dragged || !partOf(event.target)) return;
        event.preventDefault();
        clear();
        const place = placeOf(event);
        if (place) place.classList.add('before');
        else parts().at(-1)?.classList.add('last');
    };
    /** @param {DragEvent} event */
    const onDrop = event => {
        if (!dragged || !partOf(event.target)) return;
        event.preventDefault();
        const before = placeOf(event)?.dataset.part ?? '';
        if (before !== dragged) component.invokeMethodAsync('DropAsync', dragged, before);
        onDragEnd();
    };
    const onDragEnd = () => {
        dragged = '';
        clear();
    };

    list.addEventListener('keydown', onKeyDown);
    list.addEventListener('dragstart', onDragStart);
    list.addEventListener('dragover', onDragOver);
    list.addEventListener('drop', onDrop);
    list.addEventListener('dragend', onDragEnd);
    return {
        focus: (/** @type {string} */ id) => document.getElementById(id)?.focus(),
        /** Brings a part of the preview into sight, and leaves the page where it is. */
        show: (/** @type {string} */ id) => {
            const part = document.getElementById(id);
            if (part && view.contains(part)) view.scrollTop += part.getBoundingClientRect().top - view.getBoundingClientRect().top - 12;
        },
        detach: () => {
            list.removeEventListener('keydown', onKeyDown);
            list.removeEventListener('dragstart', onDragStart);
            list.removeEventListener('dragover', onDragOver);
            list.removeEventListener('drop', onDrop);
            list.removeEventListener('dragend', onDragEnd);
        },
    };
}
