// @ts-check
import { prove, sentence } from '../js/passkeys.js';

/** @returns {Promise<{ answer?: string, trouble?: string }>} What the device said, or why there is nothing. */
export async function ask() {
    try {
        return { answer: await prove() };
    } catch (error) {
        return { trouble: sentence(error) };
    }
}
