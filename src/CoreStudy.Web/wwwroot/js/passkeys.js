// @ts-check
// What pages have in common that ask a device for a passkey.

/** Whether this browser can ask for one in the way that we do. */
export const canAsk = () => Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

/**
 * Asks for a passkey of whoever is signed in, afresh.
 * @returns {Promise<string>} What the device said, as JSON.
 */
export async function prove() {
    if (!canAsk()) throw new DOMException('', 'NotSupportedError');
    const answer = await fetch('/passkeys/proof-options', { method: 'POST', headers: { 'X-CoreStudy': 'passkeys' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await answer.json());
    return JSON.stringify(await navigator.credentials.get({ publicKey }));
}

/** What went wrong, for whoever reads it. @param {unknown} error */
export function sentence(error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'InvalidStateError') return 'This device already holds a passkey for your account.';
    if (name === 'NotAllowedError' || name === 'AbortError') return 'No passkey was used. You can try again.';
    if (name === 'NotSupportedError') return 'This browser cannot use passkeys. Please use another way.';
    return 'The passkey did not work. Please try again, or use another way.';
}
