// @ts-check
// What Blazor's own screen does, in this order: connect again, resume, load again; and what it does not: open a line that failed at the
// first. It listens on the document, because the desk has no such screen, and a page may be exchanged around this script.

const blazor = () => /** @type {any} */ (globalThis).Blazor;
const failedKey = 'corestudy-line-failed';
const longestWait = 15_000;
let isOpening = false;
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

// A page is empty until its line has been opened once. Where that fails, as when its node has just died, Blazor gives up, and tells it by a
// promise of its own that nobody listens to.
window.addEventListener('unhandledrejection', event => {
    if (hasBegun() || !String(event.reason?.stack).includes('/_framework/blazor.web')) return;
    event.preventDefault();
    void openAgain();
});

window.addEventListener('pagehide', () => { if (hasBegun()) sessionStorage.removeItem(failedKey); });

/** Blazor gives a page its way to leave once the line has been opened. */
function hasBegun() {
    return Boolean(blazor()?.disconnect);
}

/** Loads the page again as soon as the site answers, each time after a longer while, so that a site in trouble is not asked by all without a pause. */
async function openAgain() {
    const dialog = screen();
    if (!dialog || isOpening) return;
    isOpening = true;
    dialog.classList.add('components-reconnect-show');
    if (!dialog.open) dialog.showModal();
    const failed = Number(sessionStorage.getItem(failedKey)) + 1;
    sessionStorage.setItem(failedKey, String(failed));
    for (let wait = Math.min(500 * 2 ** failed, longestWait); ; wait = Math.min(wait * 2, longestWait)) {
        await new Promise(resolve => { setTimeout(resolve, wait); });
        if (await isThere()) return location.reload();
    }
}

async function isThere() {
    try {
        return (await fetch('/healthz', { cache: 'no-store' })).ok;
    } catch {
        return false; // not reached
    }
}

async function retry() {
    if (!hasBegun()) return location.reload();
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
