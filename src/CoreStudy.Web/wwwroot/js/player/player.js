// @ts-check
import { written } from '../desk/keys.js';
import { button, el, takesWords } from '../desk/dom.js';
import { clock, nextSpeed, speeds, spokenTime, timeline, turnAt } from './times.js';

/**
 * What can be asked of a player, by key too.
 * @typedef {'toggle' | 'back' | 'on' | 'slower' | 'faster'} Deed
 * @typedef {{
 *   src: string,
 *   starts?: (number | null | undefined)[],
 *   onTurn?: (turn: number) => void,
 *   onTime?: (ms: number) => void,
 *   onChange?: () => void,
 *   keys?: Partial<Record<Deed, string[]>>,
 *   step?: number,
 *   rewind?: number,
 *   speed?: number,
 *   label?: string,
 *   length?: number,
 *   mediaKeys?: boolean,
 * }} Options
 */

/**
 * Plays a recording by controls of our own, in a root that is empty.
 *
 * - `src` answers ranges; nothing of it is kept.
 * - `starts` when each turn starts, in milliseconds; null for a turn that has no time.
 * - `onTurn` told the turn that is spoken whenever it becomes another, -1 before the first.
 * - `onTime` told the place, about four times a second while it plays, and after each leap. `onChange` told of play, pause and speed.
 * - `keys` what keys do what, written as `written` of the desk's keys writes them. A key that would type is left to a field that takes words.
 * - `step` seconds back and on (5); `rewind` seconds that it goes back whenever it goes on after a pause (0); `speed` to begin with (1).
 * - `length` milliseconds, where it is known beforehand: nothing is fetched then before it is played.
 * - `mediaKeys` whether it takes the keyboard's own keys for play and pause, which headsets and pedals send too.
 * @param {HTMLElement} root
 * @param {Options} options
 */
