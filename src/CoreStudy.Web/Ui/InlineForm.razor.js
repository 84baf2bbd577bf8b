// @ts-check
/** Brings the keyboard into a form; on detach it goes back to what had it, where that is still there. @param {HTMLFormElement} form @param {string} after */
export function attach(form, after) {
    const before = document.activeElement;
    const first = /** @type {HTMLElement | null} */ (form.querySelector('input, select, textarea'));
    first?.focus({ preventScroll: true });
    form.scrollIntoView({ block: 'nearest' });
    const giveBack = () => {
        if (document.activeElement !== document.body && document.activeElement !== null) return; // it is in use elsewhere by now
        if (before instanceof HTMLElement && before !== document.body && before.isConnected) return before.focus();
        const to = /** @type {HTMLElement | null} */ (document.querySelector(after));
        if (to?.tabIndex === -1) to.tabIndex = -1; // a heading takes the keyboard only when it says so
        to?.focus();
    };
    return {
        // the server says so before the form has left the page
        detach: () => {
            const leaving = new MutationObserver(() => {
                if (form.isConnected) return;
                leaving.disconnect();
                giveBack();
            });
            leaving.observe(document.body, { childList: true, subtree: true });
        },
    };
}
