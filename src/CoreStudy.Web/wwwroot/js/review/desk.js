// @ts-check
import { button, el, takesWords } from '../desk/dom.js';
import { categories, hasEntries, nameOf } from './categories.js';
import * as dialogs from './dialogs.js';
import { contextOf, formOf, groupByForm, moveBorder, turnAt, wordsAt } from './places.js';
import { serverOf } from './server.js';
import { textOf } from './text.js';
/** @typedef {import('./places.js').Place} Place @typedef {import('./places.js').Turn} Turn */
/** @typedef {{id: string, category: string, replacement: string, forms: string[], isParticipant: boolean}} Entry */

const signs = { proposed: '?', accepted: '●', rejected: '○', sweep: '!' };
const saidStates = { proposed: 'proposed', accepted: 'replaced', rejected: 'left as it is', sweep: 'not looked at' };

/** What an element holds from now on; what is null is left out. @param {HTMLElement} element @param {...(Node | null)} children */
function fill(element, ...children) {
    element.replaceChildren(.../** @type {Node[]} */ (children.filter(child => child !== null)));
}

/** @param {HTMLElement} root */
export function openDesk(root) {
    const server = serverOf(root.dataset.transcript ?? '');
    const listeners = new AbortController();
    void server.open().then(({ value, why }) => {
        if (listeners.signal.aborted) return;
        if (why) root.replaceChildren(el('p', { class: 'wrong', role: 'alert', text: why }));
        else run(root, server, value, listeners.signal);
    });
    return { detach: () => { listeners.abort(); root.replaceChildren(); } };
}

