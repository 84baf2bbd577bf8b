// @ts-check
import { takesWords } from '../desk/dom.js';

/**
 * What is typed ahead of a field that was asked for and is still to come, since another deed is under way: it goes into that field when it is
 * there, and never to the desk, to which letters are decisions.
 */
export function typedAhead() {
    /** @type {KeyboardEventInit[] | null} */
    let held = null;
    return {
        /** A field was asked for. */
        begin() { held ??= []; },

        /** @param {KeyboardEvent} event @returns {boolean} whether it is held */
        take(event) {
            if (held === null) return false;
            event.preventDefault();
            held.push({ key: event.key, shiftKey: event.shiftKey });
            return true;
        },

        /** The field should be there: it gets what is held. Where none came, what was meant for it is forgotten. */
        give() {
            const keys = takesWords(document.activeElement) ? held ?? [] : [];
            held = null;
            for (const key of keys) press(key);
        },
    };
}

/** As if a key were pressed now, where the keyboard is now. @param {KeyboardEventInit} key */
function press(key) {
    const target = document.activeElement ?? document.body;
    const isFree = target.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }));
    if (!isFree || !(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return;
    const [start, end] = [target.selectionStart ?? target.value.length, target.selectionEnd ?? target.value.length];
    if (key.key === 'Enter' && target instanceof HTMLInputElement) target.form?.requestSubmit();
    else if (key.key === 'Backspace') put(target, '', start === end ? Math.max(0, start - 1) : start, end);
    else if (key.key === 'Enter') put(target, '\n', start, end);
    else if (key.key?.length === 1) put(target, key.key, start, end);
}

/** @param {HTMLTextAreaElement | HTMLInputElement} field @param {string} words @param {number} start @param {number} end exclusive */
function put(field, words, start, end) {
    field.setRangeText(words, start, end, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
}
