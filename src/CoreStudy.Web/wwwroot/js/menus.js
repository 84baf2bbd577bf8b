// @ts-check
// Menus, which are details with data-menu, close by Escape, and when somebody clicks or goes elsewhere.

for (const going of ['pointerdown', 'focusin']) {
    document.addEventListener(going, event => {
        for (const menu of document.querySelectorAll('details[data-menu][open]')) {
            if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute('open');
        }
    });
}

// before the page has the key: it closes the menu alone, and nothing that lies under it
document.addEventListener('keydown', event => {
    const menu = event.key === 'Escape' && event.target instanceof Element ? event.target.closest('details[data-menu][open]') : null;
    if (!menu) return;
    menu.removeAttribute('open');
    menu.querySelector('summary')?.focus();
    event.stopPropagation();
}, { capture: true });
