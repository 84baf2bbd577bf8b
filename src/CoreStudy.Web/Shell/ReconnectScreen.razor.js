// @ts-check
// What Blazor's own screen does, in this order: connect again, resume, load again. It listens on the document, because the desk has
// no such screen, and a page may be exchanged around this script.

const blazor = () => /** @type {any} */ (globalThis).Blazor;
const screen = () => /** @type {HTMLDialogElement | null} */ (document.querySelector('dialog#components-reconnect-modal'));

document.addEventListener('components-reconnect-state-changed', event => {
    const dialog = screen();
    if (!dialog || event.target !== dialog) return;
    const state = /** @type {CustomEvent<{ state: string }>} */ (event).detail.state;
    if (state === 'show' && !dialog.open) dialog.showModal();
    else if (state === 'hide') dialog.close();
    else if (state === 'failed') document.addEventListener('visibilitychange', retryWhenSeen);
    else if (state === 'rejected') location.reload();
}, { capture: true });

document.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest('#components-reconnect-modal button') : null;
    if (button?.id === 'components-reconnect-button') retry();
    else if (button?.id === 'components-resume-button') resume();
    else if (button?.id === 'components-reload-button') location.reload();
});

// the dialog is closed by the line, not by Escape: what lies under it would not answer
document.addEventListener('cancel', event => { if (event.target === screen()) event.preventDefault(); }, { capture: true });

async function retry() {
    document.removeEventListener('visibilitychange', retryWhenSeen);
    try {
        if (await blazor().reconnect()) return;
        // the server is there, but no longer has this page
        if (await blazor().resumeCircuit()) screen()?.close();
        else location.reload();
    } catch {
        document.addEventListener('visibilitychange', retryWhenSeen); // not reached
    }
}

async function resume() {
    try {
        if (!await blazor().resumeCircuit()) location.reload();
    } catch {
        screen()?.classList.replace('components-reconnect-paused', 'components-reconnect-resume-failed');
    }
}

function retryWhenSeen() {
    if (document.visibilityState === 'visible') retry();
}
