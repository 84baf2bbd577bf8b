// @ts-check
import { canAsk, sentence } from '../../js/passkeys.js';

// Loaded by a document, not by a circuit: it finds its own forms.

/** @param {HTMLFormElement} form */
export function attach(form) {
    const kind = form.dataset.passkey === 'creation' ? 'creation' : 'request';
    const credential = /** @type {HTMLInputElement} */ (form.elements.namedItem('credential'));
    const trouble = /** @type {HTMLElement} */ (form.querySelector('[data-passkey-trouble]'));
    let pending = new AbortController();

    const send = (/** @type {any} */ answer) => {
        credential.value = JSON.stringify(answer);
        form.submit();
    };

    const ask = async (/** @type {CredentialMediationRequirement | undefined} */ mediation) => {
        pending.abort();
        pending = new AbortController();
        const { signal } = pending;
        const options = await optionsOf(form, kind, signal);
        return kind === 'creation'
            ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
            : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), signal, mediation });
    };

    const onSubmit = async (/** @type {Event} */ event) => {
        event.preventDefault();
        trouble.textContent = '';
        try {
            send(await ask(undefined));
        } catch (error) {
            trouble.textContent = sentence(error);
        }
    };

    const offerInField = async () => {
        if (kind !== 'request' || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
        try {
            send(await ask('conditional'));
        } catch {
            // nothing was chosen in the field; the button and the password remain
        }
    };

    form.addEventListener('submit', onSubmit);
    form.hidden = false;
    offerInField();
    return {
        detach() {
            pending.abort();
            form.removeEventListener('submit', onSubmit);
        },
    };
}

/** @param {HTMLFormElement} form @param {string} kind @param {AbortSignal} signal */
async function optionsOf(form, kind, signal) {
    const token = /** @type {HTMLInputElement} */ (form.querySelector('input[name="__RequestVerificationToken"]'));
    const answer = await fetch(`/passkeys/${kind}-options`, { method: 'POST', headers: { RequestVerificationToken: token.value }, signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
}

if (typeof window !== 'undefined' && canAsk()) {
    for (const form of document.querySelectorAll('form[data-passkey]')) attach(/** @type {HTMLFormElement} */ (form));
}
