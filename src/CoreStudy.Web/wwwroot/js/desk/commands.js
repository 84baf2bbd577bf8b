// @ts-check
import { el, button } from './dom.js';
import { codingBeside, uncodedBeside } from './moves.js';
import { dialog } from './layers.js';
import { innermostFirst } from './segments.js';
import { keyTable, spoken } from './keys.js';
import { draftOf } from './drafts.js';
/**
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./types.js').Segment} Segment
 */

/**
 * What each command of the key table and of the desk's buttons does.
 * @param {any} desk the parts of the desk, as desk.js puts them together
 */
export function commandsOf(desk) {
    const { text, store, codes, caret, look, selection, deeds, mind, me, rights, settings, digits, drafts } = desk;

    /** @type {Record<string, (argument?: any) => any>} */
    const table = {
        'turn.next': () => { letGo(); selection.moveTurn(1, false); show(); },
        'turn.previous': () => { letGo(); selection.moveTurn(-1, false); show(); },
        'sentence.next': () => selection.move('sentence', 1, false),
        'sentence.previous': () => selection.move('sentence', -1, false),
        'word.next': () => selection.move('word', 1, false),
        'word.previous': () => selection.move('word', -1, false),
        'turn.start': () => selection.edge(-1, false),
        'turn.end': () => selection.edge(1, false),
        'text.start': () => desk.goToTurn(0),
        'text.end': () => desk.goToTurn(text.turns.length - 1),
        'extend.sentence.next': () => selection.move('sentence', 1, true),
        'extend.sentence.previous': () => selection.move('sentence', -1, true),
        'extend.word.next': () => selection.move('word', 1, true),
        'extend.word.previous': () => selection.move('word', -1, true),
        'extend.turn.next': () => selection.moveTurn(1, true),
        'extend.turn.previous': () => selection.moveTurn(-1, true),
        'extend.start': () => selection.edge(-1, true),
        'extend.end': () => selection.edge(1, true),
        'select.sentence': () => { selection.choose('sentence'); desk.focusText(); },
        'select.turn': () => { selection.choose('turn'); desk.focusText(); },
        'select.grow': () => selection.grow(),
        'select.shrink': () => selection.shrink(),
        dismiss,
        pick: () => pick(),
        open: () => (selection.segment ? pick() : list()),
        digit: (/** @type {number} */ digit) => {
            const id = digits().get(digit);
            if (id) desk.apply(id);
            else desk.tell(`No code is under ${digit} yet. Pin one in the codebook, or use some codes.`);
        },
        repeat: () => {
            const last = mind.recent.order[0];
            if (last && codes.get(last)) desk.apply(last);
            else desk.tell('No code has been used yet.');
        },
        invivo: () => {
            const segment = selection.segment ?? sentenceHere();
            if (!segment) return;
            if (!me.mayProposeCodes) return desk.tell('You may not add codes to this codebook.');
            desk.create(text.words(segment, 70).replace(/\s+/g, ' '));
        },
        memo: () => {
            if (!selection.segment) selection.choose('sentence');
            openPanel();
            desk.parts().panel.writeMemo();
        },
        undo: () => { if (mind.canUndo) deeds.undo(); },
        redo: () => { if (mind.canRedo) deeds.redo(); },
        'coding.next': () => beside(1, () => true, 'No more codings.'),
        'coding.previous': () => beside(-1, () => true, 'No codings before this.'),
        'unsure.next': () => beside(1, c => c.unsure, 'No more “not sure”.'),
        'unsure.previous': () => beside(-1, c => c.unsure, 'No “not sure” before this.'),
        'uncoded.next': () => uncoded(1),
        'uncoded.previous': () => uncoded(-1),
        'coding.cycle': cycle,
        'coding.activate': (/** @type {string | null} */ id) => desk.activate(id),
        'coding.recode': (/** @type {string} */ id) => mine(id, coding => {
            desk.parts().picker.open(`Instead of “${codes.nameOf(coding.codeId)}”`, {
                once: true, pick: (/** @type {string} */ codeId) => deeds.recode(coding, codeId),
            });
        }),
        'coding.remove': (/** @type {string} */ id) => mine(id, coding => {
            deeds.remove(coding);
            desk.parts().toasts.show(`“${codes.nameOf(coding.codeId)}” removed.`, { actions: [['Undo', () => table.undo()]] });
        }),
        'coding.comment': () => {
            if (!mind.active) activateHere();
            if (!mind.active) return desk.tell('There is no coding here to comment on.');
            openPanel();
            desk.parts().panel.focusComment(mind.active);
        },
        'coding.commented': ({ id, text: words }) => deeds.comment(id, words),
        'comment.remove': (/** @type {any} */ comment) => deeds.removeComment(comment),
        'coding.doubt': (/** @type {string} */ id) => mine(id, coding => {
            if (coding.unsure) return deeds.doubt(coding, false, '');
            desk.activate(coding.id, 'quiet');
            openPanel();
            desk.parts().panel.doubt(coding.id);
        }),
        'coding.doubted': ({ id, unsure, question }) => mine(id, coding => deeds.doubt(coding, unsure, question)),
        'coding.end.later': (/** @type {string} */ id) => mine(id, c => resize(c, c.start, caret.next('word', c.end)?.end)),
        'coding.end.earlier': (/** @type {string} */ id) => mine(id, c => resize(c, c.start, caret.previous('word', c.end - 1)?.end)),
        'coding.start.later': (/** @type {string} */ id) => mine(id, c => resize(c, caret.next('word', c.start + 1)?.start, c.end)),
        'coding.start.earlier': (/** @type {string} */ id) => mine(id, c => resize(c, caret.previous('word', c.start)?.start, c.end)),
        'coding.grow': (/** @type {string} */ id) => mine(id, c => {
            const larger = caret.grow(c);
            resize(c, larger.start, larger.end);
        }),
        'memo.written': (/** @type {any} */ memo) => deeds.writeMemo(memo),
        'memo.remove': (/** @type {any} */ memo) => deeds.removeMemo(memo),
        note,
        flag,
        light: (/** @type {string | null} */ id) => desk.lightOnly(id),
        'focus.code': focusCode,
        colour: () => {
            const colouring = look.colouring === 'code' ? 'coder' : 'code';
            settings.change({ colouring });
            desk.tell(colouring === 'code' ? 'Colour means the code.' : 'Colour means the coder.');
        },
        filter: () => { desk.parts().frame.isNarrow() ? desk.parts().frame.sheet('tree') : settings.change({ treeShut: false }); desk.parts().codebook.focusFilter(); },
        region,
        text: () => desk.focusText(),
        pause: () => { desk.parts().sound?.pause(); desk.parts().veil.pause(); },
        'sound.toggle': () => listen(sound => sound.act('toggle')),
        'sound.here': () => listen(sound => sound.hearHere()),
        'sound.back': () => listen(sound => sound.act('back')),
        'sound.on': () => listen(sound => sound.act('on')),
        'sound.slower': () => listen(sound => sound.act('slower')),
        'sound.faster': () => listen(sound => sound.act('faster')),
        keys: sheet,
        settings: () => desk.openSettings(),
        state: () => {
            if (mind.refused.length > 0) { openPanel(); desk.parts().panel.render(); /** @type {HTMLElement | null} */ (document.querySelector('[data-key=refused]'))?.focus(); } else desk.parts().queue.retry();
        },
        go: (/** @type {number} */ turn) => { desk.goToTurn(turn); desk.focusText(); },
        'refusal.show': (/** @type {any} */ one) => { selection.set(one.segment); desk.focusText(); },
        'refusal.again': (/** @type {any} */ one) => { dropRefusal(one); desk.act({ ...one.act, id: desk.newId() }); },
        'refusal.write': writeAgain,
        'refusal.dismiss': (/** @type {any} */ one) => dropRefusal(one),
        tree: () => desk.parts().frame.toggle('tree'),
        panel: () => desk.parts().frame.toggle('panel'),
    };

    return { run, sentenceHere };

    /** @param {string} command @param {any} [argument] @returns {any} false when there was nothing to do, and the browser may */
    function run(command, argument) {
        return table[command]?.(argument);
    }

    /** Selects the sentence at the reading place, so that what is done to it is seen. @returns {Segment | null} */
    function sentenceHere() {
        const active = mind.active ? store.coding(mind.active) : null;
        if (active) selection.set({ start: active.start, end: active.end }, 'quiet');
        else selection.choose('sentence');
        return selection.segment;
    }

    function letGo() {
        mind.point = null;
        if (mind.active) desk.activate(null, 'quiet');
    }

    function show() {
        desk.goToTurn(selection.turn);
    }

    function pick() {
        if (!rights.mayCode) return desk.tell(rights.why || 'You may read here, but not code.');
        const segment = selection.segment ?? sentenceHere();
        if (segment) desk.parts().picker.open(text.words(segment, 60));
    }

    function list() {
        openPanel();
        desk.parts().panel.focusList();
    }

    function openPanel() {
        const { frame } = desk.parts();
        if (frame.isNarrow()) { if (document.getElementById('desk')?.dataset.sheet !== 'panel') frame.sheet('panel'); } else if (settings.now.panelShut) settings.change({ panelShut: false });
    }

    function dismiss() {
        const { picker, frame } = desk.parts();
        if (picker.isOpen) return picker.close();
        if (selection.clear()) return desk.say('Selection let go.');
        if (mind.active) return letGo();
        if (frame.isNarrow()) frame.sheet('');
        desk.focusText();
    }

    /** The coding meant, if it is the person's own. @param {string | undefined} id @param {(coding: Coding) => void} then */
    function mine(id, then) {
        if (!id && !mind.active) activateHere();
        const coding = store.coding(id ?? mind.active ?? '');
        if (!coding) return desk.tell('There is no coding of yours here.');
        if (coding.memberId !== me.memberId) return desk.tell(`This coding is ${look.nameOf(coding.memberId)}’s: you can comment on it.`);
        then(coding);
    }

    function activateHere() {
        const all = store.within(selection.segment ?? text.turns[selection.turn]).filter(look.shows).sort(innermostFirst);
        const coding = all.find((/** @type {Coding} */ c) => c.memberId === me.memberId) ?? all[0];
        if (coding) desk.activate(coding.id, 'quiet');
    }

    function cycle() {
        const at = selection.segment ?? mind.point ?? text.turns[selection.turn];
        const all = store.within(at).filter(look.shows).sort(innermostFirst);
        if (all.length === 0) return desk.tell('No codings here.');
        const next = all[(all.findIndex((/** @type {Coding} */ c) => c.id === mind.active) + 1) % all.length];
        desk.activate(next.id);
        desk.say(`${codes.nameOf(next.codeId)}, by ${look.nameOf(next.memberId)}, ${all.indexOf(next) + 1} of ${all.length}.`);
    }

    /** @param {Coding} coding @param {number | undefined} start @param {number | undefined} end */
    function resize(coding, start, end) {
        if (start === undefined || end === undefined || end <= start) return;
        deeds.resize(coding, { start, end });
        if (selection.segment) selection.set({ start, end }, 'quiet');
        desk.say(`Now: ${text.words({ start, end }, 160)}`);
    }

    /** @param {1 | -1} way @param {(coding: Coding) => boolean} wanted @param {string} none */
    function beside(way, wanted, none) {
        const offset = selection.segment?.start ?? text.turns[selection.turn].start;
        const coding = codingBeside(store.inOrder(), mind.active, offset, way, (/** @type {Coding} */ c) => look.shows(c) && wanted(c));
        if (coding) desk.goToCoding(coding);
        else desk.tell(none);
    }

    /** @param {1 | -1} way */
    function uncoded(way) {
        const turn = uncodedBeside(selection.turn, way, text.turns.length,
            at => store.ofTurn(at).some((/** @type {Coding} */ c) => c.memberId === me.memberId),
            at => text.turns[at].section.classList.contains('interviewer') || text.turns[at].start === text.turns[at].end);
        if (turn === null) desk.tell(way > 0 ? 'You have coded every turn from here on.' : 'You have coded every turn up to here.');
        else desk.goToTurn(turn);
    }

    function focusCode() {
        const { codebook } = desk.parts();
        if (look.filter.codeId) codebook.showFilter(null);
        else {
            if (!mind.active) activateHere();
            const coding = store.coding(mind.active ?? '');
            if (!coding) return desk.tell('There is no coding here to go by.');
            codebook.showFilter(coding.codeId);
        }

        desk.refilter();
        desk.say(look.filter.codeId ? `Only ${codes.nameOf(look.filter.codeId)}.` : 'All codes.');
    }

    function region() {
        const { codebook, panel, frame } = desk.parts();
        const at = document.activeElement;
        if (frame.isNarrow()) return desk.focusText();
        if (at?.closest('#desk-codes')) { openPanel(); panel.focusList(); } else if (at?.closest('#desk-passage')) desk.focusText();
        else if (settings.now.treeShut) { openPanel(); panel.focusList(); } else codebook.focusTree();
    }

    /** @param {{segment: import('./types.js').Segment, note: string}} [refused] a note that was not kept, to be mended */
    function note(refused) {
        const segment = refused?.segment ?? selection.segment;
        if (!segment) return;
        const input = el('input', { type: 'text', maxlength: 200, value: refused?.note ?? '', autofocus: true, placeholder: 'such as: restraint, self-harm', 'aria-label': 'What is it about?' });
        const box = dialog('Warn readers before this passage', [
            el('p', { text: 'Readers see “This passage is about: …” and choose whether to read it.' }), input,
            button('Keep', () => { if (input.value.trim()) { desk.saveNote(segment, input.value.trim()); box.close(); } }, { class: 'primary' })], { closeLabel: 'Cancel' });
    }

    function flag() {
        if (!me.mayFlag) return desk.tell('You may read here, but not flag passages.');
        const segment = selection.segment ?? sentenceHere();
        if (!segment) return;
        const kinds = [['', 'I am not sure'], ['Person', 'A person'], ['Place', 'A place'], ['Organisation', 'An organisation'], ['Trust', 'A trust, hospital or ward'], ['Date', 'A date'],
            ['Age', 'An age'], ['Telephone', 'A telephone number'], ['Email', 'An e-mail address'], ['Address', 'An address or postcode'], ['OtherNumber', 'Another number'], ['Indirect', 'Something that singles them out']];
        const kind = el('select', { 'aria-label': 'What is it?', autofocus: true }, ...kinds.map(([value, label]) => el('option', { value, text: label })));
        const revision = text.revision;
        const box = dialog('This may identify somebody', [
            el('blockquote', { text: text.words(segment, 180) }),
            el('p', { text: 'These words are hidden for everybody at once, and an admin decides what stands in their place. Codings on them stay where they are.' }),
            el('label', { class: 'flag-kind' }, el('span', { text: 'What is it?' }), kind),
            el('div', { class: 'row' }, button('Hide it', () => { box.close(); desk.flagPassage(segment, kind.value || null, revision); }, { class: 'primary', 'data-key': 'flag-it' }))], { name: 'flag', closeLabel: 'Cancel' });
    }

    /** False where there is nothing to hear: then the key is as if it had no meaning. @param {(sound: any) => void} deed */
    function listen(deed) {
        const { sound } = desk.parts();
        if (!sound) return false;
        deed(sound);
    }

    function sheet() {
        const rows = keyTable.filter(row => !row.needsSound || desk.parts().sound);
        const groups = [...new Set(rows.map(row => row.group))];
        const single = settings.now.singleKeys;
        dialog('Keys', [
            ...groups.map(group => el('section', {}, el('h3', { text: group }), el('dl', {}, ...rows.filter(row => row.group === group).map(row => el('div', {},
                el('dt', {}, ...(row.command === 'digit' ? ['1–9'] : row.keys.map(spoken)).flatMap((key, i) => [i > 0 ? ' or ' : '', el('kbd', { text: key })])), el('dd', { text: row.does })))))),
            el('p', { class: 'keys-note', text: single
                ? 'With a screen reader, switch to its focus mode to use these keys (NVDA: Insert + Space); in browse mode the turns are headings, and a button after each leads to its codings. Single letters can be switched off under Display.'
                : 'Single letters are switched off: switch them on under Display.' })], { name: 'keys' });
    }

    /** What was typed and not kept goes back to where it was typed. @param {any} one */
    function writeAgain(one) {
        const { act, words, segment } = one;
        const { panel } = desk.parts();
        const putBack = (/** @type {string} */ name) => drafts.set(name, [words, drafts.get(name)].filter(Boolean).join('\n\n')); // beside what is being typed there
        if (act.kind === 'WriteMemo') {
            selection.set(segment);
            openPanel();
            putBack('memo');
            drafts.set('memo-private', act.isPrivate ? '1' : '');
            panel.writeMemo(store.memo(act.memoId) ? act.memoId : 'new');
        } else if (store.coding(act.codingId)) {
            desk.activate(act.codingId, 'quiet');
            openPanel();
            putBack(draftOf(act));
            if (act.kind === 'Comment') panel.focusComment(act.codingId);
            else panel.doubt(act.codingId);
        } else return;
        dropRefusal(one);
    }

    /** @param {any} one */
    function dropRefusal(one) {
        mind.refused = mind.refused.filter((/** @type {any} */ other) => other !== one);
        desk.refusedChanged();
    }
}
