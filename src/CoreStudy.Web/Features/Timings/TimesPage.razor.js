// @ts-check
import { attach as attachPlayer } from '../../js/player/player.js';

/**
 * The recording beside the turns: a tap is the place that is heard at that moment, told by the browser, whatever the way to the server takes.
 * @param {HTMLElement} top with the player's place and the deeds @param {HTMLElement} list of the turns
 * @param {{invokeMethodAsync: (name: string, ...rest: any[]) => Promise<any>}} page
 * @param {string} src @param {(number | null)[]} starts
 */
export function attach(top, list, page, src, starts) {
    const leave = new AbortController();
    const root = /** @type {HTMLElement} */ (top.querySelector('.times-player'));
    const keys = { toggle: ['p', 'F9'], back: [',', 'F7'], on: ['.', 'F8'], slower: ['<'], faster: ['>'] };
    /** @type {HTMLElement | null} */
    let spoken = null;
    let player = play(src);

    document.addEventListener('keydown', press, { signal: leave.signal });
    top.addEventListener('click', event => {
        const button = event.target instanceof Element ? event.target.closest('button') : null;
        if (button?.classList.contains('tap')) tap();
        else if (button?.classList.contains('untap')) untap();
    }, { signal: leave.signal });

    return {
        /** @param {(number | null)[]} all @param {number} next */
        show(all, next) {
            starts = all;
            player.setStarts(all);
            requestAnimationFrame(() => list.children[next]?.scrollIntoView({ block: 'nearest' }));
        },
        /** @param {number} ms */
        playFrom(ms) { player.playFrom(ms); },
        /** @param {string} other */
        hear(other) {
            player.detach();
            player = play(other);
        },
        detach() {
            leave.abort();
            player.detach();
        },
    };

    /** @param {string} address */
    function play(address) {
        return attachPlayer(root, { src: address, starts, onTurn: mark, keys, label: 'Recording of this interview' });
    }

    function tap() {
        void page.invokeMethodAsync('TappedAsync', player.now);
    }

    function untap() {
        void page.invokeMethodAsync('UntappedAsync');
    }

    /** @param {KeyboardEvent} event */
    function press(event) {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (event.key !== ' ' && event.key !== 'Backspace')) return;
        const target = event.target instanceof Element ? event.target : document.body;
        if (target.closest('input:not([type="range"]), select, textarea, a, dialog, [contenteditable]')) return;
        const button = target.closest('button');
        if (button && event.key === ' ' && !button.matches('.tap, .when, .play')) return; // it is pressed by it
        event.preventDefault();
        if (event.repeat) return;
        if (event.key === ' ') tap();
        else untap();
    }

    /** @param {number} turn */
    function mark(turn) {
        spoken?.removeAttribute('data-spoken');
        spoken = turn < 0 ? null : /** @type {HTMLElement | undefined} */ (list.children[turn]) ?? null;
        spoken?.setAttribute('data-spoken', '');
    }
}