export function attach(root, { src, starts = [], onTurn, onTime, onChange, keys = {}, step = 5, rewind = 0, speed = 1, label = 'Recording', length: told, mediaKeys = false }) {
    const listeners = new AbortController();
    let line = timeline(starts);
    let turn = -2; // nothing told yet
    let seeking = false;
    let paused = false; // by the person, after it had played
    let table = tableOf(keys);
    /** @type {{ms: number, play: boolean} | null} */
    let wanted = null; // until the length is known, where to go

    const audio = el('audio', { preload: told === undefined ? 'metadata' : 'none', src });
    const play = button('', () => act('toggle'), { class: 'play' });
    const back = button('', () => act('back'), { class: 'step' });
    const on = button('', () => act('on'), { class: 'step' });
    const seek = el('input', { type: 'range', class: 'seek', min: 0, max: Math.floor((told ?? 0) / 1000), step: 1, value: 0, 'aria-label': 'Place in the recording', disabled: told === undefined });
    const now = el('span', { class: 'now' });
    const rate = el('select', { 'aria-label': 'Speed' }, ...speeds.map(s => el('option', { value: String(s), text: speedWords(s) })));
    const said = el('span', { class: 'visually-hidden', role: 'status' });
    const wrong = el('p', { class: 'player-wrong', role: 'alert', hidden: true });
    root.classList.add('player');
    root.setAttribute('role', 'group');
    root.setAttribute('aria-label', label);
    root.replaceChildren(el('div', { class: 'deeds' }, back, play, on), seek, now, el('label', { class: 'rate' }, el('span', { 'aria-hidden': 'true', text: 'Speed' }), rate), said, wrong, audio);

    const listen = (/** @type {EventTarget} */ target, /** @type {string} */ event, /** @type {(e: any) => void} */ listener) => target.addEventListener(event, listener, { signal: listeners.signal });
    for (const event of ['play', 'pause', 'ended']) listen(audio, event, () => { draw(); onChange?.(); });
    for (const event of ['timeupdate', 'seeked']) listen(audio, event, tell);
    for (const event of ['loadedmetadata', 'durationchange']) listen(audio, event, known);
    listen(audio, 'playing', () => { wrong.hidden = true; });
    listen(audio, 'error', fail);
    listen(seek, 'input', () => { seeking = true; go(Number(seek.value) * 1000); });
    listen(seek, 'change', () => { seeking = false; draw(); });
    listen(rate, 'change', () => setSpeed(Number(rate.value)));
    listen(document, 'keydown', press);
    const session = mediaKeys ? takeMediaKeys() : null;
    setSpeed(speed, false);
    draw();

    return {
        /** The element, for whoever must know whether it plays. */
        audio,
        act,
        /** Goes to a time and plays from there. @param {number} ms */
        playFrom(ms) { paused = false; go(ms, true); },
        /** Goes to a time; plays on where it played. @param {number} ms */
        go,
        pause() { audio.pause(); },
        /** Milliseconds from the start. */
        get now() { return Math.round(placeOf()); },
        /** Milliseconds; null while it is not known. */
        get length() { return lengthOf(); },
        get isPlaying() { return !audio.paused && !audio.ended; },
        get speed() { return audio.playbackRate; },
        /** @param {number} value */
        set speed(value) { setSpeed(value); },
        /** @param {(number | null | undefined)[]} all */
        setStarts(all) { line = timeline(all); tell(); },
        /** @param {Partial<Record<Deed, string[]>>} all */
        setKeys(all) { table = tableOf(all); },
        /** @param {{step?: number, rewind?: number}} habits in seconds */
        setHabits(habits) { step = habits.step ?? step; rewind = habits.rewind ?? rewind; draw(); },
        detach() {
            listeners.abort();
            session?.();
            audio.pause();
            audio.removeAttribute('src');
            audio.load(); // lets go of what was fetched
            root.replaceChildren();
        },
    };

    /** Milliseconds: where it is, or will be once it can be played. */
    function placeOf() { return wanted?.ms ?? audio.currentTime * 1000; }

    function lengthOf() { return Number.isFinite(audio.duration) ? Math.round(audio.duration * 1000) : told ?? null; }

    /** @param {Deed} deed */
    function act(deed) {
        switch (deed) {
            case 'toggle': return audio.paused || audio.ended ? resume() : pause();
            case 'back': return go(placeOf() - step * 1000);
            case 'on': return go(placeOf() + step * 1000);
            case 'slower': return setSpeed(nextSpeed(audio.playbackRate, -1));
            case 'faster': return setSpeed(nextSpeed(audio.playbackRate, 1));
        }
    }

    function pause() {
        paused = true;
        audio.pause();
    }

    function resume() {
        if (audio.ended) audio.currentTime = 0;
        else if (paused && rewind > 0) audio.currentTime = Math.max(0, audio.currentTime - rewind);
        paused = false;
        start();
    }

    function start() {
        audio.play().catch(error => { if (error.name !== 'AbortError' && !audio.error) fail(); }); // an error of the sound tells of itself
    }

    /** @param {number} ms @param {boolean} [thenPlay] */
    function go(ms, thenPlay = false) {
        const most = lengthOf() ?? Infinity;
        const at = Math.min(Math.max(0, ms), most);
        if (audio.readyState === 0) {
            wanted = { ms: at, play: thenPlay || (wanted?.play ?? false) };
            if (wanted.play && audio.error === null) audio.load();
        } else {
            audio.currentTime = at / 1000;
            if (thenPlay) start();
        }

        draw();
        tell();
    }

    function known() {
        if (!Number.isFinite(audio.duration)) return;
        seek.max = String(Math.floor(audio.duration));
        seek.disabled = false;
        const there = wanted;
        wanted = null;
        if (there) go(there.ms, there.play);
        draw();
    }

    /** @param {number} value @param {boolean} [byPerson] */
    function setSpeed(value, byPerson = true) {
        const nearest = speeds.reduce((best, s) => (Math.abs(s - value) < Math.abs(best - value) ? s : best), 1);
        audio.preservesPitch = true;
        audio.defaultPlaybackRate = nearest; // loading again keeps it
        audio.playbackRate = nearest;
        rate.value = String(nearest);
        if (byPerson && document.activeElement !== rate) said.textContent = `Speed ${speedWords(nearest)}`;
        if (byPerson) onChange?.();
    }

    function tell() {
        if (!seeking) draw();
        const ms = placeOf();
        onTime?.(ms);
        const spoken = turnAt(line, ms);
        if (spoken === turn) return;
        turn = spoken;
        onTurn?.(spoken);
    }

    function draw() {
        const isPlaying = !audio.paused && !audio.ended;
        const ms = placeOf();
        const length = lengthOf();
        picture(play, isPlaying ? 'Pause' : 'Play', isPlaying ? 'pause' : 'play');
        picture(back, `Back ${step} seconds`, 'back', String(step));
        picture(on, `On ${step} seconds`, 'on', String(step));
        if (!seeking) seek.value = String(Math.floor(ms / 1000));
        seek.style.setProperty('--done', length ? `${(100 * ms) / length}%` : '0%');
        seek.setAttribute('aria-valuetext', length === null ? spokenTime(ms) : `${spokenTime(ms)} of ${spokenTime(length)}`);
        now.textContent = length === null ? clock(ms) : `${clock(ms)} / ${clock(length)}`;
    }

    function fail() {
        const code = audio.error?.code;
        const words = code === MediaError.MEDIA_ERR_DECODE ? 'The recording cannot be played any further from here: the browser does not understand it.'
            : 'The recording does not come. The connection may be away, or it may not be open to you any more.';
        const at = placeOf();
        wrong.replaceChildren(words + ' ', button('Try again', () => {
            wrong.hidden = true;
            wanted = { ms: at, play: false };
            audio.load();
            play.focus();
        }, { class: 'quiet small' }));
        wrong.hidden = false;
        draw();
    }

    /** @param {KeyboardEvent} event */
    function press(event) {
        if (event.defaultPrevented || event.isComposing) return;
        const key = written(event);
        const deed = table.get(key);
        if (!deed || (types(key) && takesWords(event.target instanceof Element ? event.target : null))) return;
        if (event.repeat && deed === 'toggle') return event.preventDefault();
        event.preventDefault();
        act(deed);
    }

    function takeMediaKeys() {
        const media = navigator.mediaSession;
        if (!media) return () => {};
        /** @type {[MediaSessionAction, () => void][]} */
        const handlers = [['play', resume], ['pause', pause], ['stop', pause], ['previoustrack', () => act('back')], ['nexttrack', () => act('on')], ['seekbackward', () => act('back')], ['seekforward', () => act('on')]];
        for (const [action, handler] of handlers) set(action, handler);
        return () => handlers.forEach(([action]) => set(action, null));

        /** @param {MediaSessionAction} action @param {(() => void) | null} handler */
        function set(action, handler) {
            try {
                media.setActionHandler(action, handler);
            } catch {
                // a browser that does not know this one
            }
        }
    }
}

