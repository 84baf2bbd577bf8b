// @ts-check
/** Shows a dialog over the page; the browser gives the focus back when it closes. @param {HTMLDialogElement} dialog */
export function open(dialog) {
    dialog.showModal();
}
