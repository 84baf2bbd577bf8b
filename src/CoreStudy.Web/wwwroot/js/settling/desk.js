// @ts-check
import { button, el, takesWords } from '../desk/dom.js';
import { idMaker } from '../desk/ids.js';
import { typedAhead } from './ahead.js';
import * as dialogs from './dialogs.js';
import { modelOf, step } from './model.js';
import { serverOf } from './server.js';
import { colourOf, lines, textOf } from './text.js';
/** @typedef {ReturnType<typeof modelOf>} Model @typedef {import('./model.js').Difference} Difference @typedef {import('./model.js').State} State */

const signs = { open: '○', discuss: '◐', settled: '●' };
const saidStates = { open: 'open', discuss: 'to be discussed', settled: 'settled' };
const kinds = { extent: 'Same code, other borders', code: 'Different codes', presence: 'Coded by some alone' };

/** @type {[string, string][]} */
const keys = [
    ['n  p', 'next, previous difference that fits the filter'], ['N  P', 'next, previous open one'],
    ['a  b  c', 'take what the first, second, third coder did; 1 … 9 for any'], ['u', 'take what all of them did'], ['m', 'merge the borders: from the first to the last character of any'],
    ['w', 'write another: code and words; words that are selected are taken as the passage'], ['x', 'none: nothing stands here'], ['d', 'leave it to be discussed, and say what about'],
    ['r', 'write a reason before you decide; Enter goes back'], ['.', 'the same decision as the last'], ['S', 'the same decision for all open ones that are like the last: same kind, codes and coders'],
    ['z  Z', 'undo, do again'], ['t', 'say something to the coders, or answer'], ['v', 'mark the talk as resolved, or open it again'], ['o', 'show open ones alone, or all'], ['g', 'to the queue'], ['?', 'this help'],
];

/** The keys that open a place to type in. */
const typedInto = 'wdrt';

/** How many differences the server decides in one go. */
const mostAtOnce = 200;

/** What an element holds from now on. @param {HTMLElement} element @param {...(Node | null | undefined | false)} children */
function fill(element, ...children) {
    element.replaceChildren(.../** @type {Node[]} */ (children.filter(Boolean)));
}

/** @param {HTMLElement} root */
export function openDesk(root) {
    const server = serverOf(root.dataset.transcript ?? '');
    const listeners = new AbortController();
    /** @type {{changed: () => Promise<void>} | null} */
    let desk = null;
    const opened = server.open().then(({ value, why }) => {
        if (listeners.signal.aborted) return;
        if (why) root.replaceChildren(el('p', { class: 'wrong', role: 'alert', text: why }));
        else desk = run(root, server, value, listeners.signal);
    });
    return {
        /** Something changed: it is read again. */
        changed: async () => { await opened; await desk?.changed(); },
        detach: () => { listeners.abort(); root.replaceChildren(); },
    };
}