/** Whether a key, as written, would put something into a field, or move in it. @param {string} key */
export function types(key) {
    return !/^(Ctrl\+|Alt\+)/.test(key) && !/^(Shift\+)?F\d{1,2}$/.test(key) && !/^(Media|Audio|Browser|Launch)/.test(key) && key !== 'Escape' && key !== 'Pause';
}

/** @param {Partial<Record<Deed, string[]>>} keys @returns {Map<string, Deed>} */
function tableOf(keys) {
    return new Map(Object.entries(keys).flatMap(([deed, all]) => (all ?? []).map(key => /** @type {[string, Deed]} */ ([key, /** @type {Deed} */ (deed)]))));
}

/** @param {number} speed */
function speedWords(speed) {
    return `${speed}×`;
}

const paths = {
    play: 'M7 4.5v15l12.5-7.5z',
    pause: 'M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z',
    back: 'M12 5V1.8L6.6 6l5.4 4.2V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z',
    on: 'M12 5V1.8L17.4 6 12 10.2V7a6 6 0 1 0 6 6h2a8 8 0 1 1-8-8z',
};

/** Draws a button's picture, where it is another than before. @param {HTMLButtonElement} element @param {string} name @param {keyof typeof paths} icon @param {string} [inside] */
function picture(element, name, icon, inside = '') {
    if (element.title === name) return;
    element.title = name;
    element.setAttribute('aria-label', name);
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', paths[icon]);
    svg.append(path);
    element.replaceChildren(svg, ...(inside ? [el('span', { class: 'seconds', 'aria-hidden': 'true', text: inside })] : []));
}
