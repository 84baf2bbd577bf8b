// @ts-check

/** @param {HTMLElement} label with the field that holds the link */
export function attach(label) {
    const field = /** @type {HTMLInputElement} */ (label.querySelector('input'));
    const selectAll = () => field.select();
    field.addEventListener('focus', selectAll);
    return {
        async copy() {
            field.focus();
            try {
                await navigator.clipboard.writeText(field.value);
                return true;
            } catch {
                return false;
            }
        },
        detach() {
            field.removeEventListener('focus', selectAll);
        },
    };
}
