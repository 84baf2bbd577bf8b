// @ts-check
import { afterPaint, el, signals, takesWords } from './dom.js';
import { announcer } from './announce.js';
import { barOf } from './bar.js';
import { caretOf } from './caret.js';
import { codebookOf } from './codebook.js';
import { codeTree } from './codes.js';
import { codingStore, subjectOf } from './store.js';
import { commandsOf } from './commands.js';
import { deedsOf } from './deeds.js';
import { densityStrip } from './density.js';
import { digitsOf, used } from './digits.js';
import { drag } from './drag.js';
import { draftOf, draftsOf } from './drafts.js';
import { trailsOf } from './edits.js';
import { extentHandles } from './extent.js';
import { frameOf } from './frame.js';
import { idMaker } from './ids.js';
import { innermostFirst, same } from './segments.js';
import { commandOf, isSingle, written } from './keys.js';
import { liveLink } from './live.js';
import { lookOf } from './look.js';
import { marginOf } from './margin.js';
import { dialog, toaster } from './layers.js';
import { actQueue } from './queue.js';
import { painterOf } from './painter.js';
import { panelOf } from './panel.js';
import { pickerOf } from './picker.js';
import { pointedAt, reveal } from './place.js';
import { printing } from './print.js';
import { readTranscript } from './text.js';
import { reviser } from './revise.js';
import { selectionOf } from './selection.js';
import { serverOf } from './server.js';
import { settingsOf } from './settings.js';
import { veils } from './veil.js';
import { withheldOf } from './withheld.js';
/**
 * @typedef {import('./types.js').Act} Act
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./types.js').DeskData} DeskData
 * @typedef {import('./types.js').Segment} Segment
 * @typedef {import('./store.js').Touched} Touched
 * @typedef {{id: string, sentence: string, segment: Segment | null, act: Act | null, words: string}} RefusedAct what was typed is kept with it
 */

/**
 * The coding desk in the browser. Read it as a table of contents: each part is a module of its own, and this says who tells whom.
 * @param {HTMLElement} desk
 */
