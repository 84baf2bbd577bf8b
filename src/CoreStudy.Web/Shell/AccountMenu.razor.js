// @ts-check
/** Closes the menu by Escape, and when somebody clicks or goes elsewhere. @param {HTMLDetailsElement} menu */
export function attach(menu) {
    const away = (/** @type {Event} */ event) => {
        if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    const escape = (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Escape' || !menu.open) return;
        menu.open = false;
        menu.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    menu.addEventListener('keydown', escape);
    return {
        detach: () => {
            document.removeEventListener('pointerdown', away);
            document.removeEventListener('focusin', away);
        },
    };
}
