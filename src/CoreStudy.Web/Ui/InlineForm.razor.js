// @ts-check
/** Brings the keyboard into a form; on detach it goes back to what had it, where that is still there. @param {HTMLFormElement} form @param {string} after */
export function attach(form, after) {
    const before = document.activeElement;
    const first = /** @type {HTMLElement | null} */ (form.querySelector('input, select, textarea'));
    first?.focus({ preventScroll: true });
    form.scrollIntoView({ block: 'nearest' });
    return {
        detach: () => {
            const isLost = document.activeElement === document.body || document.activeElement === null;
            if (!isLost) return;
            if (before instanceof HTMLElement && before.isConnected) return before.focus();
            const to = /** @type {HTMLElement | null} */ (document.querySelector(after));
            if (to?.tabIndex === -1) to.tabIndex = -1; // a heading takes the keyboard only when it says so
            to?.focus();
        },
    };
}