/** @param {HTMLElement} root @param {ReturnType<typeof serverOf>} server @param {any} fetched @param {AbortSignal} signal */
function run(root, server, fetched, signal) {
    let model = modelOf(fetched);
    const nextId = idMaker();
    const place = `settling-lit-${root.dataset.transcript}`;
    /** @type {Difference | null} */
    let lit = null;
    /** The last decision that can be made again, and what it was about. @type {{way: {decision: string, lane?: number, reason?: string}, like: Difference} | null} */
    let last = null;
    const filter = { state: 'all', kind: '', code: '' };
    /** Deeds one after the other: keys that come while one is under way wait for it. */
    let line = Promise.resolve();
    let waiting = 0;
    const ahead = typedAhead();

    const bar = el('div', { class: 'settle-bar' });
    const banner = el('p', { class: 'settle-banner', role: 'alert', hidden: true });
    const notice = el('p', { class: 'settle-notice', hidden: true });
    const main = el('div', { class: 'settle-text', tabindex: 0, role: 'region', 'aria-label': 'The transcript with its lanes. Press ? for the keys.' });
    const heads = el('div', { class: 'settle-columns', 'aria-hidden': 'true' });
    const card = el('section', { class: 'card', 'aria-label': 'The difference that is lit' });
    const queue = el('section', { class: 'queue', 'aria-label': 'All differences' });
    const said = el('div', { class: 'visually-hidden', 'aria-live': 'polite' });
    main.append(heads);
    root.replaceChildren(bar, banner, notice, el('div', { class: 'settle-body' }, main, el('aside', { class: 'settle-side', 'aria-label': 'What to decide' }, card, queue)), said);
    let text = textOf(main, () => model, id => enqueue(async () => light(model.byId.get(id) ?? null)));

    const bars = new ResizeObserver(() => root.style.setProperty('--bar', `${bar.offsetHeight}px`));
    bars.observe(bar);
    drawAll();
    const wanted = /^#d(\d+)$/u.exec(location.hash)?.[1];
    light(model.differences.find(d => wanted !== undefined ? d.number === Number(wanted) - 1 : d.id === sessionStorage.getItem(place)) ?? step(model.differences, -1, 1, isOpen) ?? model.differences[0] ?? null, true);
    if (document.activeElement === document.body || document.activeElement?.tagName === 'H1') main.focus({ preventScroll: true });
    document.addEventListener('keydown', onKey, { signal });
    signal.addEventListener('abort', () => { text.detach(); bars.disconnect(); });
    return { changed: () => enqueue(refresh) };

    /** @param {() => Promise<void>} deed */
    function enqueue(deed) {
        waiting++;
        line = line.then(() => signal.aborted ? undefined : deed()).finally(() => { waiting--; });
        return line;
    }

    // What is shown
    /** @param {Difference} d */
    function isOpen(d) { return model.stateOf(d) === 'open'; }

    /** @param {Difference} d */
    function fits(d) {
        const state = model.stateOf(d);
        return (filter.state === 'all' || (filter.state === 'talk' ? model.talkOf(d).length > 0 && d.resolved === '' : state === filter.state))
            && (filter.kind === '' || d.kind === filter.kind) && (filter.code === '' || model.codesOf(d).some(c => c.id === filter.code));
    }

    /** @param {Difference | null} difference @param {boolean} [quiet] */
    function light(difference, quiet) {
        lit = difference;
        if (difference) sessionStorage.setItem(place, difference.id);
        drawCard();
        drawQueue();
        text.light(difference, getComputedStyle(card).position === 'sticky' ? card.offsetHeight : 0);
        if (difference && !quiet) say(describe(difference));
    }

    /** @param {Difference} d */
    function describe(d) {
        const lanes = model.lanes.map((lane, i) => {
            const codings = model.inLane(d, i);
            return `${lane.name}: ${codings.length === 0 ? 'nothing' : codings.map(c => `${model.codes.get(c.code)?.name ?? 'a code'} on ‘${model.excerpt(c, 60)}’`).join(', ')}`;
        });
        return `Difference ${d.number + 1} of ${model.differences.length}, ${saidStates[model.stateOf(d)]}. ${kinds[d.kind]}. ${lanes.join('. ')}.`;
    }

    /** @param {Difference} d how it was settled, in words */
    function decided(d) {
        const lane = d.lane === null ? '' : model.lanes[d.lane].name;
        switch (d.decision) {
            case 'takeLane': return model.inLane(d, d.lane ?? 0).length === 0 ? `as ${lane} has it: nothing stands` : `as ${lane} has it`;
            case 'takeAll': return model.lanes.length === 2 ? 'both stand' : 'all of them stand';
            case 'merge': return 'the borders are merged';
            case 'write': return 'written anew';
            case 'none': return 'nothing stands';
            case 'discuss': return 'left to be discussed';
            default: return 'open';
        }
    }

    function drawAll() {
        fill(heads, el('span', { text: 'Words' }), ...model.lanes.map((lane, i) => {
            const sample = el('span', { class: 'lane-line' });
            lines(sample, [0]);
            sample.style.backgroundImage = `linear-gradient(${colourOf(i)}, ${colourOf(i)})`;
            return el('span', {}, sample, `${letterOf(i)} ${lane.name}${lane.isMine ? ' (you)' : ''}`);
        }), el('span', { text: 'Settled' }));
        const own = model.lane !== null && model.maySettle && model.state === 'open';
        notice.hidden = !own && model.contentNote === '';
        notice.textContent = [model.contentNote === '' ? '' : `Content note: ${model.contentNote}`, own ? 'You are one of the coders of this transcript. You may settle it; where you can, ask somebody who is not.' : ''].filter(Boolean).join(' ');
        drawBar();
    }

    function drawBar() {
        const count = (/** @type {State} */ state) => model.differences.filter(d => model.stateOf(d) === state).length;
        const [open, discuss, done] = [count('open'), count('discuss'), count('settled')];
        const all = model.differences.length;
        const agreed = [...model.settled.values()].filter(s => s.how === 'agreed').length;
        const isOpenState = model.state === 'open';
        keepFocus(bar, () => fill(bar,
            el('div', { class: 'how-far' },
                el('progress', { max: Math.max(1, all), value: done + discuss, 'aria-label': 'Differences decided' }),
                el('span', { text: `${number(agreed)} agreed · ${number(done)} of ${number(all)} settled${discuss > 0 ? ` · ${number(discuss)} to discuss` : ''}${open > 0 ? ` · ${number(open)} open` : ''}` })),
            el('div', { class: 'bar-deeds' },
                model.maySettle && isOpenState && button('Undo', () => enqueue(undo), { class: 'quiet small', 'data-key': 'undo', title: 'z' }),
                model.maySettle && isOpenState && button('Do again', () => enqueue(redo), { class: 'quiet small', 'data-key': 'redo', title: 'Z' }),
                button('Keys', () => enqueue(showHelp), { class: 'quiet small', 'data-key': 'help', title: '?' }),
                model.maySignOff && isOpenState && button('Sign off', () => enqueue(signOff), { class: open === 0 ? 'primary small' : 'quiet small', 'data-key': 'sign', disabled: open > 0, title: open > 0 ? 'When nothing is open any more' : null }),
                model.maySignOff && !isOpenState && button('Open again…', () => enqueue(reopen), { class: 'quiet small', 'data-key': 'reopen' })),
            !isOpenState && el('p', { class: 'why-not', text: `Signed off by ${model.signedOffBy} on ${day(model.signedOffAt)}. It stays as it is.` }),
            isOpenState && !model.maySettle && el('p', { class: 'why-not', text: 'You read along. Others decide; you can answer below each difference.' })));
    }

    function drawCard() {
        const d = lit;
        const reason = /** @type {HTMLTextAreaElement | null} */ (card.querySelector('textarea[name="reason"]'));
        const talk = /** @type {HTMLTextAreaElement | null} */ (card.querySelector('textarea[name="talk"]'));
        const same = card.dataset.difference === d?.id;
        card.dataset.difference = d?.id ?? '';
        if (!d) {
            fill(card, el('p', { text: model.differences.length === 0 ? 'There is no difference: all coders agree on everything. It can be signed off.' : 'No difference is lit.' }));
            return;
        }

        const state = model.stateOf(d);
        const may = model.maySettle && model.state === 'open';
        const codes = model.codesOf(d);
        const fields = [
            may && el('label', { class: 'reason' }, 'Reason ', el('span', { class: 'soft', text: '(not required)' }), el('textarea', { name: 'reason', rows: 1, maxlength: 1000, 'data-key': 'reason', value: same ? reason?.value ?? '' : '', on: { keydown: leaveByEnter } })),
        ];
        keepFocus(card, () => fill(card,
            el('h2', {}, el('span', { class: `sign ${state}`, 'aria-hidden': 'true', text: signs[state] }), ` ${d.number + 1} of ${number(model.differences.length)}: ${kinds[d.kind]}`),
            state !== 'open' && el('p', { class: 'stands' }, el('strong', { text: `${d.by}: ${decided(d)}.` }), d.reason !== '' && el('q', { text: d.reason })),
            el('ol', { class: 'lanes' }, ...model.lanes.map((lane, i) => el('li', {}, laneDeed(d, lane, i, may)))),
            may && el('div', { class: 'deeds' },
                d.codings.length > 1 && deed(model.lanes.length === 2 ? 'Both' : 'All', 'u', () => decide({ decision: 'takeAll' })),
                codes.length === 1 && d.codings.length > 1 && deed('Merge borders', 'm', () => decide({ decision: 'merge' })),
                deed('Another…', 'w', write), deed('None', 'x', () => decide({ decision: 'none' })), deed('Discuss…', 'd', discuss)),
            ...fields,
            el('details', { class: 'definitions', open: same ? /** @type {HTMLDetailsElement | null} */ (card.querySelector('details.definitions'))?.open === true : false }, el('summary', { text: codes.length === 1 ? 'What the code means' : 'What the codes mean' }),
                ...codes.map(c => el('div', {}, el('strong', { text: c.name }), el('p', { text: c.definition || 'No definition yet.' }),
                    c.whenToUse !== '' && el('p', {}, el('em', { text: 'Use: ' }), c.whenToUse), c.whenNotToUse !== '' && el('p', {}, el('em', { text: 'Do not use: ' }), c.whenNotToUse)))),
            talkOf(d, same ? talk?.value ?? '' : '', same ? /** @type {HTMLDetailsElement | null} */ (card.querySelector('details.talk'))?.open : undefined)));
    }

    /** @param {Difference} d @param {{name: string}} lane @param {number} i @param {boolean} may */
    function laneDeed(d, lane, i, may) {
        const codings = model.inLane(d, i);
        const sample = el('span', { class: 'lane-line', 'aria-hidden': 'true' });
        sample.style.backgroundColor = colourOf(i);
        const content = [
            el('span', { class: 'lane-name' }, may ? el('kbd', { 'aria-hidden': 'true', text: letterOf(i) }) : null, sample, el('span', {}, may ? el('span', { class: 'visually-hidden', text: 'Take ' }) : null, lane.name)),
            ...codings.length === 0 ? [el('span', { class: 'soft', text: 'nothing here' })] : codings.map(c => {
                const dot = el('span', { class: 'dot', 'aria-hidden': 'true' });
                dot.style.backgroundColor = model.codes.get(c.code)?.colour ?? '#777777';
                return el('span', { class: 'lane-coding' }, dot, el('strong', { text: model.codes.get(c.code)?.name ?? 'A code that is gone' }), el('q', { text: model.excerpt(c, 140) }));
            }),
        ];
        if (!may) return el('div', { class: 'lane-deed' }, ...content);
        return el('button', { type: 'button', class: 'lane-deed', 'data-key': `lane-${i}`, on: { click: () => enqueue(() => decide({ decision: 'takeLane', lane: i })) } }, ...content);
    }

    /** @param {string} label @param {string} key @param {() => Promise<void>} run */
    function deed(label, key, run) {
        const made = button('', () => enqueue(run), { class: 'quiet small', 'data-key': `deed-${key}` });
        made.append(el('kbd', { 'aria-hidden': 'true', text: key }), ` ${label}`);
        return made;
    }

    /** What was said about a difference. @param {Difference} d @param {string} draft @param {boolean | undefined} isOpen as it was left; undefined for as it fits */
    function talkOf(d, draft, isOpen) {
        const remarks = model.talkOf(d);
        const open = isOpen ?? (remarks.length > 0 && d.resolved === '' || !model.maySettle);
        const field = el('textarea', { name: 'talk', rows: 2, maxlength: 4000, 'data-key': 'talk', value: draft, on: { keydown: sendByEnter } });
        return el('details', { class: 'talk', open }, el('summary', { text: remarks.length === 0 ? 'Talk about it' : `Talk (${remarks.length}${d.resolved !== '' ? ', resolved' : ''})` }), el('div', {},
            remarks.length > 0 && el('ol', {}, ...remarks.map(r => el('li', {}, el('span', { class: 'soft', text: `${r.isMine ? 'You' : r.by}, ${when(r.at)}` }), el('p', { text: r.text })))),
            el('label', {}, remarks.length === 0 ? 'To the coders ' : 'Answer ', field),
            el('div', { class: 'deeds' }, button('Say it', () => enqueue(say_), { class: 'quiet small', 'data-key': 'say' }),
                remarks.length > 0 && button(d.resolved === '' ? 'Mark as resolved' : `Open the talk again`, () => enqueue(resolve), { class: 'quiet small', 'data-key': 'resolve' })),
            d.resolved !== '' && el('p', { class: 'soft', text: `Resolved: ${d.resolved}.` })));
    }

    function drawQueue() {
        const fitting = model.differences.filter(fits);
        const at = lit ? Math.max(0, fitting.findIndex(d => d.number >= (lit?.number ?? 0))) : 0;
        const from = Math.max(0, Math.min(at - 15, fitting.length - 40));
        const shown = fitting.slice(from, from + 40);
        const option = (/** @type {string} */ value, /** @type {string} */ label, /** @type {string} */ now) => el('option', { value, text: label, selected: value === now });
        const used = new Map();
        for (const d of model.differences) for (const c of model.codesOf(d)) used.set(c.id, c.name);
        const scrolled = queue.querySelector('ol')?.scrollTop ?? 0;
        keepFocus(queue, () => fill(queue,
            el('h2', { text: 'Differences' }),
            el('div', { class: 'filters' },
                el('label', {}, 'Show ', el('select', { 'data-key': 'state', on: { change: (/** @type {Event} */ e) => refilter({ state: valueOf(e) }) } },
                    option('all', 'All', filter.state), option('open', 'Open', filter.state), option('discuss', 'To discuss', filter.state), option('settled', 'Settled', filter.state), option('talk', 'With a talk', filter.state))),
                el('label', {}, 'Kind ', el('select', { 'data-key': 'kind', on: { change: (/** @type {Event} */ e) => refilter({ kind: valueOf(e) }) } },
                    option('', 'Any', filter.kind), ...Object.entries(kinds).map(([kind, label]) => option(kind, label, filter.kind)))),
                el('label', {}, 'Code ', el('select', { 'data-key': 'code', on: { change: (/** @type {Event} */ e) => refilter({ code: valueOf(e) }) } },
                    option('', 'Any', filter.code), ...[...used].sort((a, b) => a[1].localeCompare(b[1])).map(([id, name]) => option(id, name, filter.code))))),
            el('p', { class: 'soft', role: 'status', text: fitting.length === model.differences.length ? `${number(fitting.length)} in all` : `${number(fitting.length)} of ${number(model.differences.length)}` }),
            from > 0 && el('p', { class: 'soft', text: `${number(from)} before these` }),
            el('ol', {}, ...shown.map(d => el('li', {}, el('button', {
                type: 'button', class: 'in-queue', 'data-key': d.id, 'aria-current': d.id === lit?.id ? 'true' : null, on: { click: () => enqueue(async () => light(d)) },
            }, el('span', { class: `sign ${model.stateOf(d)}`, text: signs[model.stateOf(d)], 'aria-label': saidStates[model.stateOf(d)], role: 'img' }), el('span', { class: 'what' },
                el('strong', { text: model.codesOf(d).map(c => c.name).join(' / ') || 'withdrawn' }), el('span', { class: 'soft', text: `${d.number + 1} · ${kinds[d.kind]}${model.talkOf(d).length > 0 ? ' · talk' : ''}` })))))),
            from + shown.length < fitting.length && el('p', { class: 'soft', text: `${number(fitting.length - from - shown.length)} after these` })));
        const list = queue.querySelector('ol');
        const current = list?.querySelector('[aria-current]');
        if (list) list.scrollTop = scrolled;
        if (list && current) {
            const [box, around] = [current.getBoundingClientRect(), list.getBoundingClientRect()];
            if (box.top < around.top || box.bottom > around.bottom) list.scrollTop += box.top - around.top - around.height / 2;
        }
    }

    /** @param {Partial<typeof filter>} change */
    function refilter(change) {
        Object.assign(filter, change);
        drawQueue();
        const fitting = model.differences.filter(fits).length;
        say(`${fitting} ${fitting === 1 ? 'difference fits' : 'differences fit'}.`);
    }

    // Deeds
    /** @param {string} path @param {any} body @param {boolean} [quiet] @returns {Promise<boolean>} */
    async function act(path, body, quiet) {
        const { value, why } = await server.act(path, { act: nextId(), after: model.revision, ...body });
        if (why) {
            warn(why);
            await refresh();
            return false;
        }

        warn('');
        await take(value, quiet);
        return true;
    }

    /** @param {any} changes @param {boolean} [quiet] */
    async function take(changes, quiet) {
        const known = model.state;
        if (changes.textRevision !== model.textRevision || changes.state !== known) return reload();
        const changed = model.take(changes);
        text.paint(changed.turns);
        drawBar();
        if (quiet) return;
        drawCard();
        drawQueue();
    }

    /** The words were changed, or names are shown now: everything is read again. */
    async function reload() {
        const { value, why } = await server.open();
        if (why) return warn(why);
        const now = lit?.id;
        model = modelOf(value);
        text.detach();
        for (const row of main.querySelectorAll('.settle-turn')) row.remove();
        text = textOf(main, () => model, id => enqueue(async () => light(model.byId.get(id) ?? null)));
        drawAll();
        light(model.byId.get(now ?? '') ?? model.differences[0] ?? null, true);
    }

    async function refresh() {
        const { value, why } = await server.changes(model.revision);
        if (why) { warn(why); return; }
        if (value.revision === model.revision && value.textRevision === model.textRevision) return;
        const others = value.differences.filter((/** @type {Difference} */ d) => d.revision > model.revision);
        await take(value);
        if (others.length === 1) say(`${others[0].by || 'Somebody'} has decided difference ${others[0].number + 1}.`);
        else if (others.length > 1) say(`${others.length} differences were decided meanwhile.`);
    }

    function reasonOf() {
        return /** @type {HTMLTextAreaElement | null} */ (card.querySelector('textarea[name="reason"]'))?.value.trim() ?? '';
    }

    /** @param {{decision: string, lane?: number, code?: string, start?: number, end?: number, reason?: string}} decision */
    async function decide(decision) {
        const d = lit;
        if (!d || !model.maySettle || model.state !== 'open') return;
        if (decision.lane !== undefined && decision.lane >= model.lanes.length) return;
        if (decision.decision === 'merge' && model.codesOf(d).length > 1) { say('The codes differ: borders can be merged where the code is the same.'); return; }
        if (!await act('decide', { differences: [toDecide(d)], textRevision: model.textRevision, reason: reasonOf(), ...decision }, true)) { drawCard(); drawQueue(); return; }
        if (decision.decision !== 'write' && decision.decision !== 'discuss') last = { way: { decision: decision.decision, lane: decision.lane, reason: decision.reason }, like: d };
        moveOn(`${decision.decision === 'discuss' ? 'Left' : 'Settled'}: ${decided(d)}.`, d);
    }

    /** To the next that is open. @param {string} words @param {Difference} from */
    function moveOn(words, from) {
        const open = (/** @type {Difference} */ d) => isOpen(d) && (filter.kind === '' || d.kind === filter.kind) && (filter.code === '' || model.codesOf(d).some(c => c.id === filter.code));
        const next = step(model.differences, from.number, 1, open) ?? step(model.differences, -1, 1, open);
        if (next) {
            light(next, true);
            say(`${words} ${describe(next)}`);
        } else {
            light(from, true);
            say(`${words} Nothing is left open${filter.kind !== '' || filter.code !== '' ? ' that fits the filter' : model.maySignOff ? '. It can be signed off' : ''}.`);
        }
    }

    async function write() {
        const d = lit;
        if (!d) return;
        const chosen = await dialogs.write(root, [...model.codes.values()], model.codesOf(d).map(c => c.id), model.words, text.selected() ?? model.placeOf(d));
        if (chosen) await decide({ decision: 'write', code: chosen.code, start: chosen.place.start, end: chosen.place.end });
    }

    async function discuss() {
        const about = reasonOf() || await dialogs.ask(root, 'Leave it to be discussed', 'What is to be discussed?', 'The coders read this. Enter keeps it; Shift+Enter begins a new line.', 'Leave it');
        if (about?.trim()) await decide({ decision: 'discuss', reason: about.trim() });
    }

    async function repeat() {
        if (last) await decide(last.way);
        else say('There is no decision to repeat yet.');
    }

    /** @param {Difference} d */
    function toDecide(d) { return { act: nextId(), difference: d.id, seen: d.revision }; }

    /** Which coders coded, and with what. @param {Difference} d */
    function shapeOf(d) { return [d.kind, ...d.codings.map(id => model.codings.get(id)).map(c => `${c?.lane} ${c?.code}`).sort()].join('|'); }

    async function sameForAll() {
        if (!model.maySettle || model.state !== 'open') return;
        if (!last || last.way.decision === 'discuss') { say('Decide one first; then the same can be done with all like it.'); return; }
        const { way: decision, like: d } = last;
        const like = model.differences.filter(o => isOpen(o) && shapeOf(o) === shapeOf(d));
        if (like.length === 0) { say('None that is open is like the last one.'); return; }
        const way = { takeLane: `take ${model.lanes[decision.lane ?? 0]?.name}`, takeAll: 'let both stand', merge: 'merge the borders', none: 'let nothing stand' }[/** @type {'none'} */ (decision.decision)];
        const names = model.codesOf(d).map(c => `“${c.name}”`).join(' and ');
        if (!await dialogs.confirm(root, `The same for ${like.length === 1 ? 'one more' : `${number(like.length)} more`} like the last?`,
            `${kinds[d.kind]}, ${names}, by the same coders: ${way} in each. Each is a decision of its own, and can be undone with z.`, `Decide ${number(like.length)}`)) return;
        for (let from = 0; from < like.length; from += mostAtOnce) {
            if (!await act('decide', { differences: like.slice(from, from + mostAtOnce).map(toDecide), textRevision: model.textRevision, ...decision, reason: decision.reason ?? '' }, true)) { drawCard(); drawQueue(); return; }
        }

        moveOn(`${number(like.length)} settled.`, d);
    }

    async function undo() { await back('undo', 'Undone'); }

    async function redo() { await back('redo', 'Done again'); }

    /** @param {string} path @param {string} words */
    async function back(path, words) {
        const before = new Map(model.differences.map(d => [d.id, d.revision]));
        if (!await act(path, {}, true)) return;
        const concerned = model.differences.filter(d => d.revision !== before.get(d.id)).sort((a, b) => b.revision - a.revision)[0];
        if (!concerned) { light(lit, true); return; }
        light(concerned, true);
        say(`${words}. ${describe(concerned)}`);
    }

    async function say_() {
        const field = /** @type {HTMLTextAreaElement | null} */ (card.querySelector('textarea[name="talk"]'));
        if (!lit || !field || field.value.trim() === '') { focusOn('talk'); return; }
        const draft = field.value;
        field.value = '';
        if (await act('say', { difference: lit.id, text: draft })) say('Said.');
        else { const again = /** @type {HTMLTextAreaElement | null} */ (card.querySelector('textarea[name="talk"]')); if (again) again.value = draft; }
    }

    async function resolve() {
        if (!lit || model.talkOf(lit).length === 0) return;
        const isResolved = lit.resolved === '';
        if (await act('resolve', { difference: lit.id, isResolved })) say(isResolved ? 'The talk is resolved.' : 'The talk is open again.');
    }

    async function signOff() {
        const left = model.differences.filter(d => model.stateOf(d) === 'discuss').length;
        if (await dialogs.confirm(root, 'Sign off what is settled?',
            `${left === 0 ? 'Everything is decided.' : left === 1 ? 'One difference is left to be discussed, with its reason.' : `${number(left)} differences are left to be discussed, each with its reason.`} After this nothing changes any more, and the coders’ names are shown. You can open it again, with a reason.`, 'Sign off')
            && await act('sign-off', {})) say('Signed off.');
    }

    async function reopen() {
        const why = await dialogs.ask(root, 'Open it again', 'Why?', 'The reason is kept in its history.', 'Open again');
        if (why?.trim() && await act('reopen', { text: why.trim() })) say('It is open again.');
    }

    async function showHelp() { await dialogs.help(root, keys); }

    /** @param {1 | -1} by @param {(d: Difference) => boolean} which */
    async function go(by, which) {
        const next = step(model.differences, lit?.number ?? -1, by, which);
        if (next) light(next);
        else say(by > 0 ? 'This is the last one.' : 'This is the first one.');
    }

    // Keys
    /** @param {KeyboardEvent} event */
    function onKey(event) {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || root.querySelector('dialog[open]')) return;
        const target = /** @type {HTMLElement | null} */ (event.target instanceof HTMLElement ? event.target : null);
        if (event.key === 'Escape' && target && root.contains(target) && takesWords(target)) { event.preventDefault(); main.focus({ preventScroll: true }); return; }
        if (takesWords(target) || (target && target !== document.body && !root.contains(target) && target.id !== 'main')) return;
        if (ahead.take(event)) return;
        const run = deedOf(event.key);
        if (!run) return;
        event.preventDefault();
        if (!typedInto.includes(event.key)) { void enqueue(run); return; }
        if (waiting > 0) ahead.begin();
        void enqueue(async () => {
            const running = run();
            ahead.give();
            await running;
        });
    }

    /** @param {string} key @returns {(() => Promise<void>) | null} */
    function deedOf(key) {
        if (key >= '1' && key <= '9') return () => decide({ decision: 'takeLane', lane: Number(key) - 1 });
        switch (key) {
            case 'n': return () => go(1, fits);
            case 'p': return () => go(-1, fits);
            case 'N': return () => go(1, isOpen);
            case 'P': return () => go(-1, isOpen);
            case 'a': case 'b': case 'c': return () => decide({ decision: 'takeLane', lane: key.charCodeAt(0) - 97 });
            case 'u': return () => decide({ decision: 'takeAll' });
            case 'm': return () => decide({ decision: 'merge' });
            case 'x': return () => decide({ decision: 'none' });
            case 'w': return model.maySettle && model.state === 'open' ? write : null;
            case 'd': return model.maySettle && model.state === 'open' ? discuss : null;
            case '.': return repeat;
            case 'S': return sameForAll;
            case 'z': return undo;
            case 'Z': return redo;
            case 'r': return async () => focusOn('reason');
            case 't': return async () => focusOn('talk');
            case 'v': return resolve;
            case 'o': return async () => refilter({ state: filter.state === 'open' ? 'all' : 'open' });
            case 'g': return async () => /** @type {HTMLElement | null} */ (queue.querySelector('[aria-current]') ?? queue.querySelector('.in-queue'))?.focus();
            case '?': return showHelp;
            default: return null;
        }
    }

    /** @param {string} name */
    function focusOn(name) {
        const field = /** @type {HTMLElement | null} */ (card.querySelector(`textarea[name="${name}"]`));
        const folded = field?.closest('details');
        if (folded) folded.open = true;
        field?.focus();
    }

    /** @param {KeyboardEvent} event */
    function leaveByEnter(event) {
        if (event.key !== 'Enter' || event.shiftKey) return;
        event.preventDefault();
        main.focus({ preventScroll: true });
        say('The reason is kept with your next decision.');
    }

    /** @param {KeyboardEvent} event */
    function sendByEnter(event) {
        if (event.key !== 'Enter' || event.shiftKey) return;
        event.preventDefault();
        void enqueue(async () => { await say_(); main.focus({ preventScroll: true }); });
    }

    // Small things
    /** Draws a part again and leaves the keyboard where it was in it. @param {HTMLElement} part @param {() => void} draw */
    function keepFocus(part, draw) {
        const active = document.activeElement;
        const key = active instanceof HTMLElement && part.contains(active) ? active.dataset.key ?? '' : null;
        const range = active instanceof HTMLTextAreaElement ? [active.selectionStart, active.selectionEnd] : null;
        draw();
        if (key === null) return;
        const again = /** @type {HTMLElement | null} */ (key === '' ? null : part.querySelector(`[data-key="${CSS.escape(key)}"]`));
        (again ?? main).focus({ preventScroll: true });
        if (again instanceof HTMLTextAreaElement && range) again.setSelectionRange(range[0], range[1]);
    }

    /** @param {string} words */
    function say(words) { said.textContent = words; }

    /** @param {string} words */
    function warn(words) {
        banner.hidden = words === '';
        banner.textContent = words;
    }
}

/** @param {number} lane */
const letterOf = lane => lane < 3 ? 'abc'[lane] : String(lane + 1);

/** @param {Event} event */
const valueOf = event => /** @type {HTMLSelectElement} */ (event.target).value;

/** @param {number} count */
const number = count => count.toLocaleString('en-GB');

/** @param {string | null} at */
const day = at => at === null ? '' : new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** @param {string} at */
const when = at => new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