/** @param {HTMLElement} root @param {ReturnType<typeof serverOf>} server @param {any} desk @param {AbortSignal} signal */
function run(root, server, desk, signal) {
    /** @type {Turn[]} */
    const turns = desk.turns;
    /** @type {Map<string, Place & {sweep?: boolean}>} */
    const places = new Map(desk.places.map((/** @type {Place} */ p) => [p.id, p]));
    /** @type {Map<string, Entry>} */
    const entries = new Map(desk.entries.map((/** @type {Entry} */ e) => [e.id, e]));
    let standing = desk.standing;
    let lit = '';
    let sweeping = false;
    /** @type {{id: string, start: number, end: number, why: string}[]} */
    let swept = [];
    const filter = { status: 'all', category: '', find: '', unsure: false };
    const open = new Set();
    let busy = false;
    let caret = false;

    // The frame
    const bar = el('div', { class: 'review-bar' });
    const aside = el('aside', { class: 'review-side', 'aria-label': 'What to decide' });
    const card = el('section', { class: 'card', 'aria-label': 'The place that is lit' });
    const list = el('section', { class: 'forms', 'aria-label': 'All places, by what they say' });
    const main = el('div', { class: 'review-text', tabindex: 0, role: 'region', 'aria-label': 'The words. Press ? for the keys.' });
    const said = el('div', { class: 'visually-hidden', 'aria-live': 'polite' });
    const banner = el('p', { class: 'review-banner', role: 'alert', hidden: true });
    const tools = el('div', { class: 'on-selection', hidden: true }, button('Replace the selected words', () => void markSelected(), { class: 'primary' }));
    main.append(el('div', { class: 'review-columns', 'aria-hidden': 'true' }, el('span', { text: 'As it came' }), el('span', { text: standing.state === 'released' ? 'As it is released: select words to replace them' : 'As it would be released' })));
    const text = textOf(main, turns);
    aside.append(card, list);
    root.replaceChildren(bar, banner, el('div', { class: 'review-body' }, main, aside), tools, said);
    // What is where
    function all() {
        const now = sweeping ? [...places.values(), ...swept.map(asPlace)] : [...places.values()];
        return now.sort((a, b) => a.start - b.start || a.end - b.end);
    }

    /** @param {{id: string, start: number, end: number, why: string}} s @returns {any} */
    function asPlace(s) {
        return { ...s, sweep: true, status: 'sweep', category: 'person', entry: null, score: 0, reason: s.why, replacement: null };
    }

    /** @param {Place & {sweep?: boolean}} p */
    function fits(p) {
        if (sweeping) return p.sweep === true;
        return (filter.status === 'all' || p.status === filter.status) && (filter.category === '' || p.category === filter.category)
            && (!filter.unsure || p.score < 0.5) && (filter.find === '' || wordsAt(turns, p).toLowerCase().includes(filter.find.toLowerCase()));
    }

    /** @param {string} id */
    const placeOf = id => places.get(id) ?? (swept.find(s => s.id === id) ? asPlace(swept.find(s => s.id === id)) : undefined);

    /** @param {Place} p */
    function replacementOf(p) {
        return p.replacement ?? (p.entry ? entries.get(p.entry)?.replacement : undefined) ?? '';
    }

    /** @param {number} number */
    function paint(number) {
        const turn = turns[number];
        const end = turn.start + turn.text.length;
        text.paint(number, all().filter(p => p.start >= turn.start && p.end <= end));
    }

    function paintAll() {
        const byTurn = new Map();
        for (const p of all()) {
            const number = turnAt(turns, p.start).number;
            if (!byTurn.has(number)) byTurn.set(number, []);
            byTurn.get(number).push(p);
        }

        for (const turn of turns) text.paint(turn.number, byTurn.get(turn.number) ?? []);
    }

    // Lighting
    /** @param {string} id @param {boolean} [quiet] */
    function light(id, quiet) {
        lit = id;
        sessionStorage.setItem(`review-lit-${root.dataset.transcript}`, id);
        const element = text.light(id);
        const p = placeOf(id);
        if (element && p) {
            const box = element.getBoundingClientRect();
            const below = getComputedStyle(card).position === 'sticky' ? card.offsetHeight + 20 : 90; // on a narrow screen the card lies over the foot of the text
            if (box.top < 150 || box.bottom > innerHeight - below) element.scrollIntoView({ block: 'center' });
        }

        if (p && !quiet) say(describe(p));
        drawCard();
        for (const b of list.querySelectorAll('[aria-current]')) b.removeAttribute('aria-current');
        if (p) list.querySelector(`[data-key="${CSS.escape(keyOf(p))}"]`)?.setAttribute('aria-current', 'true');
    }

    /** @param {Place & {sweep?: boolean}} p */
    function describe(p) {
        const fitting = all().filter(fits);
        const at = fitting.findIndex(f => f.id === p.id) + 1;
        const stands = p.status === 'accepted' ? ` by ${releasedAs(p)}` : '';
        return `${saidStates[p.sweep ? 'sweep' : p.status]} ${p.sweep ? '' : nameOf(p.category) + ', '}‘${wordsAt(turns, p)}’${stands}${at > 0 ? `, ${at} of ${fitting.length}` : ''}`;
    }

    /** @param {Place} p */
    function releasedAs(p) {
        const turn = turnAt(turns, p.start);
        const piece = turn.pieces.find(x => x.place === p.id);
        return piece ? turn.released.slice(piece.start, piece.end) : replacementOf(p);
    }

    /** @param {Place} p */
    const keyOf = p => `${p.category}|${formOf(wordsAt(turns, p)).toLowerCase()}`;

    /** @param {1 | -1} by @param {boolean} [first] */
    function step(by, first) {
        const fitting = all().filter(fits);
        if (fitting.length === 0) { light('', true); if (!first) say('Nothing here fits the filter.'); return; }
        const now = placeOf(lit);
        let next;
        if (first || !now) next = fitting.find(p => p.status === 'proposed') ?? fitting[0];
        else if (by > 0) next = fitting.find(p => p.start > now.start || (p.start === now.start && p.end > now.end));
        else next = fitting.filter(p => p.start < now.start).at(-1);
        if (!next) { say(by > 0 ? 'This is the last one.' : 'This is the first one.'); return; }
        light(next.id, first);
    }

    function afterDeciding() {
        const now = placeOf(lit);
        const waiting = all().filter(p => fits(p) && (p.status === 'proposed' || p.sweep));
        const next = waiting.find(p => now && p.start > now.start) ?? waiting[0];
        if (next) light(next.id);
        else { drawCard(); say(standing.left === 0 ? 'Everything is decided. Press g to sweep what is left.' : 'Nothing that fits the filter is left to decide.'); }
    }

    // Deeds
    /** @param {any} deed @param {boolean} [stay] */
    async function act(deed, stay) {
        if (busy) return false;
        busy = true;
        root.toggleAttribute('data-busy', true);
        const { value, why } = await server.act(deed);
        busy = false;
        root.toggleAttribute('data-busy', false);
        if (why) { warn(why); return false; }
        if (value.ask) {
            const p = placeOf(lit);
            const words = p && deed.kind !== 'mark' ? wordsAt(turns, p) : wordsAt(turns, { start: deed.start, end: deed.end });
            const category = deed.category ?? p?.category;
            const chosen = await dialogs.whom(root, words, value.ask, category === 'person' ? desk.nouns : []);
            return chosen ? act({ ...deed, ...chosen }, stay) : false;
        }

        warn('');
        take(value);
        if (value.said) say(value.said);
        if (!stay) afterDeciding();
        return true;
    }

    /** @param {any} answer */
    function take(answer) {
        const touched = new Set();
        for (const id of answer.gone) {
            const p = places.get(id);
            if (p) touched.add(turnAt(turns, p.start).number);
            places.delete(id);
        }

        for (const p of answer.changed) {
            touched.add(turnAt(turns, p.start).number);
            places.set(p.id, p);
        }

        for (const turn of answer.turns) {
            Object.assign(turns[turn.number], { released: turn.released, pieces: turn.pieces });
            touched.add(turn.number);
        }

        for (const id of answer.entriesGone) entries.delete(id);
        for (const entry of answer.entries) entries.set(entry.id, entry);
        standing = answer.standing;
        if (sweeping) {
            const decided = [...places.values()].filter(p => p.status !== 'proposed');
            swept = swept.filter(s => !decided.some(p => p.start < s.end && s.start < p.end));
            paintAll();
        } else for (const number of touched) paint(number);
        drawBar();
        drawList();
        drawCard();
    }

    async function acceptAll(kind = 'accept') {
        const p = placeOf(lit);
        if (!p || p.sweep) return;
        const key = keyOf(p);
        const count = [...places.values()].filter(o => keyOf(o) === key && (o.status === 'proposed' || o.id === p.id)).length;
        const words = wordsAt(turns, p);
        if (await dialogs.confirm(root, kind === 'accept' ? `Replace “${words}” everywhere here?` : `Leave “${words}” as it is everywhere here?`,
            `${count === 1 ? 'One place is' : `${count} places are`} written so in this transcript and not decided otherwise.`, kind === 'accept' ? `Replace ${count}` : `Leave ${count}`))
            await act({ kind, ids: [p.id], same: true });
    }

    /** @param {'start' | 'end'} border @param {1 | -1} by */
    async function resize(border, by) {
        const p = placeOf(lit);
        if (!p || p.sweep) return;
        const moved = moveBorder(turnAt(turns, p.start), p, border, by);
        if (moved.start === p.start && moved.end === p.end) return;
        if (await act({ kind: 'resize', ids: [p.id], start: moved.start, end: moved.end }, true)) { light(p.id, true); say(`Now ‘${wordsAt(turns, moved)}’`); }
    }

    /** @param {string} category */
    async function retype(category) {
        const p = placeOf(lit);
        if (!p) return;
        if (p.sweep) return;
        if (p.category === category) { say(`It is a ${nameOf(category)} already.`); return; }
        if (await act({ kind: 'retype', ids: [p.id], category }, true)) light(p.id, true);
    }

    async function link() {
        const p = placeOf(lit);
        if (!p || p.sweep || !hasEntries(p.category)) return;
        const entry = await dialogs.findEntry(root, `Who or what is “${wordsAt(turns, p)}”?`, [...entries.values()].filter(e => e.category === p.category));
        if (entry) await act({ kind: 'accept', ids: [p.id], entry });
    }

    /** @param {'accept' | 'split'} kind */
    async function makeNew(kind) {
        const p = placeOf(lit);
        if (!p || p.sweep || !hasEntries(p.category)) return;
        const chosen = p.category === 'person' ? await dialogs.whom(root, wordsAt(turns, p), [], desk.nouns) : { isNew: true };
        if (chosen) await act({ kind, ids: [p.id], isNew: true, noun: /** @type {any} */ (chosen).noun });
    }

    async function join() {
        const p = placeOf(lit);
        if (!p?.entry) return;
        const other = await dialogs.findEntry(root, `Who is the same as ${replacementOf(p)}?`, [...entries.values()].filter(e => e.category === p.category && e.id !== p.entry));
        if (other) await act({ kind: 'join', entry: p.entry, other }, true);
    }

    /** @param {boolean} everywhere */
    async function rename(everywhere) {
        const p = placeOf(lit);
        if (!p || p.sweep || (everywhere && !p.entry)) return;
        const now = (everywhere ? entries.get(p.entry ?? '')?.replacement : p.status === 'accepted' ? releasedAs(p) : '') ?? '';
        const typed = await dialogs.line(root, everywhere ? `Other words for ${now}` : 'Other words here', 'Instead of it stands', now.replace(/^\[|\](['’]s)?$/gu, ''),
            everywhere ? 'In all transcripts of the study.' : 'In this place alone; brackets are put round it.', 'Use these words');
        if (typed?.trim()) await act(everywhere ? { kind: 'rename', entry: p.entry, replacement: typed } : { kind: 'replaceHere', ids: [p.id], replacement: typed }, true);
    }

    /** Words of the released text, once it is released: replaced in it, with every coding on its words. */
    async function replaceLate() {
        const chosen = text.selectedReleased();
        if (!chosen) { say('Select words of the right column first.'); return; }
        tools.hidden = true;
        const what = await dialogs.mark(root, chosen.words, desk.nouns, /\p{N}/u.test(chosen.words) ? 'otherNumber' : 'person');
        if (!what) return;
        let find = { start: chosen.start, end: chosen.end, textRevision: desk.textRevision, ...what };
        let { value, why } = await server.late(find);
        if (value?.ask?.length > 0) {
            const meant = await dialogs.whom(root, chosen.words, value.ask, what.category === 'person' ? desk.nouns : []);
            if (!meant) return;
            ({ value, why } = await server.late({ ...find, ...meant }));
        }

        if (why) return warn(why);
        const again = await server.open();
        if (again.why) return warn(again.why);
        desk.textRevision = again.value.textRevision;
        for (const turn of again.value.turns) Object.assign(turns[turn.number], turn);
        paintAll();
        say(value.replaced === 1 ? 'Replaced in the released text.' : `Replaced in ${value.replaced} places of the released text.`);
        main.focus({ preventScroll: true });
    }

    async function markSelected() {
        if (standing.state === 'released') return replaceLate();
        const chosen = text.selected() ?? (placeOf(lit)?.sweep ? placeOf(lit) : null);
        if (!chosen) { say('Select words of the left column first.'); return; }
        tools.hidden = true;
        const what = await dialogs.mark(root, wordsAt(turns, chosen), desk.nouns, /\p{N}/u.test(wordsAt(turns, chosen)) ? 'otherNumber' : 'person');
        if (!what) return;
        if (await act({ kind: 'mark', start: chosen.start, end: chosen.end, ...what }, !sweeping)) document.getSelection()?.removeAllRanges();
        main.focus({ preventScroll: true });
    }

    async function toggleSweep() {
        if (!sweeping) {
            const { value, why } = await server.sweep();
            if (why) return warn(why);
            swept = value.map((/** @type {any} */ p) => ({ ...p, id: `sweep-${p.start}` }));
        } else swept = [];
        sweeping = !sweeping;
        paintAll();
        drawList();
        drawBar();
        if (sweeping) { lit = ''; step(1, true); say(`${swept.length} places still readable could identify: capitals, figures, numbers. Enter replaces one, j goes on, g ends.`); }
        else step(1, true);
    }

    // The keyboard in the words
    function takeCaret() {
        caret = true;
        const p = placeOf(lit);
        const turn = p ? turnAt(turns, p.start) : turns[firstVisible()];
        const from = p ? p.start : turn.start;
        text.select(wordFrom(turn, from, 0));
        say('In the words. Arrows move by word, Shift widens, Enter replaces, Escape leaves.');
        sayWords();
    }

    /** @param {Turn} turn @param {number} at @param {number} by */
    function wordFrom(turn, at, by) {
        const words = [...turn.text.matchAll(/[\p{L}\p{N}](?:\S*[\p{L}\p{N}])?|[^\s\p{L}\p{N}]+/gu)].map(m => ({ start: turn.start + m.index, end: turn.start + m.index + m[0].length }));
        let index = words.findIndex(w => w.end > at);
        if (index < 0) index = words.length - 1;
        index += by;
        if (index < 0 && turn.number > 0) { const before = turns[turn.number - 1]; return wordFrom(before, before.start + before.text.length - 1, 0); }
        if (index >= words.length && turn.number + 1 < turns.length) return wordFrom(turns[turn.number + 1], turns[turn.number + 1].start, 0);
        return words[Math.max(0, Math.min(index, words.length - 1))];
    }

    /** @param {KeyboardEvent} event */
    function moveCaret(event) {
        const now = text.selected();
        if (!now) return;
        const forward = event.key === 'ArrowRight' || event.key === 'ArrowDown';
        const turn = turnAt(turns, now.start);
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            const next = turns[turn.number + (forward ? 1 : -1)];
            if (next) text.select(wordFrom(next, next.start, 0));
        } else if (event.shiftKey) {
            const last = wordFrom(turn, now.end - 1, 0);
            const next = forward ? wordFrom(turn, now.end - 1, 1) : wordFrom(turn, now.end - 1, -1);
            if (forward && next.end <= turn.start + turn.text.length && next.start > last.start) text.select({ start: now.start, end: next.end });
            else if (!forward && next.end > now.start && last.start > now.start) text.select({ start: now.start, end: next.end });
        } else text.select(wordFrom(turn, now.start, forward ? 1 : -1));
        sayWords();
    }

    function sayWords() {
        const now = text.selected();
        if (now) say(wordsAt(turns, now));
    }

    function firstVisible() {
        return Math.max(0, text.rows.findIndex(r => r.row.getBoundingClientRect().bottom > 180));
    }

    /** @type {Record<string, () => void>} */
    const commands = {
        j: () => step(1), k: () => step(-1), A: () => void acceptAll(), R: () => void acceptAll('reject'),
        a: () => { const p = placeOf(lit); if (p?.sweep) void markSelected(); else if (p) void act({ kind: 'accept', ids: [p.id] }); },
        r: () => { const p = placeOf(lit); if (p && !p.sweep) void act({ kind: 'reject', ids: [p.id] }); },
        '[': () => void resize('start', -1), ']': () => void resize('start', 1), '{': () => void resize('end', -1), '}': () => void resize('end', 1),
        m: () => void link(), n: () => void makeNew('accept'), s: () => void makeNew('split'), J: () => void join(), e: () => void rename(false), E: () => void rename(true),
        u: () => void act({ kind: 'undo' }, true), U: () => void act({ kind: 'redo' }, true), g: () => void toggleSweep(), v: takeCaret,
        f: () => /** @type {HTMLElement | null} */ (list.querySelector('input[type=search]'))?.focus(),
        '?': () => void dialogs.help(root), Enter: () => void markSelected(),
        ...Object.fromEntries(categories.filter(c => c.key).map(c => [c.key, () => void retype(c.id)])),
    };

    document.addEventListener('keydown', event => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesWords(document.activeElement) || root.querySelector('dialog[open]')) return;
        const active = document.activeElement;
        if (active && active !== document.body && !root.contains(active)) return;
        if (caret && event.key.startsWith('Arrow')) { event.preventDefault(); moveCaret(event); return; }
        if (event.key === 'Escape') { caret = false; document.getSelection()?.removeAllRanges(); if (sweeping) void toggleSweep(); return; }
        if (event.key === 'Enter' && (active instanceof HTMLButtonElement || active instanceof HTMLAnchorElement)) return;
        const command = commands[event.key];
        if (!command) return;
        event.preventDefault();
        command();
    }, { signal });

    main.addEventListener('click', event => {
        const id = /** @type {Element} */ (event.target).closest('[data-place]')?.getAttribute('data-place');
        if (id && document.getSelection()?.isCollapsed !== false) light(id);
    });

    document.addEventListener('selectionchange', () => {
        const range = document.getSelection()?.rangeCount ? document.getSelection()?.getRangeAt(0) : null;
        const chosen = !root.querySelector('dialog[open]') && (standing.state === 'toReview' ? text.selected() : standing.state === 'released' && text.selectedReleased());
        tools.hidden = !chosen;
        if (!chosen || !range) return;
        const box = range.getBoundingClientRect();
        tools.style.top = `${Math.min(innerHeight - 60, box.bottom + 6)}px`;
        tools.style.left = `${Math.max(8, Math.min(innerWidth - 250, box.left))}px`;
    }, { signal });

    // The bar
    function drawBar() {
        const { state, left } = standing;
        const total = standing.places;
        const words = state === 'toReview' ? `${total - left} of ${total} decided` : state === 'decided' ? `Decided by ${standing.decidedBy}` : `Released by ${standing.releasedBy}`;
        const isOpen = state === 'toReview';
        fill(bar,
            el('div', { class: 'how-far' },
                el('strong', { text: words }), el('progress', { max: Math.max(1, total), value: total - left, 'aria-label': 'Decided' }),
                el('span', { class: 'soft', text: seen.text() })),
            el('div', { class: 'bar-deeds' },
                isOpen ? button('Undo', commands.u, { class: 'quiet small', disabled: !standing.undo, title: standing.undo ? `Undo: ${standing.undo}` : null }) : null,
                isOpen ? button('Redo', commands.U, { class: 'quiet small', disabled: !standing.redo }) : null,
                isOpen ? button(sweeping ? 'End the sweep' : 'Sweep', () => void toggleSweep(), { class: 'quiet small', 'aria-pressed': String(sweeping) }) : null,
                isOpen ? button('Search again', () => void searchAgain(), { class: 'quiet small' }) : null,
                button('Keys', () => void dialogs.help(root), { class: 'quiet small' }),
                isOpen ? button('All is decided', () => void decided(), { class: 'primary small' }) : null,
                !isOpen ? button('Back to review', () => void takeBack(), { class: 'quiet small' }) : null,
                state === 'decided' ? button('Scan and release', () => void release(), { class: 'primary small', disabled: !standing.mayRelease }) : null));
        if (standing.whyNot) bar.append(el('p', { class: 'why-not', text: standing.whyNot }));
    }

    async function searchAgain() {
        const { value, why } = await server.searchAgain();
        if (why) return warn(why);
        say(value === 0 ? 'Nothing new was found.' : `${value} new places were found.`);
        if (value > 0) location.reload();
    }

    async function decided() {
        if (standing.left === 0 && !seen.isAll()) return warn(`Go through the whole text to its end first: ${seen.text().toLowerCase()}. What no machine finds, only a reader does.`);
        await settle(server.decided(), 'It is decided. Another admin can release it now.');
    }

    async function takeBack() {
        if (!await dialogs.confirm(root, 'Back to review?', standing.state === 'released' ? 'The released words are taken away from everybody until it is released again. This works only while nobody has coded it.' : 'Both steps are taken again afterwards.', 'Back to review')) return;
        seen.forget();
        await settle(server.takeBack(), 'It is back in review.');
    }

    async function release() {
        const { value, why } = await server.scan();
        if (why) return warn(why);
        const chosen = await dialogs.release(root, value, async words => {
            const reason = await dialogs.line(root, `Why does “${words}” identify nobody?`, 'Because', '', '', 'Keep this reason');
            if (!reason) return;
            const kept = await server.explain(words, reason);
            if (kept.why) warn(kept.why);
            else void release();
        });
        if (chosen) await settle(server.release(chosen.open), chosen.open ? 'Released, and open for coding.' : 'Released.');
    }

    /** @param {Promise<{value?: any, why?: string}>} asked @param {string} done */
    async function settle(asked, done) {
        const { value, why } = await asked;
        if (why) return warn(why);
        warn('');
        if (standing.state === 'released' || value.state === 'released') { location.reload(); return; }
        standing = value;
        if (standing.state !== 'toReview') seen.begin();
        drawBar();
        drawCard();
        say(done);
    }

    // The card of the lit place
    function drawCard() {
        const p = placeOf(lit);
        if (!p) {
            card.replaceChildren(el('p', { class: 'soft', text: sweeping ? 'Nothing is left that the sweep would light.' : places.size === 0 ? 'Nothing was proposed. Read the text, and select what identifies.' : 'Choose a place in the list or in the text.' }));
            return;
        }

        const words = wordsAt(turns, p);
        const same = [...places.values()].filter(o => keyOf(o) === keyOf(p)).length;
        const isOpen = standing.state === 'toReview';
        const replacement = p.status === 'accepted' ? releasedAs(p) : replacementOf(p);
        fill(card,
            el('p', { class: 'lit-words' }, el('span', { class: `sign ${p.sweep ? 'sweep' : p.status}`, 'aria-hidden': 'true', text: signs[p.sweep ? 'sweep' : p.status] }), el('strong', { text: words })),
            el('p', { class: 'soft', text: p.sweep ? `Still readable: ${p.reason}.` : `${p.reason}${p.score < 1 ? ` · ${Math.round(p.score * 100)} % sure` : ''}${same > 1 ? ` · ${same} here` : ''}` }),
            p.sweep ? null : el('label', {}, 'Kind ', el('select', { disabled: !isOpen, on: { change: (/** @type {Event} */ e) => void retype(/** @type {HTMLSelectElement} */ (e.target).value) } },
                ...categories.map(c => el('option', { value: c.id, text: c.name, selected: c.id === p.category })))),
            p.status === 'accepted' ? el('p', {}, 'Released as ', el('strong', { class: 'token', text: replacement })) : null,
            !isOpen ? null : p.sweep
                ? el('div', { class: 'deeds' }, button('Replace…', () => void markSelected(), { class: 'primary small' }), button('Next', () => step(1), { class: 'quiet small' }))
                : el('div', { class: 'deeds' },
                    button('Accept', commands.a, { class: 'primary small', 'aria-keyshortcuts': 'a' }), button('Reject', commands.r, { class: 'quiet small', 'aria-keyshortcuts': 'r' }),
                    same > 1 ? button('Accept all', commands.A, { class: 'quiet small', 'aria-keyshortcuts': 'Shift+A' }) : null,
                    same > 1 ? button('Reject all', commands.R, { class: 'quiet small', 'aria-keyshortcuts': 'Shift+R' }) : null),
            !isOpen || p.sweep ? null : el('div', { class: 'deeds more' },
                hasEntries(p.category) ? button('Means…', commands.m, { class: 'link' }) : null,
                hasEntries(p.category) ? button('Somebody new', commands.n, { class: 'link' }) : null,
                p.entry && p.status === 'accepted' ? button('Somebody else', commands.s, { class: 'link' }) : null,
                p.entry ? button('Same as…', commands.J, { class: 'link' }) : null,
                button('Other words here', commands.e, { class: 'link' }),
                p.entry && !entries.get(p.entry)?.isParticipant ? button('Other words in the study', commands.E, { class: 'link' }) : null));
    }

    // The list
    function drawList() {
        const focused = document.activeElement instanceof HTMLElement && list.contains(document.activeElement) ? document.activeElement.dataset.key ?? document.activeElement.dataset.part : null;
        const fitting = all().filter(fits);
        const groups = groupByForm(turns, /** @type {Place[]} */ (fitting));
        /** @param {string} name @param {[string, string][]} options @param {string} value @param {(v: string) => void} set */
        const choice = (name, options, value, set) => el('label', {}, name + ' ', el('select', { 'data-part': name, on: { change: (/** @type {Event} */ e) => { set(/** @type {HTMLSelectElement} */ (e.target).value); drawList(); } } },
            ...options.map(([v, t]) => el('option', { value: v, text: t, selected: v === value }))));
        const find = el('input', { type: 'search', 'data-part': 'find', 'aria-label': 'Find in the list', placeholder: 'Find', value: filter.find, on: { input: (/** @type {Event} */ e) => { filter.find = /** @type {HTMLInputElement} */ (e.target).value; drawList(); } } });
        list.replaceChildren(
            sweeping ? el('h2', { text: 'Still readable' }) : el('div', { class: 'filters' }, find,
                choice('Show', [['all', 'all'], ['proposed', 'to decide'], ['accepted', 'replaced'], ['rejected', 'left as it is']], filter.status, v => { filter.status = v; }),
                choice('Kind', [['', 'every kind'], ...categories.map(c => /** @type {[string, string]} */ ([c.id, c.name]))], filter.category, v => { filter.category = v; }),
                el('label', { class: 'tick' }, el('input', { type: 'checkbox', checked: filter.unsure, 'data-part': 'unsure', on: { change: (/** @type {Event} */ e) => { filter.unsure = /** @type {HTMLInputElement} */ (e.target).checked; drawList(); } } }), ' Unsure ones only')),
            el('p', { class: 'soft', role: 'status', text: groups.length === 0 ? 'Nothing fits.' : `${groups.length} ${groups.length === 1 ? 'form' : 'forms'}, ${fitting.length} ${fitting.length === 1 ? 'place' : 'places'}` }),
            el('ul', {}, ...groups.slice(0, 400).map(group => groupRow(group))));
        if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-key="${CSS.escape(focused)}"], [data-part="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
        if (focused === 'find') { const again = /** @type {HTMLInputElement | null} */ (list.querySelector('[data-part=find]')); again?.setSelectionRange(again.value.length, again.value.length); }
    }

    /** @param {ReturnType<typeof groupByForm>[number]} group */
    function groupRow(group) {
        const first = group.places.find(p => p.status === 'proposed') ?? group.places[0];
        const left = group.places.filter(p => p.status === 'proposed').length;
        const stands = [...new Set(group.places.filter(p => p.status === 'accepted').map(replacementOf))].filter(Boolean);
        const isOpen = open.has(group.key);
        const status = /** @type {any} */ (first).sweep ? 'sweep' : left > 0 ? 'proposed' : group.places.some(p => p.status === 'accepted') ? 'accepted' : 'rejected';
        return el('li', {},
            el('div', { class: 'form' },
                el('button', { type: 'button', class: 'form-name', 'data-key': group.key, 'aria-current': placeOf(lit) && keyOf(placeOf(lit)) === group.key ? 'true' : null, on: { click: () => light(first.id) } },
                    el('span', { class: `sign ${status}`, 'aria-hidden': 'true', text: signs[status] }),
                    el('span', { class: 'words', text: group.form }), el('span', { class: 'visually-hidden', text: `, ${nameOf(group.category)}, ${saidStates[status]}` }),
                    stands.length > 0 ? el('span', { class: 'stands', text: stands.join(' ') }) : null),
                el('button', { type: 'button', class: 'count', 'aria-expanded': String(isOpen), 'aria-label': `${group.places.length} places of ${group.form}`, text: String(group.places.length), on: { click: () => { if (isOpen) open.delete(group.key); else open.add(group.key); drawList(); } } })),
            isOpen ? el('ul', { class: 'contexts' }, ...group.places.slice(0, 200).map(p => {
                const c = contextOf(turns, p);
                return el('li', {}, el('button', { type: 'button', on: { click: () => light(p.id) } }, c.before, el('strong', { text: c.words }), c.after));
            })) : null);
    }

    // Having read it
    function watchReading() {
        const store = `review-seen-${root.dataset.transcript}`; // numbers of turns alone
        /** @type {Set<number>} */
        const read = new Set(JSON.parse(sessionStorage.getItem(store) ?? '[]'));
        let told = standing.isReadThrough;
        const observer = new IntersectionObserver(changes => {
            const before = read.size;
            for (const { isIntersecting, target } of changes) if (isIntersecting) read.add(Number(/** @type {HTMLElement} */ (target).dataset.turn));
            if (read.size === before) return;
            sessionStorage.setItem(store, JSON.stringify([...read]));
            drawBar();
            if (read.size === turns.length && !told) { told = true; void server.readThrough().then(({ value }) => { if (value) { standing = value; drawBar(); } else told = false; }); }
        }, { threshold: 0.01 });
        for (const { original } of text.rows) observer.observe(/** @type {Element} */ (original.parentElement));
        signal.addEventListener('abort', () => observer.disconnect());
        const begin = () => { read.clear(); told = false; sessionStorage.removeItem(store); for (const { row } of text.rows) { observer.unobserve(row); observer.observe(row); } };
        return {
            isAll: () => told || read.size === turns.length,
            text: () => told || read.size === turns.length ? 'Read to the end' : `Read ${read.size} of ${turns.length} turns`,
            begin, forget: begin,
        };
    }

    // Begin
    paintAll();
    const seen = watchReading();
    drawBar();
    drawList();
    const kept = sessionStorage.getItem(`review-lit-${root.dataset.transcript}`) ?? ''; // an id alone: the gate closes after a while, and work goes on where it was
    if (placeOf(kept)) light(kept, true);
    else step(1, true);
    main.focus({ preventScroll: true });

    /** @param {string} words */
    function say(words) { said.textContent = words; }

    /** @param {string} words */
    function warn(words) { banner.textContent = words; banner.hidden = words === ''; }
}
