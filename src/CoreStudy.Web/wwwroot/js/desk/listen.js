// @ts-check
import { attach as attachPlayer } from '../player/player.js';
import { el } from './dom.js';
import { reveal } from './place.js';
/**
 * @typedef {{address: string, label: string}} Sound
 * @typedef {import('./text.js').Turn} Turn
 */

/**
 * The recording beside the words, for whoever was named to hear it: a bar with the player, the turn that is spoken marked, a click on a turn's time to hear it.
 * @param {{
 *   desk: HTMLElement, holder: HTMLElement, scroller: HTMLElement, turns: Turn[], sounds: Sound[], starts: (number | null)[],
 *   here: () => number, tell: (words: string) => void,
 * }} options
 */
export function listening({ desk, holder, scroller, turns, sounds, starts, here, tell }) {
    const leave = new AbortController();
    const root = el('div', { class: 'desk-player' });
    const choice = sounds.length > 1 ? el('select', { 'aria-label': 'Which recording' }, ...sounds.map((s, i) => el('option', { value: String(i), text: s.label }))) : null;
    /** @type {HTMLElement | null} */
    let spoken = null;
    /** @type {ReturnType<typeof attachPlayer> | undefined} */
    let player;
    player = play(sounds[0]);

    holder.replaceChildren(...(choice ? [choice] : []), root);
    holder.hidden = false;
    desk.dataset.sound = 'true';
    choice?.addEventListener('change', () => {
        player?.detach();
        player = play(sounds[Number(choice.value)]);
    }, { signal: leave.signal });
    desk.addEventListener('click', event => {
        const time = event.target instanceof Element ? event.target.closest('.turn-time') : null;
        if (time) hear(Number(time.closest('section')?.dataset.turn));
    }, { signal: leave.signal });

    return {
        /** @param {'toggle' | 'back' | 'on' | 'slower' | 'faster'} deed */
        act: deed => player?.act(deed),
        hearHere: () => hear(here()),
        pause: () => player?.pause(),
        detach() {
            leave.abort();
            player?.detach();
            mark(-1);
            holder.replaceChildren();
            holder.hidden = true;
            delete desk.dataset.sound;
        },
    };

    /** @param {Sound} sound */
    function play(sound) {
        return attachPlayer(root, { src: sound.address, starts, onTurn: spokenIs, mediaKeys: true, label: 'Recording of this interview' });
    }

    /** A turn without a time is heard from the last one before it that has one. @param {number} turn */
    function hear(turn) {
        const at = starts.findLastIndex((start, i) => i <= turn && start !== null);
        if (at < 0) return tell('No turn up to here has a time yet. A researcher can set times on the page of all transcripts.');
        player?.playFrom(/** @type {number} */ (starts[at]));
    }

    /** @param {number} turn -1 before the first */
    function spokenIs(turn) {
        const followed = player?.isPlaying && spoken !== null && isSeen(spoken);
        mark(turn);
        if (followed && spoken) reveal(scroller, spoken.getBoundingClientRect()); // who has gone elsewhere to read is left there
    }

    /** @param {number} turn */
    function mark(turn) {
        spoken?.removeAttribute('data-spoken');
        spoken = turns[turn]?.section ?? null;
        spoken?.setAttribute('data-spoken', '');
    }

    /** @param {HTMLElement} section */
    function isSeen(section) {
        const [at, box] = [section.getBoundingClientRect(), scroller.getBoundingClientRect()];
        return at.bottom > box.top && at.top < box.bottom;
    }
}
