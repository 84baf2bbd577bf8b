// @ts-check
/** Brings the keyboard into a form; on detach it goes back to what had it, where that is still there. @param {HTMLFormElement} form */
export function attach(form) {
    const before = document.activeElement;
    const first = /** @type {HTMLElement | null} */ (form.querySelector('input, select, textarea'));
    first?.focus({ preventScroll: true });
    form.scrollIntoView({ block: 'nearest' });
    return {
        detach: () => {
            const isLost = document.activeElement === document.body || document.activeElement === null;
            if (!isLost) return;
            const to = before instanceof HTMLElement && before.isConnected ? before : document.querySelector('h1');
            to?.focus();
        },
    };
}
