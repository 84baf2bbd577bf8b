// @ts-check
/**
 * What is said to those who hear the screen: what the person did, at once; what others did, bundled, at most every five seconds.
 * @param {{own: HTMLElement, others: HTMLElement, wanted: () => boolean}} by
 */
export function announcer({ own, others, wanted }) {
    /** @type {string[]} */
    let bundle = [];
    let timer = 0;
    let turn = false;

    return { say, ofOthers, detach: () => clearTimeout(timer) };

    /** @param {string} sentence */
    function say(sentence) {
        turn = !turn;
        own.textContent = sentence + (turn ? '' : '\u00a0'); // the same sentence twice is said twice
    }

    /** @param {string} sentence */
    function ofOthers(sentence) {
        if (!wanted()) return;
        bundle.push(sentence);
        if (timer) return;
        timer = window.setTimeout(() => {
            timer = 0;
            const sentences = bundle;
            bundle = [];
            others.textContent = sentences.length <= 2 ? sentences.join(' ') : `${sentences.length} changes by colleagues. ${sentences.at(-1)}`;
        }, 5000);
    }
}
