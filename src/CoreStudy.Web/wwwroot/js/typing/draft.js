// @ts-check
import { button, el } from '../desk/dom.js';

/**
 * A draft by a speech engine, where the site has one.
 * @param {HTMLElement} place @param {HTMLElement} root @param {ReturnType<typeof import('./server.js').serverOf>} server
 * @param {() => void} onDone the draft is in @param {() => boolean} isEmpty whether nothing has been typed yet @param {() => boolean} isUnheard whether turns of a draft are still to be compared
 */
export function drafting(place, root, server, onDone, isEmpty, isUnheard) {
    let timer = 0;
    return { offer, stop: () => clearTimeout(timer) };

    /** Offers it where an engine is named and nothing is typed, or shows how far it is. @param {boolean} isOpen */
    async function offer(isOpen) {
        if (root.dataset.engine === undefined || !isOpen || !(isEmpty() || isUnheard())) return;
        const { status, value } = await server.engine();
        if (isUnheard()) return status === 200 && value.isDone ? warn(value.warnings) : undefined;
        if (status === 200 && value.isRunning) return show(value);
        const start = button(`Draft it by ${root.dataset.engine}`, () => void begin(), { class: 'quiet' });
        place.className = 'typing-engine';
        place.replaceChildren(el('p', { text: 'A speech engine of this site can propose the words. A person listens to each turn and says that it is right before the transcription can be marked as checked.' }), start);
    }

    /** What whoever checks the draft should know of it. @param {string[]} warnings */
    function warn(warnings) {
        place.className = 'typing-engine';
        place.replaceChildren(...warnings.map(text => el('p', { text })));
    }

    async function begin() {
        const { status, why } = await server.startDraft();
        if (status !== 200) return fail(why ?? '');
        await look();
    }

    async function look() {
        const { status, value, why } = await server.engine();
        if (status !== 200) return fail(why ?? '');
        if (value.isRunning) return show(value);
        if (value.why) return fail(value.why);
        if (value.isDone) return onDone();
        await offer(true);
    }

    /** @param {{seconds: number}} running */
    function show(running) {
        place.className = 'typing-engine';
        const minutes = Math.floor(running.seconds / 60);
        const words = `The engine listens${minutes > 0 ? `, for ${minutes} min by now` : ''}. You may leave this page; the draft will be here when you come back.`;
        const known = place.querySelector('.running');
        if (known) known.textContent = words;
        else place.replaceChildren(el('p', { class: 'running', role: 'status', text: words }), el('progress', { 'aria-label': 'The engine listens' }), button('Cancel', () => void server.stopDraft().then(look), { class: 'quiet' }));
        clearTimeout(timer);
        timer = window.setTimeout(() => void look(), 3000);
    }

    /** @param {string} why */
    function fail(why) {
        place.className = 'typing-engine';
        place.replaceChildren(el('p', { class: 'bad-words', role: 'alert', text: why }), button('Try again', () => void begin(), { class: 'quiet' }));
    }
}
