// @ts-check
import { canAsk, prove, sentence } from '../../js/passkeys.js';

// Loaded by a document, not by a circuit: it finds its own places.

/** @param {HTMLElement} place */
export function attach(place) {
    const form = /** @type {HTMLFormElement} */ (place.closest('form'));
    const button = /** @type {HTMLButtonElement} */ (place.querySelector('button'));
    const trouble = /** @type {HTMLElement} */ (place.querySelector('[role="status"]'));
    const answer = /** @type {HTMLInputElement} */ (place.querySelector('input'));
    const typed = /** @type {HTMLInputElement | null} */ (form.elements.namedItem('proof'));

    const onClick = async () => {
        trouble.textContent = '';
        if (typed) typed.required = false;
        if (!form.reportValidity()) return;
        try {
            answer.value = await prove();
            form.requestSubmit();
        } catch (error) {
            if (typed) typed.required = true;
            trouble.textContent = sentence(error);
        }
    };

    button.addEventListener('click', onClick);
    place.hidden = false;
    return { detach: () => button.removeEventListener('click', onClick) };
}

if (typeof window !== 'undefined' && canAsk()) {
    for (const place of document.querySelectorAll('[data-passkey-proof]')) attach(/** @type {HTMLElement} */ (place));
}
