// @ts-check
import { el, button } from './dom.js';
/**
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./types.js').Memo} Memo
 * @typedef {import('./types.js').Segment} Segment
 */

/**
 * The passage beside the text: what is selected, the codings that lie there, their comments, the memos.
 * @param {{
 *   holder: HTMLElement,
 *   text: ReturnType<typeof import('./text.js').readTranscript>,
 *   store: ReturnType<typeof import('./store.js').codingStore>,
 *   codes: ReturnType<typeof import('./codes.js').codeTree>,
 *   look: ReturnType<typeof import('./look.js').lookOf>,
 *   drafts: ReturnType<typeof import('./drafts.js').draftsOf>,
 *   me: import('./types.js').Me,
 *   studyId: string,
 *   transcriptId: string,
 *   spot: () => {segment: Segment, selected: boolean, codings: Coding[]},
 *   active: () => string | null,
 *   refusals: () => {id: string, sentence: string, segment: Segment | null, again: (() => void) | null}[],
 *   run: (command: string, argument?: any) => void,
 * }} by
 */
export function panelOf({ holder, text, store, codes, look, drafts, me, studyId, transcriptId, spot, active, refusals, run }) {
    let composing = false;
    let stale = false;
    let frame = 0;
    /** @type {string | null} */
    let doubting = null;
    let writingMemo = /** @type {string | null} */ (null);
    holder.addEventListener('compositionstart', () => { composing = true; });
    holder.addEventListener('compositionend', () => { composing = false; if (stale) render(); });
    holder.addEventListener('keydown', onKey);
    holder.addEventListener('pointerover', event => {
        const card = /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest('[data-coding]') : null);
        run('light', card?.dataset.coding ?? null);
    });
    holder.addEventListener('pointerleave', () => run('light', null));

    return { ask, render, focusList, focusComment, doubt, writeMemo };

    /** Soon, once for many changes. */
    function ask() {
        if (!frame) frame = requestAnimationFrame(() => { frame = 0; render(); });
    }

    function render() {
        if (composing) {
            stale = true;
            return;
        }

        stale = false;
        const at = document.activeElement instanceof HTMLElement && holder.contains(document.activeElement) ? document.activeElement : null;
        const key = at?.dataset.key;
        const caret = at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement ? [at.selectionStart, at.selectionEnd] : null;
        const scroll = holder.scrollTop;
        const { segment, selected, codings } = spot();
        holder.replaceChildren(...[refused(), passage(segment, selected), list(codings), memos(segment, selected)].filter(part => part !== null));
        holder.scrollTop = scroll;
        if (!key) return;
        const again = /** @type {HTMLElement | null} */ (holder.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? holder.querySelector('h2'));
        again?.focus({ preventScroll: true });
        if (caret && (again instanceof HTMLTextAreaElement || again instanceof HTMLInputElement)) again.setSelectionRange(caret[0], caret[1]);
    }

    function refused() {
        const all = refusals();
        if (all.length === 0) return null;
        return el('section', { class: 'refusals', 'aria-label': 'Could not be kept' },
            el('h2', { text: `Could not be kept (${all.length})`, tabindex: '-1', 'data-key': 'refused' }),
            el('ul', {}, ...all.map(one => el('li', {}, el('p', {}, el('span', { class: 'state refused', text: '✕ Refused ' }), one.sentence),
                el('div', { class: 'row' },
                    one.segment && button('Go there', () => run('refusal.show', one), { 'data-key': `go-${one.id}` }),
                    one.again && button('Try again', () => run('refusal.again', one), { 'data-key': `again-${one.id}` }),
                    button('Dismiss', () => run('refusal.dismiss', one), { 'data-key': `dismiss-${one.id}` }))))));
    }

    /** @param {Segment} segment @param {boolean} selected */
    function passage(segment, selected) {
        const turn = text.turns[text.turnAt(segment.start)];
        const last = text.turnAt(Math.max(segment.start, segment.end - 1));
        const where = `${last > turn.index ? `Turns ${turn.index + 1} to ${last + 1}` : `Turn ${turn.index + 1}`}${turn.speaker ? `, ${turn.speaker}` : ''}`;
        return el('section', { class: 'passage' },
            el('h2', { text: selected ? 'Selected' : 'Passage', tabindex: '-1', 'data-key': 'passage' }),
            el('p', { class: 'passage-where', text: where }),
            selected && el('blockquote', { text: text.words(segment, 180) }),
            me.mayCode && el('div', { class: 'row' },
                button('Code…', () => run('pick'), { class: 'primary', 'data-key': 'pick' }),
                selected && button('In vivo', () => run('invivo'), { 'data-key': 'invivo', title: 'A code named by these very words' }),
                button('Sentence', () => run('select.sentence'), { 'data-key': 'sentence', title: 'Select the whole sentence' }),
                button('Turn', () => run('select.turn'), { 'data-key': 'turn', title: 'Select the whole turn' }),
                selected && button('Let go', () => run('dismiss'), { 'data-key': 'dismiss' }),
                selected && me.mayFlag && button('May identify somebody…', () => run('flag'), { 'data-key': 'flag', title: 'Hides these words for everybody until an admin has looked (!)' }),
                me.mayCorrect && el('a', { class: 'button', href: `/studies/${studyId}/transcripts/${transcriptId}/correct?turn=${turn.index + 1}`, text: 'Correct…', 'data-key': 'correct', title: 'Put right what was transcribed wrongly in this turn' }),
                selected && me.mayManageCodebook && button('Content note…', () => run('note'), { 'data-key': 'note', title: 'Warn readers before this passage' })));
    }

    /** @param {Coding[]} codings */
    function list(codings) {
        const chosen = active();
        return el('section', { class: 'codings' },
            el('h2', { text: codings.length === 0 ? 'No codings here' : codings.length === 1 ? '1 coding here' : `${codings.length} codings here`, tabindex: '-1', 'data-key': 'codings' }),
            codings.length > 0 && el('ul', { class: 'coding-list' }, ...codings.slice(0, 60).map(coding => card(coding, coding.id === chosen))));
    }

    /** @param {Coding} coding @param {boolean} open */
    function card(coding, open) {
        const mine = coding.memberId === me.memberId;
        const name = codes.nameOf(coding.codeId);
        const comments = store.commentsOf(coding.id);
        const head = el('button', {
            type: 'button', class: 'coding-head', 'aria-expanded': String(open), 'data-key': `coding-${coding.id}`, 'data-walk': true,
            on: { click: () => run('coding.activate', open ? null : coding.id), focus: () => run('light', coding.id), blur: () => run('light', null) },
        },
        el('span', { class: `swatch ${look.classOf(coding)}`, 'aria-hidden': 'true' }),
        el('span', { class: 'coding-name', text: name }),
        el('span', { class: 'coding-by', text: mine ? 'you' : look.nameOf(coding.memberId) }),
        state(coding), coding.unsure && el('span', { class: 'badge unsure', text: '? Not sure' }),
        comments.length > 0 && el('span', { class: 'badge', text: comments.length === 1 ? '1 comment' : `${comments.length} comments` }));
        return el('li', { 'data-coding': coding.id, class: `coding ${open ? 'open' : ''}` }, head, open && body(coding, mine, comments));
    }

    /** @param {{state: string}} thing */
    function state(thing) {
        return thing.state === 'waiting' ? el('span', { class: 'state waiting', text: '◌ Waiting' }) : el('span', { class: 'state saved', text: '✓ Saved' });
    }

    /** @param {Coding} coding @param {boolean} mine @param {import('./types.js').Comment[]} comments */
    function body(coding, mine, comments) {
        const id = coding.id;
        const can = mine && me.mayCode;
        return el('div', { class: 'coding-body' },
            el('blockquote', { text: text.words(coding, 160) }),
            coding.question && el('p', { class: 'question' }, el('strong', { text: 'Question: ' }), coding.question),
            can && el('div', { class: 'row' },
                button('Change code…', () => run('coding.recode', id), { 'data-key': `recode-${id}` }),
                button(coding.unsure ? 'Sure now' : 'Not sure…', () => run('coding.doubt', id), { 'data-key': `doubt-${id}` }),
                button('Remove', () => run('coding.remove', id), { class: 'bad', 'data-key': `remove-${id}` })),
            can && doubting === id && doubtForm(coding),
            can && el('div', { class: 'row extent', role: 'group', 'aria-label': 'Extent' },
                el('span', { class: 'extent-label', text: 'Start' }),
                button('←', () => run('coding.start.earlier', id), { 'aria-label': 'Start one word earlier', 'data-key': `s-${id}` }),
                button('→', () => run('coding.start.later', id), { 'aria-label': 'Start one word later', 'data-key': `S-${id}` }),
                el('span', { class: 'extent-label', text: 'End' }),
                button('←', () => run('coding.end.earlier', id), { 'aria-label': 'End one word earlier', 'data-key': `e-${id}` }),
                button('→', () => run('coding.end.later', id), { 'aria-label': 'End one word later', 'data-key': `E-${id}` }),
                button('Grow', () => run('coding.grow', id), { title: 'To the sentence, then to the turn', 'data-key': `g-${id}` })),
            thread(coding, comments));
    }

    /** @param {Coding} coding */
    function doubtForm(coding) {
        const name = `doubting-${coding.id}`;
        const box = area(name, coding.question, 'What would you like to ask your supervisor?', 'Question to the supervisor');
        return el('form', {
            class: 'doubt', on: { submit: (/** @type {Event} */ event) => {
                event.preventDefault();
                doubting = null;
                drafts.set(name, '');
                run('coding.doubted', { id: coding.id, unsure: true, question: box.value.trim() });
            } },
        }, box, el('div', { class: 'row' }, el('button', { type: 'submit', class: 'primary', text: 'Mark not sure' }),
            button('Cancel', () => { doubting = null; drafts.set(name, ''); render(); })));
    }

    /** @param {Coding} coding @param {import('./types.js').Comment[]} comments */
    function thread(coding, comments) {
        const name = `comment-${coding.id}`;
        const box = area(name, '', 'Comment', 'Write a comment');
        const send = () => {
            const words = box.value.trim();
            if (!words) return;
            drafts.set(name, '');
            box.value = '';
            run('coding.commented', { id: coding.id, text: words });
        };
        box.addEventListener('keydown', event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); }
        });
        return el('div', { class: 'thread' },
            comments.length > 0 && el('ol', {}, ...comments.map(comment => el('li', {},
                el('p', { class: 'said-by' }, el('strong', { text: comment.memberId === me.memberId ? 'You' : look.nameOf(comment.memberId) }), ' ', when(comment.at), ' ', comment.state === 'waiting' && state(comment),
                    comment.memberId === me.memberId && button('Remove', () => run('comment.remove', comment), { class: 'quiet', 'aria-label': 'Remove your comment', 'data-key': `rc-${comment.id}` })),
                el('p', { class: 'said', text: comment.text })))),
            el('form', { on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); send(); } } }, box,
                el('button', { type: 'submit', text: 'Comment', 'data-key': `send-${coding.id}`, title: 'Ctrl + Enter' })));
    }

    /** @param {Segment} segment @param {boolean} selected */
    function memos(segment, selected) {
        const all = store.memosWithin(segment);
        const known = writingMemo && writingMemo !== 'new' ? store.memo(writingMemo) : null;
        if (all.length === 0 && !selected && !writingMemo) return null;
        return el('section', { class: 'memos' }, el('h2', { text: all.length === 0 ? 'Memos' : all.length === 1 ? '1 memo here' : `${all.length} memos here`, tabindex: '-1', 'data-key': 'memos' }),
            all.length > 0 && el('ul', {}, ...all.filter(memo => memo.id !== writingMemo).map(memo => el('li', {},
                el('p', { class: 'said-by' }, el('strong', { text: memo.memberId === me.memberId ? 'You' : look.nameOf(memo.memberId) }), ' ', when(memo.at), ' ',
                    el('span', { class: 'badge', text: memo.isPrivate ? 'Only you' : 'Team' }), ' ', memo.state === 'waiting' && state(memo)),
                el('p', { class: 'said', text: memo.text }),
                memo.memberId === me.memberId && el('div', { class: 'row' },
                    button('Edit', () => { writingMemo = memo.id; drafts.set('memo', memo.text); render(); focusKey('memo'); }, { 'data-key': `edit-${memo.id}` }),
                    button('Remove', () => run('memo.remove', memo), { class: 'bad', 'data-key': `rm-${memo.id}` }))))),
            writingMemo ? memoForm(known?.start !== undefined ? known : segment, known ?? null)
                : selected && button('Write a memo', () => run('memo'), { 'data-key': 'write-memo' }));
    }

    /** @param {Segment} segment @param {Memo | null} memo */
    function memoForm(segment, memo) {
        const box = area('memo', '', 'What strikes you here?', 'Memo');
        const isPrivate = el('input', { type: 'checkbox', checked: memo ? memo.isPrivate : drafts.get('memo-private') === '1' });
        isPrivate.addEventListener('change', () => drafts.set('memo-private', isPrivate.checked ? '1' : ''));
        const { start, end } = segment;
        return el('form', {
            class: 'memo-form', on: { submit: (/** @type {Event} */ event) => {
                event.preventDefault();
                const words = box.value.trim();
                if (!words) return;
                writingMemo = null;
                drafts.set('memo', '');
                run('memo.written', { id: memo?.id ?? null, start, end, text: words, isPrivate: isPrivate.checked });
            } },
        }, box, el('label', { class: 'tick' }, isPrivate, el('span', { text: 'Only for me' })),
        el('div', { class: 'row' }, el('button', { type: 'submit', class: 'primary', text: 'Keep memo', 'data-key': 'keep-memo' }),
            button('Cancel', () => { writingMemo = null; drafts.set('memo', ''); render(); }, { 'data-key': 'cancel-memo' })));
    }

    /** A field whose words survive a reload. @param {string} name @param {string} words @param {string} placeholder @param {string} label */
    function area(name, words, placeholder, label) {
        const box = el('textarea', { rows: 2, placeholder, 'aria-label': label, 'data-key': name, maxlength: name.startsWith('doubting') ? 1000 : 4000 });
        box.value = drafts.get(name) || words;
        box.addEventListener('input', () => drafts.set(name, box.value));
        return box;
    }

    /** @param {string} at */
    function when(at) {
        const date = at ? new Date(at) : null;
        if (!date || Number.isNaN(date.getTime())) return '';
        return el('time', { datetime: at, text: date.toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }) });
    }

    /** @param {KeyboardEvent} event */
    function onKey(event) {
        const target = /** @type {HTMLElement} */ (event.target);
        if (event.key === 'Escape') {
            run('text');
            event.preventDefault();
            event.stopPropagation();
            return;
        }

        if (!target.hasAttribute('data-walk')) return;
        const heads = /** @type {HTMLElement[]} */ ([...holder.querySelectorAll('[data-walk]')]);
        const at = heads.indexOf(target);
        const id = target.closest('[data-coding]')?.getAttribute('data-coding');
        if (event.key === 'ArrowDown') heads[Math.min(heads.length - 1, at + 1)].focus();
        else if (event.key === 'ArrowUp') heads[Math.max(0, at - 1)].focus();
        else if (event.key === 'Delete' && id) run('coding.remove', id);
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    /** @param {string} key */
    function focusKey(key) {
        const element = /** @type {HTMLElement | null} */ (holder.querySelector(`[data-key="${CSS.escape(key)}"]`));
        element?.focus();
        return element !== null;
    }

    function focusList() {
        render();
        const chosen = active();
        return (chosen && focusKey(`coding-${chosen}`)) || /** @type {HTMLElement | null} */ (holder.querySelector('[data-walk]'))?.focus() || focusKey('passage');
    }

    /** @param {string} codingId */
    function focusComment(codingId) {
        render();
        focusKey(`comment-${codingId}`);
    }

    /** @param {string} codingId */
    function doubt(codingId) {
        doubting = codingId;
        render();
        focusKey(`doubting-${codingId}`);
    }

    function writeMemo() {
        writingMemo = 'new';
        render();
        focusKey('memo');
    }
}