export function attach(desk) {
    /** @type {DeskData} */
    const data = JSON.parse(document.getElementById('desk-data')?.textContent ?? '{}');
    const address = `/desk/${data.transcriptId}`;
    const server = serverOf(address);
    const firstCodings = server.codings();

    const me = data.me;
    const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (desk.querySelector(selector));
    const scroller = find('#desk-text');
    const text = readTranscript(find('#transcript'), data.textRevision);
    const trails = trailsOf();
    const store = codingStore(text.turns, me.memberId);
    const codes = codeTree(data.codes);
    const caret = caretOf(text);
    const drafts = draftsOf(`corestudy:${me.memberId}:${data.transcriptId}`);
    const habits = draftsOf(`corestudy:${me.memberId}`);
    const news = signals();
    const newId = idMaker();
    const announce = announcer({ own: find('#desk-said'), others: find('#desk-said-others'), wanted: () => settings.now.announce });
    const toasts = toaster(find('#desk-toasts'));
    const settings = settingsOf(desk, onSettings);
    const look = lookOf({ members: data.members, me: me.memberId, light: '#ffffff', dark: '#1b2123' });
    const rights = { mayCode: me.mayCode, mayRead: true, why: '' };

    /** What the desk holds in mind. */
    const mind = {
        /** @type {string | null} */ active: null,
        /** @type {Segment | null} where a click went */ point: null,
        /** @type {RefusedAct[]} */ refused: drafts.read('refused', []),
        pins: data.pins,
        recent: habits.read(`recent:${data.studyId}`, { slots: /** @type {(string | null)[]} */ ([]), order: /** @type {string[]} */ ([]) }),
        canUndo: me.mayCode,
        canRedo: drafts.read('redo', false),
        contentNotes: data.contentNotes,
        isLive: true,
    };
    let here = -1;
    let signedOut = false;
    let reloadOffered = false;
    let seeing = false;
    /** @type {ReturnType<typeof import('./listen.js').listening> | null} */
    let sound = null;
    let movedTimer = 0;
    let told = -1;
    /** @type {any} what an earlier visit left: turn, selection, filters */
    let was = null;

    const closed = new Set(habits.read(`closed:${data.studyId}`, /** @type {string[]} */ ([])));
    look.setCodes(codes.all);
    look.colourBy(settings.now.colouring);
    const digits = () => digitsOf(mind.pins, mind.recent.slots);

    const margin = marginOf({ look, nameOf: codes.nameOf, me: me.memberId, lanes: () => (frame.isNarrow() ? 2 : 4) });
    const painter = painterOf({
        text, store, look, scroller, margin,
        onPainted: turns => {
            const at = selection.segment;
            if (at && turns.some(turn => text.turns[turn].start < at.end && text.turns[turn].end > at.start)) selection.repaint();
            withheld.repaint();
            markHere();
            showHandles();
        },
        onSummary: turn => { goToTurn(turn); panel.focusList(); },
        summaryOf: (turn, codings) => (codings.length === 0 ? `No codes yet. Open turn ${turn + 1}.`
            : `${codings.length === 1 ? '1 code' : `${codings.length} codes`}: ${codings.slice(0, 8).map(c => `${codes.nameOf(c.codeId)} by ${look.nameOf(c.memberId)}${c.unsure ? ', not sure' : ''}`).join('; ')}. Open turn ${turn + 1}.`),
    });
    const selection = selectionOf({ text, caret, onChange: onSelected, onClick, onHold });
    const extent = extentHandles({ text, caret, onResize: (coding, segment) => deeds.resize(coding, segment) });
    const deeds = deedsOf({ me, store, codes, newId, now: () => new Date().toISOString(), act, say: tell });
    const commands = commandsOf({
        text, store, codes, caret, look, selection, deeds, mind, me, rights, drafts, settings, scroller, digits,
        tell, say: announce.say, act, newId, goToTurn, goToCoding, activate, lightOnly, apply, create, focusText,
        parts: () => ({ panel, picker, codebook, frame, veil, painter, queue, toasts, bar, sound }), refilter, openSettings, refusedChanged, saveNote, flagPassage,
    });
    const run = commands.run;

    const bar = barOf({ bar: find('#desk-tools'), run, look });
    const frame = frameOf(desk, settings, () => { painter.remeasure(); strip.resized(); showHandles(); });
    const panel = panelOf({
        holder: find('#desk-passage-body'), text, store, codes, look, drafts, me, studyId: data.studyId, transcriptId: data.transcriptId, spot, active: () => mind.active, refusals: () => mind.refused, run,
    });
    const picker = pickerOf({
        desk, codes, look, digits, recent: () => mind.recent.order, mayPropose: () => me.mayProposeCodes && rights.mayCode,
        createLabel: () => (me.mayManageCodebook ? 'Create' : 'Propose'),
        place: () => (selection.segment ? text.rectAt(selection.segment.end, true) : scroller.getBoundingClientRect()),
        onPick: id => apply(id), onCreate: create, onClose: refocus => { if (refocus) focusText(); },
    });
    const codebook = codebookOf({
        holder: find('#desk-codes-body'), codes, store, look, digits, pins: () => mind.pins, members: data.members, me: me.memberId,
        closed,
        hasSelection: () => selection.segment !== null, onApply: id => apply(id), onPin: pin, onFilter: refilter,
        onClosed: () => habits.write(`closed:${data.studyId}`, [...closed]), onDrag: dragCode, onPropose: name => {
            if (selection.segment) create(name);
            else tell('Select words first: a new code begins with a passage.');
        },
        mayPropose: () => me.mayProposeCodes, createLabel: () => (me.mayManageCodebook ? 'Create' : 'Propose'), onLeave: focusText,
    });
    const strip = densityStrip({
        canvas: /** @type {HTMLCanvasElement} */ (find('#desk-density')), scroller, text,
        codings: () => store.inOrder().filter(look.shows), onGo: turn => reveal(scroller, text.turns[turn].section.getBoundingClientRect(), true),
    });
    const veil = veils({ text, drafts, desk, onSkip: turn => goToTurn(turn) });
    const withheld = withheldOf({ text, me: me.memberId });
    const print = printing({
        text, painter, summaries: turn => store.ofTurn(turn).filter(look.shows).sort((a, b) => a.start - b.start)
            .map(c => `${codes.nameOf(c.codeId)} (${look.initialsOf(c.memberId)}${c.unsure ? ', not sure' : ''})`),
    });

    const channel = new BroadcastChannel(`corestudy:${me.memberId}:${data.transcriptId}`);
    const queue = actQueue({
        key: `corestudy:act:${me.memberId}:${data.transcriptId}`, keep: localStorage, send: server.acts, chance: Math.random,
        lock: (name, work) => navigator.locks.request(name, work), wait: pausing, share: message => channel.postMessage(message),
        onState: state => { bar.saved(state, mind.refused.length); showBanner(); }, onSettled,
    });
    channel.onmessage = ({ data: message }) => {
        if (!queue.heard(message)) return;
        if (message.added.kind === 'ProposeCode') proposeLocally(message.added);
        const touched = showWaiting(message.added);
        if (touched) shown(touched);
    };
    const revise = reviser({ server, revision: () => text.revision, take: takeText, pause: ms => new Promise(resolve => { setTimeout(resolve, ms); }) });
    const live = liveLink({ desk, address, store, onTouched: onNews, onLink: isLive => { mind.isLive = isLive; reloadOffered = false; showBanner(); }, onReached: () => {
            if (queue.state().trouble) queue.retry();
            if (mind.isLive || reloadOffered) return;
            reloadOffered = true; // the server is there, its link is not: a fresh page would have it again
            showBanner();
        }, onShut, textRevision: () => text.revision, onRevised: number => revise.to(number), onSight: () => void seeAnew() });

    const leave = new AbortController();
    document.addEventListener('keydown', onKey, { signal: leave.signal });
    window.addEventListener('beforeunload', event => { if (queue.state().waiting > 0 && rights.mayRead) event.preventDefault(); }, { signal: leave.signal });
    window.addEventListener('pagehide', savePlace, { signal: leave.signal });
    window.addEventListener('hashchange', () => goToAddress(), { signal: leave.signal });
    desk.addEventListener('desk:presence', event => showPresence(/** @type {CustomEvent} */ (event).detail));
    desk.addEventListener('desk:codebook', event => takeCodes(/** @type {CustomEvent} */ (event).detail.codes));
    desk.addEventListener('desk:rights', event => takeRights(/** @type {CustomEvent} */ (event).detail));
    text.article.addEventListener('pointerover', onHover);
    text.article.addEventListener('pointerout', onHoverOut);
    text.article.addEventListener('click', onMarginClick);
    scroller.addEventListener('scroll', () => moved(), { passive: true });
    find('#desk-sides').addEventListener('click', event => {
        const name = /** @type {HTMLElement} */ (event.target).closest('button')?.dataset.run;
        if (name) run(name);
    });
    for (const shut of desk.querySelectorAll('[data-run]')) if (!shut.closest('#desk-sides')) shut.addEventListener('click', () => run(/** @type {HTMLElement} */ (shut).dataset.run ?? ''));
    new ResizeObserver(() => { painter.remeasure(); strip.resized(); showHandles(); }).observe(text.article);

    void open();
    return { detach };

    async function open() {
        const kept = queue.load();
        await carryKept(kept);
        for (const waiting of kept) {
            if (waiting.kind === 'ProposeCode') proposeLocally(waiting);
            showWaiting(waiting);
        }

        bar.saved(queue.state(), mind.refused.length);
        bar.steps(mind.canUndo, mind.canRedo);
        bar.presence([]);
        void listen();
        veil.draw(mind.contentNotes);
        withheld.draw(data.flags);
        restorePlace();
        const answer = await firstCodings;
        if (answer.changes) {
            const { changes } = answer;
            if (changes.textRevision > text.revision) revise.to(changes.textRevision, live.start); // revised while the page came
            else {
                store.load(changes);
                showSight();
                live.start();
            }
        } else if (answer.status === 401 || answer.status === 403 || answer.status === 404) onShut(answer.status, answer.why ?? '');
        else {
            tell('The codings could not be fetched. They will come when the connection returns.');
            const again = setInterval(async () => {
                const later = await server.codings();
                if (!later.changes) return;
                clearInterval(again);
                if (later.changes.textRevision > text.revision) return revise.to(later.changes.textRevision, live.start);
                shown(store.load(later.changes));
                live.start();
            }, 5000);
        }

        await painter.start();
        restoreActive();
        codebook.counts();
        panel.render();
        strip.ask();
        if (!document.activeElement || document.activeElement.matches('body, h1')) focusText();
        afterPaint(() => {
            performance.mark('desk:ready');
            desk.dataset.ready = 'true';
            void veil.noteBefore(data.contentNote);
        });
    }

    /** Only who was named to hear a recording is told where it is, and fetches what plays it. */
    async function listen() {
        if (!data.sounds?.length) return;
        const { listening } = await import('./listen.js');
        if (leave.signal.aborted) return;
        sound = listening({ desk, holder: find('#desk-sound'), scroller, turns: text.turns, sounds: data.sounds, starts: data.starts ?? [], here: () => selection.turn, tell });
    }

    function detach() {
        sound?.detach();
        leave.abort();
        queue.stop();
        revise.stop();
        channel.close();
        for (const part of [live, painter, selection, extent, announce, print, withheld]) part.detach();
    }

    // the words change

    /**
     * An act as it is to be shown, with its place in the text of now; null while that is not known here. To the server goes the act itself, which
     * says where it was done, on which text: words that it was on may be gone and come back.
     * @param {Act} action
     * @returns {Act | null}
     */
    function bring(action) {
        const from = action.textRevision ?? 0;
        if (from >= text.revision) return action;
        if (!trails.knows(from, text.revision)) return null;
        return action.start === undefined ? action : { ...action, ...trails.carry({ start: action.start, end: action.end }, from, text.revision) };
    }

    /** Shows an act that waits; one whose place is not known here is shown when the server has answered. @param {Act} action */
    function showWaiting(action) {
        const brought = bring(action);
        return brought ? store.add(brought, action) : null;
    }

    /** What an earlier visit left lies on the text as it was then. @param {Act[]} acts */
    async function carryKept(acts) {
        const placesOf = drafts.read('place', null) ? drafts.read('text', 0) : text.revision;
        const oldest = Math.min(placesOf, text.revision, ...acts.map(action => action.textRevision ?? 0));
        if (oldest < text.revision) {
            const news = await server.text(oldest);
            if (news) trails.learn(news.steps);
        }

        if (placesOf < text.revision) {
            const place = drafts.read('place', /** @type {any} */ (null));
            const isKnown = trails.knows(placesOf, text.revision);
            const carry = (/** @type {Segment} */ segment) => trails.carry(segment, placesOf, text.revision);
            if (place?.selection) drafts.write('place', { ...place, selection: isKnown ? carry(place.selection) : null });
            for (const one of mind.refused) if (one.segment) one.segment = isKnown ? carry(one.segment) : null;
            veil.carry(carry);
        }

        drafts.write('text', text.revision);
    }

    /**
     * Other words came: everything goes along, and stays where it is on the screen.
     * @param {import('./revise.js').NewText} news @param {import('./types.js').Changes} codings
     */
    function takeText(news, codings) {
        const from = text.revision;
        trails.learn(news.steps);
        const carry = (/** @type {any} */ segment) => trails.carry({ start: segment.start, end: segment.end }, from, news.textRevision);
        const top = topTurn(scroller.getBoundingClientRect().top + 1);
        const stood = text.turns[top]?.section.getBoundingClientRect().top ?? 0;
        const point = mind.point;

        /** @type {number[]} */
        let changed = [];
        extent.show(null);
        store.revise(() => { changed = text.revise(news); }, carry, bring, codings);
        selection.carry(carry);
        mind.point = point && (point.start < point.end ? carry(point) : { start: carry({ start: point.start, end: point.start + 1 }).start, end: carry({ start: point.start, end: point.start + 1 }).start });
        for (const one of mind.refused) if (one.segment) one.segment = carry(one.segment);
        mind.contentNotes = news.contentNotes;
        veil.carry(carry);
        drafts.write('text', text.revision);
        refusedChanged();

        if (mind.active && !store.coding(mind.active)) mind.active = null;
        veil.draw(mind.contentNotes);
        withheld.draw(news.flags);
        painter.revised(changed);
        selection.repaint();
        scroller.scrollTop += (text.turns[top]?.section.getBoundingClientRect().top ?? 0) - stood;
        showHandles();
        if (picker.isOpen && selection.segment) picker.retitle(text.words(selection.segment, 60));
        codebook.counts();
        panel.ask();
        strip.resized();
        savePlace();
        if (changed.length === 0) return;
        const where = changed.length === 1 ? `turn ${changed[0] + 1}` : `${changed.length} turns`;
        announce.say(`A passage was changed, in ${where}.`);
        toasts.show(`A passage was changed, in ${where}.`, { actions: changed.length === 1 ? [['Go there', () => goToTurn(changed[0])]] : [] });
        performance.mark('desk:revised', { detail: text.revision });
    }

    /** @param {Segment} segment @param {string | null} category @param {number} revision the text that the person saw */
    async function flagPassage(segment, category, revision) {
        const answer = await server.flag(segment, category, revision);
        if (!answer.ok) return tell(answer.why || 'The passage could not be flagged. Please try again.');
        tell('Hidden for everybody. It is with the admins now.');
        revise.to(answer.textRevision ?? text.revision);
    }

    /** A blind round began here, or opened: all codings are fetched anew, and acts that wait stay on top of them. */
    async function seeAnew() {
        if (seeing) return;
        seeing = true;
        const before = store.sight;
        let answer = await server.codings();
        while (!answer.changes && answer.status === 0) {
            await new Promise(resolve => { setTimeout(resolve, 3000); });
            answer = await server.codings();
        }

        seeing = false;
        if (!answer.changes) return onShut(answer.status, answer.why ?? '');
        if (answer.changes.textRevision > text.revision) return revise.to(answer.changes.textRevision, () => seen(before));
        shown(store.load(answer.changes));
        seen(before);
        void live.catchUp(); // what was answered meanwhile
    }

    /** @param {string | undefined} before */
    function seen(before) {
        const { sight } = store;
        if (sight === before || !sight) return;
        if (mind.active && !store.coding(mind.active)) mind.active = null;
        const words = showSight();
        codebook.counts();
        panel.ask();
        strip.ask();
        tell(words || 'The round is open: you see everybody’s coding now.');
        performance.mark('desk:seen', { detail: sight });
    }

    function showSight() {
        const words = store.sight === 'blind' ? 'Blind round: you see only your own coding until everybody has handed in.'
            : store.sight === 'again' ? 'Second reading: you start afresh. What you coded before is hidden until this is finished, and stays as it is.' : '';
        find('#desk-blind').hidden = words === '';
        find('#desk-blind-words').textContent = words;
        return words;
    }

    // acts

    /** Shows an act and sends it. @param {Act} action */
    function act(action) {
        if (!rights.mayCode && !(action.kind === 'Comment' || action.kind === 'RemoveComment' || action.kind === 'WriteMemo' || action.kind === 'RemoveMemo')) {
            tell(rights.why || 'You may read here, but not code.');
            return;
        }

        if (action.textRevision === undefined) action.textRevision = text.revision;
        if (action.kind === 'ProposeCode') proposeLocally(action);
        const touched = showWaiting(action);
        if (touched) shown(touched);
        queue.add(action);
        if (action.kind !== 'Undo' && action.kind !== 'Redo') steps(true, false);
        const { trouble } = queue.state();
        if (trouble) announce.say('Kept in this browser, waiting for the connection.');
        if (action.codingId) afterPaint(() => performance.mark('desk:painted', { detail: action.id }));
    }

    /** @param {Act} action */
    function proposeLocally(action) {
        codes.propose({
            id: action.codeId, parentId: action.parentId ?? null, name: action.name, colour: action.colour,
            state: me.mayManageCodebook ? 'Active' : 'Proposed',
        });
        look.setCodes(codes.all);
        queueMicrotask(() => codebook.read());
    }

    /** @param {string} codeId @param {Segment | null} [segment] */
    function apply(codeId, segment = selection.segment) {
        if (!rights.mayCode) return tell(rights.why || 'You may read here, but not code.');
        if (!segment) segment = commands.sentenceHere();
        if (!segment) return;
        const codingId = deeds.apply(codeId, segment);
        if (!codingId) return;
        useCode(codeId);
        activate(codingId, 'quiet');
    }

    /** @param {string} name */
    function create(name) {
        const segment = selection.segment ?? commands.sentenceHere();
        if (!segment || !name.trim()) return;
        const codingId = deeds.create(name.trim(), segment);
        const coding = codingId ? store.coding(codingId) : null;
        if (!coding) return;
        useCode(coding.codeId);
        activate(coding.id, 'quiet');
    }

    /** @param {string} codeId */
    function useCode(codeId) {
        const before = mind.recent.slots.join();
        mind.recent = used(mind.recent, codeId, mind.pins);
        habits.write(`recent:${data.studyId}`, mind.recent);
        if (mind.recent.slots.join() !== before) requestIdleCallback(() => codebook.read());
    }

    /** @param {string} codeId @param {number | null} digit */
    async function pin(codeId, digit) {
        const before = mind.pins;
        mind.pins = mind.pins.filter(p => p.codeId !== codeId && p.digit !== digit);
        if (digit) mind.pins = [...mind.pins, { digit, codeId }].sort((a, b) => a.digit - b.digit);
        codebook.read();
        announce.say(digit ? `Key ${digit} codes “${codes.nameOf(codeId)}”.` : `“${codes.nameOf(codeId)}” has no key.`);
        if (await server.pins(data.studyId, mind.pins)) return;
        mind.pins = before;
        codebook.read();
        tell('The key could not be kept. Try again when the connection returns.');
    }

    /** The server's answers. @param {Act[]} acts @param {import('./types.js').ActResult[]} results @param {import('./types.js').Changes | null} changes */
    function onSettled(acts, results, changes) {
        if (changes && changes.textRevision !== text.revision) {
            // The answer is of another text than stands here. What it changed comes with the words, or has come with them.
            if (changes.textRevision > text.revision) return revise.to(changes.textRevision, () => onSettled(acts, results, null));
            changes = null;
        }

        if (changes && changes.sight !== store.sight) void seeAnew();
        const before = new Map(acts.map(action => [action.id, store.lastKnown(subjectOf(action) ?? '')]));
        shown(store.settle(acts, changes));
        const byId = new Map(acts.map(action => [action.id, action]));
        let kept = 0;
        /** @type {string[]} */
        const said = [];
        for (const result of results) {
            const action = byId.get(result.id);
            if (!action) continue;
            if (result.kept) {
                kept++;
                performance.mark('desk:confirmed', { detail: action.id });
                if (action.kind === 'Apply') said.push(`Coded as ${codes.nameOf(action.codeId)}, saved.`);
                else if (action.kind === 'Remove') said.push('Coding removed.');
                else if (action.kind === 'Resize') said.push('Extent saved.');
                else if (action.kind === 'Recode') said.push(`Changed to ${codes.nameOf(action.codeId)}, saved.`);
                else if (action.kind === 'Comment') said.push('Comment saved.');
                else if (action.kind === 'WriteMemo') said.push('Memo saved.');
                if (action.kind === 'Undo') { said.push('Undone.'); steps(true, true); showChanged(changes); }
                if (action.kind === 'Redo') { said.push('Done again.'); steps(true, true); showChanged(changes); }
            } else refuse(action, result.why ?? 'The server did not keep this.', before.get(action.id) ?? null);
        }

        if (said.length > 0) announce.say(said.length === 1 ? said[0] : `${kept} changes saved.`);
        strip.ask();
    }

    /** @param {Act} action @param {string} why @param {any} known */
    function refuse(action, why, known) {
        if (action.kind === 'Undo' || action.kind === 'Redo') {
            steps(action.kind === 'Redo' && mind.canUndo, action.kind === 'Undo' && mind.canRedo);
            return tell(why);
        }

        if (action.kind === 'ProposeCode') {
            codes.takeBack(action.codeId);
            codebook.read();
        }

        const brought = bring(action);
        const segment = brought && brought.start !== undefined ? { start: brought.start, end: brought.end } : known?.start !== undefined ? { start: known.start, end: known.end } : null;
        const one = { id: action.id, sentence: why, segment, act: action, words: action.text ?? action.question ?? action.name ?? '' };
        mind.refused.push(one);
        refusedChanged();
        const isFree = !selection.segment && !picker.isOpen && !takesWords(document.activeElement);
        if (segment && isFree && action.kind === 'Apply') selection.set(segment, 'quiet');
        const draft = draftOf(action);
        if (draft && !drafts.get(draft) && !picker.isOpen && !takesWords(document.activeElement)) run('refusal.write', one);
        toasts.show(why, { tone: 'warn', stay: true, actions: segment && !isFree ? [['Go there', () => { selection.set(segment); revealSegment(segment); focusText(); }]] : [] });
        announce.say(`Not kept: ${why}`);
    }

    function refusedChanged() {
        drafts.write('refused', mind.refused);
        bar.saved(queue.state(), mind.refused.length);
        panel.ask();
    }

    /** After undo and redo: to where it happened, when that is out of sight. @param {import('./types.js').Changes | null} changes */
    function showChanged(changes) {
        const [first] = changes?.codings ?? [];
        if (first) revealSegment({ start: first[3], end: first[4] });
    }

    /** @param {boolean} canUndo @param {boolean} canRedo */
    function steps(canUndo, canRedo) {
        if (mind.canUndo === canUndo && mind.canRedo === canRedo) return;
        [mind.canUndo, mind.canRedo] = [canUndo, canRedo];
        drafts.write('redo', canRedo);
        bar.steps(canUndo, canRedo);
    }

    // what is shown

    /** @param {Touched} touched */
    function shown(touched) {
        if (touched.turns.size === 0 && touched.codings.size === 0 && touched.memos.size === 0) return;
        painter.touch(touched.turns);
        if (mind.active && !store.coding(mind.active)) mind.active = null;
        codebook.counts();
        panel.ask();
        strip.ask();
        news.tell('shown', touched);
    }

    /** @param {Touched} touched @param {import('./types.js').Changes} changes */
    function onNews(touched, changes) {
        shown(touched);
        const others = (changes.codings ?? []).filter(row => changes.memberIds[row[2]] !== me.memberId && !(row[5] & 2));
        for (const row of others.slice(0, 20)) {
            announce.ofOthers(`${look.nameOf(changes.memberIds[row[2]])}: ${codes.nameOf(changes.codeIds[row[1]])}, turn ${text.turnAt(row[3]) + 1}.`);
        }

        for (const comment of changes.comments ?? []) {
            if (comment.memberId !== me.memberId && !comment.removed) announce.ofOthers(`${look.nameOf(comment.memberId)} commented.`);
        }
    }

    /** @param {import('./types.js').Code[]} list */
    function takeCodes(list) {
        codes.replace(list);
        look.setCodes(codes.all);
        codebook.read();
        picker.refresh();
        painter.repaint();
        panel.ask();
    }

    function refilter() {
        codebook.showFilter(look.filter.codeId);
        painter.repaint();
        codebook.counts();
        panel.ask();
        strip.ask();
        savePlace();
    }

    /** @param {Partial<import('./settings.js').Settings>} changed */
    function onSettings(changed) {
        if (changed.colouring) {
            look.colourBy(changed.colouring);
            painter.repaint();
            panel.ask();
        }

        if (changed.theme) strip.ask();
    }

    function openSettings() {
        const open = document.getElementById('desk-settings');
        if (open) return open.hidePopover();
        const box = el('div', { id: 'desk-settings', popover: 'auto', role: 'dialog', 'aria-label': 'Display' }, el('h2', { text: 'Display' }), settings.form());
        desk.append(box);
        box.addEventListener('toggle', event => {
            const isOpen = /** @type {any} */ (event).newState === 'open';
            bar.display.setAttribute('aria-expanded', String(isOpen));
            if (!isOpen) { box.remove(); painter.remeasure(); }
        });
        box.showPopover();
        box.querySelector('input')?.focus();
    }

    /** What the passage panel shows: the selection, the point clicked, or the turn. */
    function spot() {
        const turn = text.turns[selection.turn] ?? { start: 0, end: 0 };
        const active = mind.active ? store.coding(mind.active) : null;
        const segment = selection.segment ?? mind.point ?? { start: turn.start, end: turn.end };
        const codings = store.within(segment).filter(look.shows).sort(innermostFirst);
        if (active && !codings.some(c => c.id === active.id)) codings.unshift(active);
        return { segment, selected: selection.segment !== null, codings };
    }

    /** @param {string | null} id @param {'quiet' | 'go'} [how] */
    function activate(id, how = 'go') {
        mind.active = id;
        margin.activate(id);
        showHandles();
        panel.ask();
        const coding = id ? store.coding(id) : null;
        if (coding && how === 'go') revealSegment(coding);
    }

    function showHandles() {
        const coding = mind.active ? store.coding(mind.active) : null;
        const near = coding && painter.piecesOf(text.turnAt(coding.start)).length > 0;
        extent.show(coding && near && coding.memberId === me.memberId && rights.mayCode && !frame.isNarrow() ? coding : null);
    }

    /** @param {string | null} id */
    function lightOnly(id) {
        painter.light(id ? new Set([id]) : null);
    }

    // going about

    /** @param {number} turn */
    function goToTurn(turn) {
        mind.point = null;
        mind.active = null;
        margin.activate(null);
        selection.goTo(turn);
        reveal(scroller, text.turns[selection.turn].section.getBoundingClientRect());
    }

    /** @param {Coding} coding */
    function goToCoding(coding) {
        selection.goTo(text.turnAt(coding.start), 'quiet');
        mind.point = { start: coding.start, end: coding.end };
        activate(coding.id);
        announce.say(`${codes.nameOf(coding.codeId)}, by ${look.nameOf(coding.memberId)}, turn ${text.turnAt(coding.start) + 1}${coding.unsure ? ', not sure' : ''}: ${text.words(coding, 160)}`);
    }

    /** @param {Segment} segment */
    function revealSegment(segment) {
        const top = text.rectAt(segment.start).top;
        reveal(scroller, { top, bottom: Math.max(top + 10, text.rectAt(segment.end, true).bottom) });
    }

    function focusText() {
        if (frame.isNarrow()) frame.sheet('');
        scroller.focus({ preventScroll: true });
    }

    /** @param {'mouse' | 'touch' | 'keys' | 'quiet'} how */
    function onSelected(how) {
        const segment = selection.segment;
        mind.point = null;
        if (segment && how !== 'quiet') {
            const active = mind.active ? store.coding(mind.active) : null;
            if (active && !same(active, segment)) activate(null, 'quiet');
        }

        markHere();
        panel.ask();
        moved();
        desk.toggleAttribute('data-selected', segment !== null);
        if (how === 'keys') {
            const turn = text.turns[selection.turn];
            if (segment) {
                const edge = text.rectAt(segment.end, true);
                reveal(scroller, { top: Math.min(edge.top, Math.max(text.rectAt(segment.start).top, edge.top - 200)), bottom: edge.bottom });
                announce.say(`Selected: ${text.words(segment, 220)}`);
            } else announce.say(`Turn ${turn.index + 1}${turn.speaker ? `, ${turn.speaker}` : ''}. ${text.words(turn, 260)} ${codedWords(turn.index)}`);
        } else if (how === 'mouse' && segment && rights.mayCode && !picker.isOpen && !frame.isNarrow()) picker.open(text.words(segment, 60));
        else if (picker.isOpen && !segment) picker.close(false);
    }

    /** @param {number} turn */
    function codedWords(turn) {
        const count = store.ofTurn(turn).filter(look.shows).length;
        return count === 0 ? 'No codes.' : count === 1 ? '1 code.' : `${count} codes.`;
    }

    function markHere() {
        const turn = selection.turn;
        if (turn !== here) {
            text.turns[here]?.section.removeAttribute('aria-current');
            text.turns[here]?.section.querySelector('.turn-codes')?.setAttribute('tabindex', '-1');
            here = turn;
        }

        text.turns[turn]?.section.setAttribute('aria-current', 'true');
        text.turns[turn]?.section.querySelector('.turn-codes')?.setAttribute('tabindex', '0');
    }

    /** @param {number} offset @param {MouseEvent} event */
    function onClick(offset, event) {
        const isOnMark = event.target instanceof Element && event.target.closest('mark');
        const codings = isOnMark ? store.within({ start: offset, end: offset }).filter(look.shows).sort(innermostFirst) : [];
        mind.point = codings.length > 0 ? { start: offset, end: offset } : null;
        activate(codings[0]?.id ?? null, 'quiet');
        if (codings.length > 0 && frame.isNarrow()) frame.sheet('panel');
        if (codings.length > 1) panel.focusList();
        else scroller.focus({ preventScroll: true });
    }

    /** The mouse went down on the selection: it is dragged onto a code. @param {PointerEvent} press */
    function onHold(press) {
        const segment = selection.segment;
        if (!segment) return;
        const codeAt = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {HTMLElement | null} */ (document.elementFromPoint(x, y)?.closest('[role=treeitem]') ?? null)?.dataset.code;
        picker.close(false);
        drag(press, text.words(segment, 40), {
            over: (x, y) => codeAt(x, y) !== undefined,
            drop: (x, y) => { const id = codeAt(x, y); if (id) apply(id, segment); },
            click: () => { // a click, no drag: as on any words
                const offset = text.offsetAtPoint(press.clientX, press.clientY);
                selection.goTo(text.turnAt(offset ?? segment.start), 'mouse');
                if (offset !== null) onClick(offset, press);
            },
        });
    }

    /** @param {PointerEvent} press @param {string} codeId */
    function dragCode(press, codeId) {
        const segment = selection.segment;
        const onText = (/** @type {number} */ x, /** @type {number} */ y) => (document.elementFromPoint(x, y)?.closest('#transcript') ? text.offsetAtPoint(x, y) : null);
        drag(press, codes.nameOf(codeId), {
            over: (x, y) => onText(x, y) !== null,
            drop: (x, y) => {
                const offset = onText(x, y);
                if (offset === null) return;
                const target = segment ?? caret.unitAt('sentence', offset);
                if (target) apply(codeId, target);
            },
        });
    }

    /** @param {Event} event */
    function onHover(event) {
        const part = /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest('[data-coding]') : null);
        if (part?.closest('.turn-margin')) lightOnly(part.dataset.coding ?? null);
    }

    /** @param {Event} event */
    function onHoverOut(event) {
        if (event.target instanceof Element && event.target.closest('.turn-margin')) lightOnly(null);
    }

    /** @param {MouseEvent} event */
    function onMarginClick(event) {
        const target = event.target instanceof Element ? event.target : null;
        const part = /** @type {HTMLElement | null} */ (target?.closest('.turn-margin [data-coding]') ?? null);
        const more = /** @type {HTMLElement | null} */ (target?.closest('[data-turn-codings]') ?? null);
        if (part) {
            const coding = store.coding(part.dataset.coding ?? '');
            if (!coding) return;
            selection.goTo(text.turnOfNode(part)?.index ?? selection.turn, 'quiet');
            mind.point = { start: coding.start, end: coding.end };
            activate(coding.id, 'quiet');
            if (frame.isNarrow()) frame.sheet('panel');
        } else if (more) {
            goToTurn(Number(more.dataset.turnCodings));
            if (frame.isNarrow()) frame.sheet('panel');
            panel.focusList();
        }
    }

    /** @param {KeyboardEvent} event */
    function onKey(event) {
        if (event.defaultPrevented || event.isComposing || !rights.mayRead) return;
        const target = /** @type {Element} */ (event.target instanceof Element ? event.target : document.body);
        if (target.closest('dialog, [popover], .side-border')) return;
        const key = written(event);
        const command = commandOf(event);
        if (!command) return;
        if (target.closest('input, textarea, select')) {
            if (key === 'Escape') { focusText(); event.preventDefault(); } else if (key === 'F6') { run(command); event.preventDefault(); }
            return;
        }

        if (isSingle(key) && !settings.now.singleKeys) return;
        if ((key === 'Enter' || key === 'Space') && target.closest('button, a, summary')) return;
        if (command === 'digit' || command === 'repeat' || command === 'invivo') performance.mark('desk:key', { startTime: event.timeStamp });
        if (run(command, command === 'digit' ? Number(event.key) : undefined) !== false) event.preventDefault();
    }

    // others, and the link

    /** @param {{memberId: string, name: string, initials: string, turn: number}[]} people */
    function showPresence(people) {
        const others = people.filter(person => person.memberId !== me.memberId);
        bar.presence(others);
        for (const old of text.article.querySelectorAll('.turn-people')) old.remove();
        for (const person of others) {
            const turn = text.turns[person.turn];
            if (!turn) continue;
            let holder = turn.section.querySelector('.turn-people');
            if (!holder) turn.section.append(holder = el('div', { class: 'turn-people', 'aria-hidden': 'true' }));
            holder.append(el('span', { class: look.coderClass(person.memberId), text: person.initials }));
        }
    }

    /** @param {{mayCode: boolean, mayRead: boolean, why?: string}} now */
    function takeRights(now) {
        rights.mayCode = now.mayCode && me.mayCode;
        rights.mayRead = now.mayRead;
        rights.why = now.why ?? '';
        if (!now.mayRead) clearAll(now.why || 'Your access to this transcript has ended.');
        showBanner();
        panel.ask();
        showHandles();
    }

    /** @param {number} status @param {string} why */
    function onShut(status, why) {
        if (status === 401) {
            news.tell('signedOut');
            signedOut = true;
            showBanner();
        } else takeRights({ mayCode: false, mayRead: false, why: why || 'This transcript is not open to you any more.' });
    }

    /** No word of it stays on the screen. @param {string} why */
    function clearAll(why) {
        const waiting = queue.state().waiting;
        queue.stop();
        picker.close(false);
        find('#transcript').replaceChildren();
        for (const id of ['#desk-codes-body', '#desk-passage-body', '#desk-toasts']) find(id).replaceChildren();
        document.getElementById('desk-data')?.remove();
        dialog('This transcript has been closed to you', [
            el('p', { text: why }),
            waiting > 0 && el('p', { text: `${waiting === 1 ? 'One change' : `${waiting} changes`} of yours had not been answered. They stay in this browser and are sent if your access returns.` }),
            el('p', {}, el('a', { href: '/', text: 'Go to your studies' })),
        ].filter(part => part !== false), { canClose: false });
        detach();
    }

    document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
        const state = /** @type {CustomEvent} */ (event).detail?.state;
        if (state === 'rejected' || state === 'failed' || state === 'resume-failed') reloadOffered = true;
        if (state === 'hide') reloadOffered = false;
        showBanner();
    });

    function showBanner() {
        const banner = find('#desk-banner');
        const { waiting, trouble, why, unkept } = queue.state();
        /** @type {Node[]} */
        const parts = [];
        if (signedOut || trouble === 'signedOut') {
            parts.push(el('p', { text: `You have been signed out.${waiting > 0 ? ` ${waiting === 1 ? 'One change is' : `${waiting} changes are`} kept in this browser and sent when you sign in again.` : ''}` }),
                el('a', { href: `/sign-in?ReturnUrl=${encodeURIComponent(location.pathname)}`, text: 'Sign in', 'data-enhance-nav': 'false' }));
        } else if (trouble === 'forbidden') parts.push(el('p', { text: why || 'The server does not take changes from you here. They stay in this browser.' }));
        else if (me.mayCode && !rights.mayCode && rights.why) parts.push(el('p', { text: rights.why }));
        else if (trouble === 'offline') {
            parts.push(el('p', { text: `No connection. Go on coding: ${waiting === 1 ? 'one change is' : `${waiting} changes are`} kept in this browser and sent when it returns.` }),
                el('button', { type: 'button', text: 'Try now', on: { click: () => queue.retry() } }));
        } else if (!mind.isLive || reloadOffered) {
            parts.push(el('p', { text: 'The live link is down: colleagues’ work arrives every few seconds. Yours is saved as ever.' }));
            if (reloadOffered) parts.push(el('button', { type: 'button', text: 'Reload when it suits you', on: { click: () => location.reload() } }));
        }

        if (unkept) parts.push(el('p', { text: 'This browser has no room left: keep the page open until all is saved.' }));
        const words = parts.map(part => part.textContent).join();
        if (banner.dataset.words === words) return;
        banner.dataset.words = words;
        banner.replaceChildren(...parts);
        banner.hidden = parts.length === 0;
    }

    /** @param {string} sentence */
    function tell(sentence) {
        toasts.show(sentence);
        announce.say(sentence);
    }

    /** @param {Segment} segment @param {string} note */
    async function saveNote(segment, note) {
        const notes = [...mind.contentNotes, { ...segment, note }].sort((a, b) => a.start - b.start);
        const { isKept, why } = await server.contentNotes(notes, text.revision);
        if (!isKept) {
            tell(why || 'The content note could not be kept. Try again.');
            return run('note', { segment, note });
        }

        mind.contentNotes = notes;
        veil.draw(notes);
        tell('Readers are warned before this passage.');
    }

    // the place

    function moved() {
        if (movedTimer) return;
        movedTimer = window.setTimeout(() => {
            movedTimer = 0;
            const turn = readingTurn();
            if (turn !== told) desk.dispatchEvent(new CustomEvent('desk:moved', { detail: { turn: told = turn } }));
            savePlace();
        }, 700);
    }

    /** The turn one is at, or else the topmost in view. */
    function readingTurn() {
        const box = scroller.getBoundingClientRect();
        const at = text.turns[selection.turn]?.section.getBoundingClientRect();
        if (!at || (at.bottom > box.top && at.top < box.bottom)) return selection.turn;
        return topTurn(box.top + 60);
    }

    /** @param {number} y */
    function topTurn(y) {
        let low = 0;
        let high = text.turns.length - 1;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (text.turns[middle].section.getBoundingClientRect().bottom < y) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    function savePlace() {
        if (!rights.mayRead) return;
        const box = scroller.getBoundingClientRect();
        const top = topTurn(box.top);
        drafts.write('place', {
            turn: selection.turn, selection: selection.segment, active: mind.active, top,
            over: Math.round((text.turns[top]?.section.getBoundingClientRect().top ?? 0) - box.top),
            filter: { codeId: look.filter.codeId, coder: look.filter.coder, unsure: look.filter.unsure },
        });
    }

    function restorePlace() {
        was = drafts.read('place', null);
        if (was?.filter) {
            look.filter.coder = data.members.some(m => m.id === was.filter.coder) ? was.filter.coder : '';
            look.filter.unsure = was.filter.unsure === true;
            codebook.showFilter(was.filter.codeId && codes.get(was.filter.codeId) ? was.filter.codeId : null);
        }

        const asked = pointedAt(location.search, location.hash);
        if (asked.turn !== null && text.turns[asked.turn]) {
            selection.goTo(asked.turn, 'quiet');
            reveal(scroller, text.turns[asked.turn].section.getBoundingClientRect(), true);
            was = null;
        } else if (asked.coding) was = null;
        else if (was && text.turns[was.turn]) {
            if (was.selection && was.selection.end <= text.length) selection.set(was.selection, 'quiet');
            else selection.goTo(was.turn, 'quiet');
            const section = text.turns[was.top]?.section;
            if (section) scroller.scrollTop += section.getBoundingClientRect().top - scroller.getBoundingClientRect().top - was.over;
        } else selection.goTo(0, 'quiet');
        markHere();
    }

    function restoreActive() {
        if (was?.active && store.coding(was.active)) activate(was.active, 'quiet');
        goToAddress(false);
    }

    function goToAddress(turns = true) {
        const asked = pointedAt(location.search, location.hash);
        const coding = asked.coding ? store.coding(asked.coding) : null;
        if (coding) goToCoding(coding);
        else if (asked.coding) tell('That coding is no longer here.');
        else if (turns && asked.turn !== null && text.turns[asked.turn]) goToTurn(asked.turn);
    }
}

/** A pause that can be cut short. @param {number} ms */
function pausing(ms) {
    let end = () => { /* set below */ };
    const promise = new Promise(resolve => {
        const timer = setTimeout(resolve, ms);
        end = () => { clearTimeout(timer); resolve(undefined); };
    });
    return { promise: /** @type {Promise<void>} */ (promise), end };
}
