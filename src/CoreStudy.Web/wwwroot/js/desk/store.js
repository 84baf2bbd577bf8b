// @ts-check
/**
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./types.js').Comment} Comment
 * @typedef {import('./types.js').Memo} Memo
 * @typedef {import('./types.js').Act} Act
 * @typedef {import('./types.js').Changes} Changes
 * @typedef {import('./types.js').Segment} Segment
 * @typedef {{turns: Set<number>, codings: Set<string>, comments: Set<string>, memos: Set<string>}} Touched
 */

/**
 * The codings of a transcript as the person sees them: what the server holds, with their own acts on top that it has not yet answered.
 * An act that is refused is taken from the top, and what lies below shows again.
 * @param {{start: number, end: number}[]} turns in order
 * @param {string} me the person's member id
 */
export function codingStore(turns, me) {
    /** @type {Map<string, Coding>} */ const held = new Map();
    /** @type {Map<string, Coding>} */ const shown = new Map();
    /** @type {Map<string, Coding>} */ const gone = new Map();
    /** @type {Map<string, Comment>} */ const heldComments = new Map();
    /** @type {Map<string, Comment>} */ const comments = new Map();
    /** @type {Map<string, Memo>} */ const heldMemos = new Map();
    /** @type {Map<string, Memo>} */ const memos = new Map();
    /** @type {Map<string, Act[]>} acts without an answer, by what they are about */ const waiting = new Map();
    /** @type {Map<string, number>} the revision in which the server told of a thing in answer to us */ const told = new Map();
    /** @type {Set<string>[]} */ const byTurn = turns.map(() => new Set());
    /** @type {Map<string, {all: number, mine: number}>} */ const counts = new Map();
    /** @type {Coding[] | null} */ let ordered = null;
    let revision = 0;
    /** @type {string | undefined} what the person sees of the transcript: everybody's work ('open'), or their own ('blind', 'again') */ let sight;

    return {
        get sight() { return sight; },
        get revision() { return revision; },
        coding: (/** @type {string} */ id) => shown.get(id),
        comment: (/** @type {string} */ id) => comments.get(id),
        memo: (/** @type {string} */ id) => memos.get(id),
        lastKnown: (/** @type {string} */ id) => shown.get(id) ?? gone.get(id),
        all: () => shown.values(),
        size: () => shown.size,
        load, merge, revise, add, settle, turnAt, turnsOf, ofTurn, within, inOrder, countOf, commentsOf, memosWithin,
        isWaiting: (/** @type {string} */ id) => waiting.has(id),
    };

    /** The index of the turn that holds the offset, or ends at it. @param {number} offset */
    function turnAt(offset) {
        let low = 0;
        let high = turns.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (turns[middle].start <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /** @param {Segment} segment @returns {[number, number]} first and last turn it touches */
    function turnsOf(segment) {
        return [turnAt(segment.start), turnAt(Math.max(segment.start, segment.end - 1))];
    }

    /** @param {number} turn @returns {Coding[]} */
    function ofTurn(turn) {
        return [...byTurn[turn] ?? []].map(id => /** @type {Coding} */ (shown.get(id)));
    }

    /** Codings that touch the stretch; an empty stretch touches what holds its point. @param {Segment} segment @returns {Coding[]} */
    function within(segment) {
        const [first, last] = turnsOf(segment);
        /** @type {Map<string, Coding>} */
        const found = new Map();
        for (let turn = first; turn <= last; turn++) {
            for (const coding of ofTurn(turn)) {
                const touches = segment.start === segment.end
                    ? coding.start <= segment.start && coding.end > segment.start
                    : coding.start < segment.end && coding.end > segment.start;
                if (touches) found.set(coding.id, coding);
            }
        }

        return [...found.values()];
    }

    function inOrder() {
        return ordered ??= [...shown.values()].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
    }

    /** @param {string} codeId */
    function countOf(codeId) {
        return counts.get(codeId) ?? { all: 0, mine: 0 };
    }

    /** @param {string} codingId */
    function commentsOf(codingId) {
        return [...comments.values()].filter(comment => comment.codingId === codingId).sort((a, b) => (a.at < b.at ? -1 : 1));
    }

    /** @param {Segment} segment */
    function memosWithin(segment) {
        return [...memos.values()].filter(memo => (segment.start === segment.end
            ? memo.start <= segment.start && memo.end > segment.start
            : memo.start < segment.end && memo.end > segment.start)).sort((a, b) => a.start - b.start || (a.at < b.at ? -1 : 1));
    }

    /** Everything anew, from the list of codings. @param {Changes} changes */
    function load(changes) {
        const touched = nothing();
        const before = [...held.keys(), ...heldComments.keys(), ...heldMemos.keys()];
        held.clear();
        heldComments.clear();
        heldMemos.clear();
        told.clear();
        const after = takeIn(changes, null);
        for (const id of new Set([...before, ...after])) show(id, touched);
        revision = changes.revision;
        sight = changes.sight;
        return touched;
    }

    /**
     * What changed since a revision, however often it is told.
     * @param {Changes} changes
     * @returns {Touched | null} null when something in between is missing: fetch it from our own revision
     */
    function merge(changes) {
        if (changes.after !== undefined && changes.after > revision) return null;
        const touched = nothing();
        if (changes.revision <= revision) return touched;
        for (const id of takeIn(changes, changes.revision)) show(id, touched);
        revision = changes.revision;
        for (const [id, known] of told) if (known <= revision) told.delete(id);
        return touched;
    }

    /**
     * The text has been revised: everything anew on it, with the acts that wait carried along.
     * @param {() => void} retext puts the turns where they are now
     * @param {(segment: any) => any} carry what lay on the text before
     * @param {(act: Act) => void} bring an act to the text as it is now
     * @param {Changes} changes all codings
     */
    function revise(retext, carry, bring, changes) {
        for (const list of [shown, comments, memos]) list.clear();
        for (const ids of byTurn) ids.clear();
        for (const [id, coding] of gone) gone.set(id, { ...coding, ...carry(coding) });
        counts.clear();
        ordered = null;
        retext();
        for (const acts of waiting.values()) for (const act of acts) bring(act);
        const touched = load(changes);
        for (const id of waiting.keys()) show(id, touched);
        return touched;
    }

    /** An act of the person's own: shown at once. @param {Act} act */
    function add(act) {
        const touched = nothing();
        const about = subjectOf(act);
        if (!about) return touched;
        const acts = waiting.get(about);
        if (acts) {
            if (acts.some(other => other.id === act.id)) return touched;
            acts.push(act);
        } else waiting.set(about, [act]);
        show(about, touched);
        return touched;
    }

    /**
     * The server's answer to acts.
     * @param {Act[]} acts that were answered, kept or refused
     * @param {Changes | null} changes what they changed
     */
    function settle(acts, changes) {
        const touched = nothing();
        const about = new Set(changes ? takeIn(changes, null) : []);
        if (changes) for (const id of about) told.set(id, Math.max(changes.revision, told.get(id) ?? 0));
        for (const act of acts) {
            const subject = subjectOf(act);
            if (!subject) continue;
            const left = (waiting.get(subject) ?? []).filter(other => other.id !== act.id);
            if (left.length > 0) waiting.set(subject, left);
            else waiting.delete(subject);
            about.add(subject);
        }

        for (const id of about) show(id, touched);
        return touched;
    }

    /**
     * @param {Changes} changes @param {number | null} asOf leave alone what the server told us in answer to a later act
     * @returns {string[]} ids that were read
     */
    function takeIn(changes, asOf) {
        /** @type {string[]} */
        const ids = [];
        const isOld = (/** @type {string} */ id) => asOf !== null && (told.get(id) ?? 0) > asOf;
        for (const [id, code, member, start, end, flags, question] of changes.codings ?? []) {
            if (isOld(id)) continue;
            ids.push(id);
            /** @type {Coding} */
            const coding = {
                id, codeId: changes.codeIds[code], memberId: changes.memberIds[member], start, end,
                unsure: (flags & 1) !== 0, question: question ?? '', state: 'saved',
            };
            if (flags & 2) {
                held.delete(id);
                gone.set(id, coding);
            } else held.set(id, coding);
        }

        for (const comment of changes.comments ?? []) {
            if (isOld(comment.id)) continue;
            ids.push(comment.id);
            if (comment.removed) heldComments.delete(comment.id);
            else heldComments.set(comment.id, { ...comment, state: 'saved' });
        }

        for (const memo of changes.memos ?? []) {
            if (isOld(memo.id)) continue;
            ids.push(memo.id);
            if (memo.removed) heldMemos.delete(memo.id);
            else heldMemos.set(memo.id, { ...memo, state: 'saved' });
        }

        return ids;
    }

    /** Brings what is shown of one thing up to date. @param {string} id @param {Touched} touched */
    function show(id, touched) {
        const acts = waiting.get(id) ?? [];
        const kind = acts[0]?.kind ?? '';
        if (heldComments.has(id) || comments.has(id) || kind === 'Comment' || kind === 'RemoveComment') showComment(id, acts, touched);
        else if (heldMemos.has(id) || memos.has(id) || kind === 'WriteMemo' || kind === 'RemoveMemo') showMemo(id, acts, touched);
        else showCoding(id, acts, touched);
    }

    /** @param {string} id @param {Act[]} acts @param {Touched} touched */
    function showCoding(id, acts, touched) {
        /** @type {Coding | null} */
        let next = held.get(id) ?? null;
        let known = next ?? gone.get(id) ?? null;
        for (const act of acts) {
            next = codingAfter(next, act, known, me);
            known = next ?? known;
        }

        if (next && acts.length > 0) next = { ...next, state: 'waiting' };
        const before = shown.get(id);
        if (before === next || (!before && !next)) return;
        if (before) {
            mark(before, touched);
            count(before, -1);
            for (let [turn, last] = turnsOf(before); turn <= last; turn++) byTurn[turn].delete(id);
            if (!next) gone.set(id, before);
        }

        if (next) {
            shown.set(id, next);
            mark(next, touched);
            count(next, 1);
            for (let [turn, last] = turnsOf(next); turn <= last; turn++) byTurn[turn].add(id);
        } else shown.delete(id);
        ordered = null;
    }

    /** @param {string} id @param {Act[]} acts @param {Touched} touched */
    function showComment(id, acts, touched) {
        let next = heldComments.get(id) ?? null;
        for (const act of acts) {
            next = act.kind === 'RemoveComment' ? null
                : { id, codingId: act.codingId, memberId: me, at: act.at ?? next?.at ?? '', text: act.text, state: 'waiting' };
        }

        const known = next ?? comments.get(id);
        if (known) touched.comments.add(id).size && touched.codings.add(known.codingId);
        if (next) comments.set(id, next);
        else comments.delete(id);
    }

    /** @param {string} id @param {Act[]} acts @param {Touched} touched */
    function showMemo(id, acts, touched) {
        let next = heldMemos.get(id) ?? null;
        for (const act of acts) {
            next = act.kind === 'RemoveMemo' ? null
                : { id, memberId: me, start: act.start, end: act.end, text: act.text, isPrivate: act.isPrivate, at: act.at ?? next?.at ?? '', state: 'waiting' };
        }

        const known = next ?? memos.get(id);
        touched.memos.add(id);
        if (known) for (let [turn, last] = turnsOf(known); turn <= last; turn++) touched.turns.add(turn);
        if (next) memos.set(id, next);
        else memos.delete(id);
    }

    /** @param {Coding} coding @param {Touched} touched */
    function mark(coding, touched) {
        touched.codings.add(coding.id);
        for (let [turn, last] = turnsOf(coding); turn <= last; turn++) touched.turns.add(turn);
    }

    /** @param {Coding} coding @param {number} by */
    function count(coding, by) {
        const of = counts.get(coding.codeId) ?? { all: 0, mine: 0 };
        of.all += by;
        if (coding.memberId === me) of.mine += by;
        counts.set(coding.codeId, of);
    }
}

/** @param {Coding | null} coding @param {Act} act @param {Coding | null} known as it last was @param {string} me @returns {Coding | null} */
function codingAfter(coding, act, known, me) {
    switch (act.kind) {
        case 'Apply':
            return {
                id: act.codingId, codeId: act.codeId, memberId: me, start: act.start, end: act.end,
                unsure: act.unsure ?? false, question: act.question ?? '', state: 'waiting',
            };
        case 'Recode': return coding && { ...coding, codeId: act.codeId };
        case 'Resize': return coding && { ...coding, start: act.start, end: act.end };
        case 'Doubt': return coding && { ...coding, unsure: act.unsure, question: act.question ?? '' };
        case 'Remove': return null;
        case 'Restore': return known;
        default: return coding;
    }
}

/** What an act is about: one coding, comment or memo; nothing, if only the server knows. @param {Act} act @returns {string | null} */
export function subjectOf(act) {
    return act.commentId ?? act.memoId ?? act.codingId ?? null;
}

/** @returns {Touched} */
function nothing() {
    return { turns: new Set(), codings: new Set(), comments: new Set(), memos: new Set() };
}
