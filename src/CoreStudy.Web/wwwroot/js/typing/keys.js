// @ts-check
import { spoken, written } from '../desk/keys.js';
import { types } from '../player/player.js';

/**
 * What can be done by key at the transcription desk, and the keys that do it until the person says otherwise. Foot pedals send keys: what a pedal sends is
 * given to a deed in the settings.
 * @type {{deed: string, does: string, keys: string[]}[]}
 */
export const deeds = [
    { deed: 'toggle', does: 'Play or pause', keys: ['Escape', 'F8', 'MediaPlayPause'] },
    { deed: 'back', does: 'Back a few seconds', keys: ['F7', 'MediaTrackPrevious'] },
    { deed: 'on', does: 'On a few seconds', keys: ['F9', 'MediaTrackNext'] },
    { deed: 'slower', does: 'Slower', keys: ['F2'] },
    { deed: 'faster', does: 'Faster', keys: ['F4'] },
    { deed: 'here', does: 'Play from where this turn starts', keys: ['Ctrl+Space'] },
    { deed: 'time', does: 'This turn starts now', keys: ['Ctrl+j'] },
    { deed: 'next', does: 'Next turn: what stands after the caret goes into it', keys: ['Enter'] },
    { deed: 'heard', does: 'This turn of the draft is right; go to the next', keys: ['Ctrl+Enter'] },
    { deed: 'remove', does: 'Take this turn out', keys: ['Alt+Delete'] },
    { deed: 'undo', does: 'Undo the last parting, joining or taking out of turns', keys: ['Ctrl+Alt+z'] },
];

/** What keys do that stay as they are. */
export const fixed = [
    ['Alt + 1 … 9', 'Next turn, spoken by this speaker; an empty turn becomes theirs'],
    ['Alt + Shift + 1 … 9', 'It is this speaker who speaks in this turn'],
    ['Shift + Enter', 'A new line in the same turn'],
    ['Backspace, at the start', 'Joins the turn to the one before'],
    ['↑ and ↓, at either end', 'The turn before, the turn after'],
    ['?', 'This help, where nothing is being typed'],
];

/** @typedef {{keys: Record<string, string[]>, step: number, rewind: number, speed: number}} TypingSettings */

/** @returns {TypingSettings} */
export function usual() {
    return { keys: Object.fromEntries(deeds.map(({ deed, keys }) => [deed, [...keys]])), step: 5, rewind: 1, speed: 1 };
}

/** What was kept, as far as it still makes sense. @param {any} kept @returns {TypingSettings} */
export function settingsFrom(kept) {
    const settings = usual();
    for (const { deed } of deeds) {
        const keys = kept?.keys?.[deed];
        if (Array.isArray(keys)) settings.keys[deed] = keys.filter(key => typeof key === 'string' && canBe(deed, key));
    }

    for (const [name, least, most] of /** @type {const} */ ([['step', 1, 30], ['rewind', 0, 10], ['speed', 0.5, 2]])) {
        const value = kept?.[name];
        if (typeof value === 'number' && value >= least && value <= most) settings[name] = value;
    }

    return settings;
}

/** Whether a key may do something here: one that types is for typing, but for Enter, which ends a turn. @param {string} deed @param {string} key */
export function canBe(deed, key) {
    if (key === 'Enter') return deed === 'next';
    return key.length > 0 && !types(key) && !/^(Ctrl|Alt|Shift|Meta|AltGraph|CapsLock|Dead|Process|Unidentified)$/.test(key.split('+').at(-1) ?? '') && !/^Ctrl\+[acvxzy]$/i.test(key) && !/^Alt\+(Shift\+)?[1-9]$/.test(key);
}

/** Gives a key to a deed, and takes it from any other. @param {TypingSettings} settings @param {string} deed @param {string} key @returns {TypingSettings} */
export function assign(settings, deed, key) {
    const keys = Object.fromEntries(Object.entries(settings.keys).map(([name, all]) => [name, name === deed ? [key, ...all.filter(k => k !== key)].slice(0, 3) : all.filter(k => k !== key)]));
    return { ...settings, keys };
}

/**
 * What a key press asks for.
 * @param {TypingSettings} settings
 * @param {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean}} press
 * @returns {{deed: string, speaker?: number} | null} the deed; `speaker` and `turnOf` with a speaker from 0
 */
export function deedOf(settings, press) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code);
    if (digit && press.altKey && !press.ctrlKey && !press.metaKey) return { deed: press.shiftKey ? 'turnOf' : 'speaker', speaker: Number(digit[1]) - 1 };
    const key = written(press);
    const found = Object.entries(settings.keys).find(([, keys]) => keys.includes(key));
    return found ? { deed: found[0] } : null;
}

/** For people. @param {string[]} keys */
export function saidKeys(keys) {
    return keys.map(key => spoken(key).replace('MediaPlayPause', 'Media play').replace('MediaTrackPrevious', 'Media previous').replace('MediaTrackNext', 'Media next').replace('Space', 'Space bar'));
}
