// @ts-check
import { button, el, takesWords } from '../desk/dom.js';
import { attach } from '../player/player.js';
import { clock, spokenTime } from '../player/times.js';
import * as dialogs from './dialogs.js';
import { drafting } from './draft.js';
import { deedOf, saidKeys, settingsFrom } from './keys.js';
import { listOf } from './list.js';
import { savingOf } from './saving.js';
import { serverOf } from './server.js';
import { likelyNext, sheetOf, unfinished, wordsOf } from './turns.js';

const settingsKey = 'corestudy:typing:settings';

/** The transcription desk. @param {HTMLElement} root */
export function openDesk(root) {
    const server = serverOf(root.dataset.address ?? '');
    void load();

    async function load() {
        const { status, value, why } = await server.open();
        if (status === 410) begin();
        else if (status !== 200) root.replaceChildren(el('p', { class: 'wrong', role: 'alert', text: why }), el('p', {}, button('Try again', () => void load(), { class: 'quiet' })));
        else if (value.standing.state === 'sent') sent(value.standing);
        else run(root, server, value);
    }

    function begin() {
        const start = button('Begin to type', async () => {
            start.disabled = true;
            const { status, why } = await server.begin();
            if (status === 200) return void load();
            start.disabled = false;
            wrong.textContent = why ?? '';
            wrong.hidden = false;
        }, { class: 'primary' });
        const wrong = el('p', { class: 'wrong', role: 'alert', hidden: true });
        root.replaceChildren(el('section', { class: 'typing-begin' },
            el('h2', { text: 'Nothing is typed of this recording yet' }),
            el('p', { text: 'Play it and type what you hear, turn by turn; each turn notes by itself when it starts. What you type is sealed and saved as you go, and only those who may transcribe this recording can read it.' }),
            wrong, el('div', { class: 'deeds' }, start)));
    }

    /** @param {any} standing */
    function sent(standing) {
        const study = root.dataset.study;
        const again = button('Transcribe it again…', async () => {
            if (!await dialogs.confirm(root, 'Transcribe it again?', 'The transcript stays as it is. Here you begin with nothing typed.', 'Begin anew')) return;
            const { status, why } = await server.remove(standing.version);
            if (status === 200) void load();
            else wrong.textContent = why ?? '';
        }, { class: 'quiet' });
        const wrong = el('p', { class: 'bad-words', role: 'alert' });
        root.replaceChildren(el('section', { class: 'typing-begin' },
            el('h2', { text: 'This transcription was handed on' }),
            el('p', { text: `It is a transcript now. It was typed by ${standing.typist} and checked by ${standing.checkedBy}${standing.isCheckedByTypist ? ', its typist, since nobody else could' : ''}.` }),
            el('p', { class: 'links' }, el('a', { href: `/studies/${study}/transcripts`, text: 'Transcripts' }), ' ', el('a', { href: `/studies/${study}/redactions`, text: 'Anonymisation' })),
            wrong, el('div', { class: 'deeds' }, again)));
    }
}

