// @ts-check
/**
 * The keys of the text, references at the caret, and words that were typed but not saved: those stay in the tab, and go with it.
 * @param {HTMLTextAreaElement} area
 * @param {{ invokeMethodAsync(name: string, ...args: unknown[]): Promise<unknown> }} component
 * @param {string} key
 */
export function attach(area, component, key) {
    const onInput = () => sessionStorage.setItem(key, area.value);
    const onKey = (/** @type {KeyboardEvent} */ event) => {
        const command = event.ctrlKey || event.metaKey;
        if (command && (event.key === 'Enter' || event.key.toLowerCase() === 's')) {
            event.preventDefault();
            component.invokeMethodAsync('SaveFromKeyAsync', area.value);
        } else if (event.key === 'Escape' && !event.isComposing) {
            event.preventDefault();
            event.stopPropagation();
            component.invokeMethodAsync('LeaveFromKeyAsync', area.value);
        } else if (event.altKey && !command && /^Digit[1-9]$/.test(event.code)) {
            event.preventDefault();
            component.invokeMethodAsync('LinkFromKeyAsync', Number(event.code.slice(5)), area.value);
        }
    };
    area.addEventListener('input', onInput);
    area.addEventListener('keydown', onKey);
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
    return {
        kept: () => sessionStorage.getItem(key),
        forget: () => sessionStorage.removeItem(key),
        focus: () => area.focus(),
        /** @param {string} words */
        insert: words => {
            const before = area.value.slice(0, area.selectionStart);
            const gap = before.length > 0 && !/\s$/.test(before) ? ' ' : '';
            area.focus();
            area.setRangeText(gap + words, area.selectionStart, area.selectionEnd, 'end');
            area.dispatchEvent(new Event('input', { bubbles: true }));
        },
        detach: () => {
            area.removeEventListener('input', onInput);
            area.removeEventListener('keydown', onKey);
        },
    };
}
