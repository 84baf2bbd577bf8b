// @ts-check
// Turns what the server says over the live link into events on the desk, and the reader's moves into calls.

/** @param {{ invokeMethodAsync(name: string, ...args: unknown[]): Promise<unknown> }} component */
export function attach(component) {
    const desk = document.getElementById('desk');
    const tell = (/** @type {string} */ name, /** @type {unknown} */ detail) => desk?.dispatchEvent(new CustomEvent(`desk:${name}`, { detail }));
    const onMoved = (/** @type {Event} */ event) => {
        component.invokeMethodAsync('Moved', /** @type {CustomEvent} */ (event).detail.turn).catch(() => { /* the link is down: the next move tells */ });
    };
    desk?.addEventListener('desk:moved', onMoved);
    return {
        changes: (/** @type {string} */ json) => tell('changes', JSON.parse(json)),
        presence: (/** @type {string} */ json) => tell('presence', JSON.parse(json)),
        codebook: (/** @type {string} */ json) => tell('codebook', JSON.parse(json)),
        rights: (/** @type {string} */ json) => tell('rights', JSON.parse(json)),
        pulse: (/** @type {number} */ revision) => tell('pulse', { revision }),
        detach: () => desk?.removeEventListener('desk:moved', onMoved),
    };
}