/** @param {HTMLElement} root @param {ReturnType<typeof serverOf>} server @param {any} desk */
function run(root, server, desk) {
    const listeners = new AbortController();
    const sheet = sheetOf(desk.turns);
    let standing = desk.standing;
    /** @type {{label: string, participant: string | null, interviewer: boolean}[]} */
    let speakers = desk.speakers;
    let speakersChanged = false;
    let settings = settingsFrom(read());
    let lastTurn = desk.leftTurn ?? sheet.turns[0]?.id ?? 0;
    let left = desk.leftMs;
    let [telling, counting] = [0, 0];
    let signedOut = false;
    let isLost = false; // what is here cannot be saved any more

    const sound = el('div', {});
    const state = el('span', { class: 'save-state' });
    const words = el('span', { class: 'soft' });
    const said = el('div', { class: 'visually-hidden', role: 'status' });
    const banner = el('div', { class: 'typing-banner', role: 'alert', hidden: true });
    const toast = el('div', { class: 'typing-toast', hidden: true });
    const tools = el('div', { class: 'typing-tools' });
    const people = el('div', { class: 'typing-people', role: 'group', 'aria-label': 'Speakers' });
    const draftPlace = el('div', {});
    const bar = el('div', { class: 'typing-bar' }, sound, el('div', { class: 'typing-line' }, state, words, tools), people);
    const list = listOf({ onInput: typed, onTime: id => hear(id), onSpeaker: give, onMore: id => void more(id), onHeard: id => heard(id), onEnter: id => { lastTurn = id; } });
    root.replaceChildren(bar, banner, draftPlace, list.element, toast, said);

    const player = attach(sound, {
        src: root.dataset.sound ?? '', starts: starts(), step: settings.step, rewind: settings.rewind, speed: settings.speed, mediaKeys: true,
        onTurn: turn => list.spoken(sheet.turns[turn]?.id ?? null),
        onChange: () => { if (player.speed !== settings.speed) keep({ ...settings, speed: player.speed }); },
    });
    const saving = savingOf({
        take: () => {
            if (!sheet.isDirty && !speakersChanged) return null;
            const bundle = { turns: sheet.take(), speakers: speakersChanged ? speakers : null };
            speakersChanged = false;
            return bundle;
        },
        putBack: bundle => { sheet.putBack(bundle.turns); speakersChanged ||= bundle.speakers !== null; },
        send: async (bundle, save, version) => {
            left = player.now;
            const { status, value, why } = await server.save({ version, save, turns: bundle.turns, speakers: bundle.speakers, leftMs: left, leftTurn: lastTurn });
            signedOut = status === 401;
            return { status, version: value, why };
        },
        onState: showState,
        makeId: () => crypto.randomUUID(),
    }, standing.version);

    const draft = drafting(draftPlace, root, server, () => location.reload(), () => sheet.turns.length === 1 && sheet.turns[0].text === '', () => sheet.turns.some(turn => turn.unheard));
    list.fill(sheet.turns, speakers, isOpen());
    drawPeople();
    drawTools();
    showState('saved');
    count();
    resume();
    void draft.offer(isOpen());

    const on = (/** @type {EventTarget} */ target, /** @type {string} */ event, /** @type {(e: any) => void} */ listener) => target.addEventListener(event, listener, { signal: listeners.signal });
    on(document, 'keydown', press);
    on(window, 'online', () => saving.awake());
    on(window, 'focus', () => saving.awake());
    on(window, 'beforeunload', (/** @type {BeforeUnloadEvent} */ event) => { if (saving.isUnsaved && !isLost) event.preventDefault(); });
    on(document, 'visibilitychange', () => { if (document.visibilityState === 'hidden') void (saving.isUnsaved ? saving.flush() : noteWhere()); });
    const watch = setInterval(() => void look(), 15_000);
    listeners.signal.addEventListener('abort', () => clearInterval(watch));

    // What is typed

    /** @param {number} id @param {string} text */
    function typed(id, text) {
        sheet.say(id, text);
        touch();
        count();
    }

    function touch() {
        saving.touch();
        player.setStarts(starts());
    }

    function starts() {
        return sheet.turns.map(turn => turn.startMs);
    }

    /** @param {number} id @param {number | null} speaker */
    function give(id, speaker) {
        sheet.give(id, speaker);
        const turn = sheet.find(id);
        if (turn) list.draw(turn, speakers);
        touch();
    }

    /** Plays from where a turn starts. @param {number} id */
    function hear(id) {
        const turn = sheet.turns.slice(0, sheet.at(id) + 1).findLast(t => t.startMs !== null);
        player.playFrom(turn?.startMs ?? 0);
    }

    /** Redraws what came and went. @param {number | null} focus @param {number} [caret] */
    function redraw(focus, caret) {
        list.follow(sheet.turns, speakers, isOpen());
        if (focus !== null) list.focus(focus, caret ?? 'end');
        touch();
        count();
    }

    /** @param {number} id @param {number | null} [speaker] */
    function next(id, speaker) {
        const field = list.field(id);
        const turn = sheet.find(id);
        if (!field || !turn) return;
        const isAtEnd = field.selectionStart >= field.value.trimEnd().length;
        const following = sheet.turns[sheet.at(id) + 1];
        if (isAtEnd && speaker === undefined && following && following.text.trim() !== '' && turn.text.trim() === '') return list.focus(following.id, 0);
        const made = isAtEnd ? sheet.add(id, speaker ?? likelyNext(sheet.turns, sheet.at(id)), player.now) : sheet.split(id, field.selectionStart, player.now);
        if (!isAtEnd && speaker !== undefined) sheet.give(made, speaker);
        redraw(made, 0);
    }

    /** @param {number} id */
    function join(id) {
        const met = sheet.join(id);
        if (!met) return;
        redraw(met.id, met.caret);
        tell('Joined to the turn before.', true);
    }

    /** @param {number} id */
    function remove(id) {
        const hadWords = sheet.find(id)?.text.trim() !== '';
        redraw(sheet.remove(id));
        if (hadWords) tell('The turn is taken out.', true);
    }

    function undo() {
        const id = sheet.undo();
        if (id === null) return tell('There is nothing to undo, or it was typed over since.');
        redraw(id);
        tell('Undone.');
    }

    /** @param {number} id */
    function heard(id) {
        sheet.hear(id);
        const turn = sheet.find(id);
        if (turn) list.draw(turn, speakers);
        const following = sheet.turns[sheet.at(id) + 1];
        if (following) list.focus(following.id, 0);
        touch();
        drawTools();
    }

    /** @param {number} id @param {number | null} ms */
    function startAt(id, ms) {
        sheet.startAt(id, ms);
        const turn = sheet.find(id);
        if (turn) list.draw(turn, speakers);
        touch();
        tell(ms === null ? 'The turn has no time now.' : `The turn starts at ${spokenTime(ms)}.`);
    }

    /** @param {number} id */
    async function more(id) {
        const turn = sheet.find(id);
        if (!turn || !isOpen()) return;
        const answer = await dialogs.turnDeeds(root, `Turn ${sheet.at(id) + 1}`, { first: sheet.at(id) === 0, startMs: turn.startMs, unheard: turn.unheard });
        switch (answer?.deed) {
            case 'time': return startAt(id, answer.startMs ?? null);
            case 'heard': return heard(id);
            case 'join': return join(id);
            case 'add': return redraw(sheet.add(id, likelyNext(sheet.turns, sheet.at(id)), null), 0);
            case 'remove': return remove(id);
        }
    }

    /** @param {number} index */
    async function rename(index) {
        const label = await dialogs.speakerLabel(root, index < speakers.length ? 'Call this speaker' : 'Somebody else who speaks', speakers[index]?.label ?? '');
        if (!label) return;
        if (speakers.some((s, i) => i !== index && s.label.toLowerCase() === label.toLowerCase())) return tell(`There is a speaker called “${label}” already.`);
        speakers = index < speakers.length ? speakers.map((s, i) => (i === index ? { ...s, label } : s)) : [...speakers, { label, participant: null, interviewer: false }];
        speakersChanged = true;
        drawPeople();
        list.rename(speakers);
        saving.touch();
    }

    // Keys

    /** @param {KeyboardEvent} event */
    function press(event) {
        if (event.defaultPrevented || event.isComposing || root.querySelector('dialog[open]')) return;
        const target = event.target instanceof HTMLElement ? event.target : null;
        const id = list.idOf(target);
        const isField = target instanceof HTMLTextAreaElement && id !== null;
        if (event.key === '?' && !takesWords(target)) {
            event.preventDefault();
            return void dialogs.help(root, settings, change);
        }

        if (isField && isOpen() && moveBetween(event, id, target)) return event.preventDefault();
        const asked = deedOf(settings, event);
        if (!asked || (asked.deed === 'next' && !isField)) return;
        if (!obey(asked, id ?? lastTurn, event.repeat)) return;
        event.preventDefault();
    }

    /** @param {KeyboardEvent} event @param {number} id @param {HTMLTextAreaElement} field */
    function moveBetween(event, id, field) {
        if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || field.selectionStart !== field.selectionEnd) return false;
        const at = sheet.at(id);
        if (event.key === 'ArrowUp' && field.selectionStart === 0 && at > 0) { list.focus(sheet.turns[at - 1].id, 'end'); return true; }
        if (event.key === 'ArrowDown' && field.selectionStart === field.value.length && at < sheet.turns.length - 1) { list.focus(sheet.turns[at + 1].id, 0); return true; }
        if (event.key === 'Backspace' && field.selectionStart === 0 && at > 0 && !event.repeat) { join(id); return true; }
        return false;
    }

    /** @param {{deed: string, speaker?: number}} asked @param {number} id @param {boolean} repeated @returns {boolean} whether it was done */
    function obey({ deed, speaker }, id, repeated) {
        switch (deed) {
            case 'toggle': if (!repeated) player.act('toggle'); return true;
            case 'back': case 'on': case 'slower': case 'faster': player.act(deed); return true;
            case 'here': if (!repeated) hear(id); return true;
        }

        if (!isOpen() || repeated || !sheet.find(id)) return deed !== 'next';
        switch (deed) {
            case 'time': startAt(id, player.now); return true;
            case 'next': next(id); return true;
            case 'heard': if (sheet.find(id)?.unheard) heard(id); else next(id); return true;
            case 'remove': remove(id); return true;
            case 'undo': undo(); return true;
            case 'speaker':
            case 'turnOf': {
                if (speaker === undefined || speaker >= speakers.length) { tell('There is no such speaker yet. Add one above.'); return true; }
                if (deed === 'turnOf' || sheet.find(id)?.text.trim() === '') give(id, speaker);
                else next(id, speaker);
                return true;
            }
        }

        return false;
    }

    function change() {
        void dialogs.settingsDialog(root, settings, keep).then(drawTools);
    }

    /** @param {import('./keys.js').TypingSettings} now */
    function keep(now) {
        settings = now;
        player.setHabits(settings);
        try {
            localStorage.setItem(settingsKey, JSON.stringify(settings)); // keys and seconds; never words
        } catch {
            // holds for this page then
        }
    }

    function read() {
        try {
            return JSON.parse(localStorage.getItem(settingsKey) ?? 'null');
        } catch {
            return null;
        }
    }

    // What is shown

    function isOpen() {
        return standing.state === 'typing' && !isLost;
    }

    /** @param {import('./saving.js').SavingState} now @param {string} [why] */
    function showState(now, why = '') {
        const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
        const sentence = { saved: `Saved ${time}`, waiting: 'Not saved yet…', saving: 'Saving…', away: 'Not saved: the site does not answer', conflict: 'Not saved', refused: 'Not saved' }[now];
        state.textContent = sentence;
        state.dataset.state = now;
        if (now === 'saved') say();
        if (now === 'away') say(signedOut ? why : 'The site does not answer. What you type is kept in this window alone, and is saved as soon as it answers again. Do not close the window.');
        if (now === 'conflict') say(why, button('Load what was saved…', () => void loadTheirs(), { class: 'primary' }));
        if (now === 'refused') say(why, button('Load again…', () => void loadTheirs(), { class: 'primary' }));
    }

    /** @param {string} [sentence] @param {...HTMLElement} deeds */
    function say(sentence = '', ...deeds) {
        if (banner.hidden && sentence === '') return;
        if (banner.dataset.says === sentence && !banner.hidden) return;
        banner.dataset.says = sentence;
        banner.hidden = sentence === '';
        banner.replaceChildren(el('span', { text: sentence }), ...deeds);
    }

    async function loadTheirs() {
        const mine = sheet.take().filter(turn => !turn.gone && turn.text.trim() !== '');
        sheet.putBack(mine);
        if (mine.length > 0 && !await dialogs.unsavedWords(root, mine.map(turn => turn.text).join('\n\n'))) return;
        isLost = true;
        location.reload();
    }

    function count() {
        clearTimeout(counting);
        counting = window.setTimeout(() => {
            const unheard = sheet.turns.filter(turn => turn.unheard).length;
            words.textContent = `${many(wordsOf(sheet.turns), 'word')}, ${many(sheet.turns.length, 'turn')}${unheard > 0 ? `, ${unheard.toLocaleString('en-GB')} of the draft to check` : ''}`;
        }, 250);
    }

    /** @param {string} sentence @param {boolean} [canUndo] */
    function tell(sentence, canUndo = false) {
        said.textContent = said.textContent === sentence ? `${sentence}\u00a0` : sentence;
        toast.replaceChildren(el('span', { text: sentence }), ...(canUndo ? [button('Undo', undo, { class: 'quiet small' })] : []));
        toast.hidden = false;
        clearTimeout(telling);
        telling = window.setTimeout(() => { toast.hidden = true; }, canUndo ? 12_000 : 5_000);
    }

    function drawPeople() {
        people.replaceChildren(
            ...speakers.map((_, i) => button('', () => void rename(i), { class: 'person', 'data-hue': i % 8, disabled: !isOpen() })),
            button('Add a speaker', () => void rename(speakers.length), { class: 'quiet small', disabled: !isOpen() || speakers.length >= 40 }));
        [...people.querySelectorAll('.person')].forEach((chip, i) => chip.append(...(i < 9 ? [el('kbd', { text: `Alt ${i + 1}` }), ' '] : []), el('span', { text: speakers[i].label }), el('span', { class: 'visually-hidden', text: ': change the label' })));
    }

    function drawTools() {
        const isChecked = standing.state === 'checked';
        const own = standing.isTypist && standing.canOthersCheck;
        root.dataset.state = standing.state;
        tools.replaceChildren(
            isChecked ? el('span', { class: 'soft', text: `Checked by ${standing.checkedBy}${standing.isCheckedByTypist ? ', its typist: nobody else may transcribe this recording' : ''}` }) : '',
            isChecked ? button('Hand it on…', () => void send(), { class: 'primary' })
                : button('Mark as checked', () => void check(), { class: own ? 'quiet' : 'primary', title: own ? 'Somebody other than its typist checks it' : '' }),
            isChecked ? button('Type on', () => void takeBack(), { class: 'quiet' }) : '',
            button('Start over…', () => void startOver(), { class: 'quiet' }),
            button('Keys and pedal…', change, { class: 'quiet' }),
            button('?', () => void dialogs.help(root, settings, change), { class: 'quiet', 'aria-label': 'Keys', title: `Keys: ${saidKeys(settings.keys.toggle.slice(0, 1)).join('')} plays and pauses` }));
    }

    // How far it is

    async function settled() {
        if (await saving.flush()) return true;
        tell('First everything has to be saved.');
        return false;
    }

    async function check() {
        const what = unfinished(sheet.turns);
        if (what) {
            list.focus(what.turn, 'end');
            return tell(what.why);
        }

        if (standing.isTypist && !standing.canOthersCheck
            && !await dialogs.confirm(root, 'Mark your own typing as checked?', 'Nobody else may transcribe this recording, so nobody else can check it. That you checked it yourself is put on record. An admin can name somebody.', 'Mark as checked')) return;
        if (!await settled()) return;
        take(await server.check(saving.version));
    }

    async function takeBack() {
        take(await server.takeBack());
    }

    async function send() {
        const choice = await dialogs.sendDialog(root, standing.maySendOpen);
        if (!choice) return;
        player.pause();
        const { status, why } = await server.send(saving.version, choice.identifiable, choice.open);
        if (status !== 200) return say(why);
        isLost = true;
        location.reload();
    }

    async function startOver() {
        const all = wordsOf(sheet.turns);
        if (!await dialogs.confirm(root, 'Start over?', `${all === 1 ? 'The one word' : `All ${all.toLocaleString('en-GB')} words`} typed of this recording, by whomever, are deleted for good. Nobody can bring them back. The recording stays.`, 'Delete what is typed')) return;
        if (!await settled() && saving.state !== 'refused') return;
        const { status, why } = await server.remove(saving.version);
        if (status !== 200) return say(why);
        isLost = true;
        location.reload();
    }

    /** @param {{status: number, value?: any, why?: string}} answer */
    function take({ status, value, why }) {
        if (status !== 200) return say(why);
        standing = value;
        saving.renew(standing.version);
        list.open(isOpen());
        drawTools();
        drawPeople();
        tell(standing.state === 'checked' ? 'Marked as checked.' : 'You can type on.');
    }

    /** Whether somebody else changed it. */
    async function look() {
        if (document.visibilityState === 'hidden' || saving.isSending || saving.state !== 'saved' || isLost) return;
        const shown = saving.version;
        const { status, value, why } = await server.standing();
        if (saving.isSending || saving.version !== shown || isLost) return;
        if (status === 410 || status === 404 || status === 403) {
            isLost = true;
            list.open(false);
            return say(why);
        }

        if (status !== 200 || value.version === shown) return;
        if (!value.isChangedByMe || value.state !== standing.state) say(`${value.isChangedByMe ? 'You' : value.changedBy} changed this in another window. Load it to go on; what is typed here on top of the old words is not saved over it.`, button('Load it', () => { isLost = !saving.isUnsaved; location.reload(); }, { class: 'primary' }));
        else say('This was changed in another window of yours. Load it to go on.', button('Load it', () => { isLost = !saving.isUnsaved; location.reload(); }, { class: 'primary' }));
    }

    /** Where the sound is, for the next time, though nothing was typed. */
    async function noteWhere() {
        if (!isOpen() || Math.abs(player.now - left) < 2000 || saving.state !== 'saved' || saving.isSending) return;
        left = player.now;
        const { status, value } = await server.save({ version: saving.version, save: crypto.randomUUID(), turns: [], speakers: null, leftMs: left, leftTurn: lastTurn }, true);
        if (status === 200) saving.renew(value);
    }

    function resume() {
        player.go(desk.leftMs);
        const at = sheet.at(lastTurn);
        if (at < 0) return;
        list.focus(lastTurn, 'end', isOpen());
        if (desk.leftMs > 0 || at > 0) tell(`You are where it was left: turn ${at + 1}, ${clock(desk.leftMs)}.`);
    }
}

/** @param {number} count @param {string} one */
const many = (count, one) => `${count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`;
