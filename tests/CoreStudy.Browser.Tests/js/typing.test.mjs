import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assign, canBe, deedOf, settingsFrom, usual } from '../../../src/CoreStudy.Web/wwwroot/js/typing/keys.js';
import { patience, pause, savingOf } from '../../../src/CoreStudy.Web/wwwroot/js/typing/saving.js';
import { likelyNext, sheetOf, unfinished } from '../../../src/CoreStudy.Web/wwwroot/js/typing/turns.js';
import { chance } from './random.mjs';

const turn = (id, text, more = {}) => ({ id, speaker: 0, startMs: null, text, unheard: false, ...more });

/** What the server makes of changes: the same as `Typescript.Change`. */
function changed(turns, changes) {
    const named = new Set(changes.map(c => c.id));
    const following = id => changes.filter(c => !c.gone && c.after === id);
    const list = [];
    const follow = id => following(id).forEach(({ after, gone, ...kept }) => { list.push(kept); follow(kept.id); });
    follow(null);
    for (const kept of turns.filter(t => !named.has(t.id))) {
        list.push(kept);
        follow(kept.id);
    }

    return list;
}

/** Does something at random to a sheet. */
function act(random, sheet) {
    const one = random.pick(sheet.turns);
    switch (random.below(8)) {
        case 0: return sheet.add(one.id, random.below(3), random.below(9000));
        case 1: return sheet.split(one.id, random.below(one.text.length + 1), random.below(9000));
        case 2: return sheet.join(one.id);
        case 3: return sheet.remove(one.id);
        case 4: return sheet.give(one.id, random.below(3));
        case 5: return sheet.startAt(one.id, random.below(9000));
        case 6: return sheet.undo();
        default: return sheet.say(one.id, `${one.text} word${random.below(100)}`);
    }
}

test('the changes that are sent make of what the server has what the desk shows, whatever was done and in however many savings', () => {
    for (let seed = 1; seed <= 200; seed++) {
        const random = chance(seed);
        let server = Array.from({ length: 1 + random.below(8) }, (_, i) => turn(i + 1, `turn ${i + 1} 😀 of some words`));
        const sheet = sheetOf(server);
        for (let i = 0; i < 40; i++) {
            act(random, sheet);
            if (random.below(5) > 0) continue;
            const changes = sheet.take();
            if (random.below(4) === 0) sheet.putBack(changes);
            else server = changed(server, changes);
        }

        server = changed(server, sheet.take());

        assert.deepEqual(server, sheet.turns, `seed ${seed}`);
    }
});

test('undoing every parting, joining and taking out gives the turns as they were', () => {
    for (let seed = 1; seed <= 100; seed++) {
        const random = chance(seed);
        const before = Array.from({ length: 1 + random.below(6) }, (_, i) => turn(i + 1, `turn ${i + 1} of words`));
        const sheet = sheetOf(before);
        for (let i = 0; i < 15; i++) {
            const one = random.pick(sheet.turns);
            [() => sheet.add(one.id, 1, null), () => sheet.split(one.id, random.below(one.text.length + 1), null), () => sheet.join(one.id), () => sheet.remove(one.id)][random.below(4)]();
        }

        while (sheet.undo() !== null);

        assert.deepEqual(sheet.turns, before, `seed ${seed}`);
    }
});

test('no word is lost by parting and joining, and no character is cut in two', () => {
    const sheet = sheetOf([turn(1, 'I waited 😀 for hours')]);
    const words = () => sheet.turns.map(t => t.text).join(' ').replace(/\s+/g, ' ');

    const second = sheet.split(1, 10, null);

    assert.equal(words(), 'I waited 😀 for hours');
    assert.equal(sheet.find(1).text, 'I waited');
    sheet.join(second);
    assert.deepEqual(sheet.turns.map(t => t.text), ['I waited 😀 for hours']);
});

test('an undo is not offered over words that were typed since', () => {
    const sheet = sheetOf([turn(1, 'one'), turn(2, 'two')]);
    sheet.join(2);
    sheet.say(1, 'one two and more');

    assert.equal(sheet.undo(), null);
    assert.equal(sheet.find(1).text, 'one two and more');
});

test('a new turn starts where the sound is, unless that is before the turn above or after the turn below', () => {
    const sheet = sheetOf([turn(1, 'a', { startMs: 1000 }), turn(2, 'b', { startMs: 5000 })]);
    const at = ms => sheet.find(sheet.add(1, 0, ms)).startMs;

    assert.equal(at(3000), 3000);
    assert.equal(at(500), null);
    assert.equal(at(9000), null);
});

test('who spoke before is likely to speak next', () => {
    assert.equal(likelyNext([turn(1, '', { speaker: 0 }), turn(2, '', { speaker: 2 })], 1), 0);
    assert.equal(likelyNext([turn(1, '', { speaker: 0 })], 0), 1);
});

test('what stands in the way of a check is said with its turn', () => {
    assert.equal(unfinished([turn(1, ' ')]).why, 'Nothing has been typed yet.');
    assert.equal(unfinished([turn(1, 'a'), turn(2, 'b', { unheard: true })]).turn, 2);
    assert.equal(unfinished([turn(1, 'a', { speaker: null })]).turn, 1);
    assert.equal(unfinished([turn(1, 'a', { startMs: 5 }), turn(2, 'b', { startMs: 4 })]).turn, 2);
    assert.equal(unfinished([turn(1, 'a', { startMs: 5 }), turn(2, '', { speaker: null }), turn(3, 'b', { startMs: 5 })]), null);
});

/** Time that passes when it is told to. */
function clockOf() {
    let [now, timers] = [0, []];
    return {
        now: () => now,
        set: (then, ms) => { const timer = { at: now + ms, then }; timers.push(timer); return timer; },
        clear: timer => { timers = timers.filter(t => t !== timer); },
        async pass(ms) {
            const until = now + ms;
            for (;;) {
                const due = timers.filter(t => t.at <= until).sort((a, b) => a.at - b.at)[0];
                if (!due) break;
                timers = timers.filter(t => t !== due);
                now = Math.max(now, due.at);
                due.then();
                for (let i = 0; i < 20; i++) await null;
            }

            now = until;
        },
    };
}

/** A desk that types numbers, and a server that answers as it is told. */
function deskOf() {
    const clock = clockOf();
    let [typed, id] = [[], 0];
    const desk = { clock, sent: [], answers: [], states: [], kept: [] };
    desk.type = what => { typed.push(what); desk.saving.touch(); };
    desk.saving = savingOf({
        take: () => { const all = typed; typed = []; return all.length > 0 ? all : null; },
        putBack: all => { typed = [...all, ...typed]; },
        send: async (bundle, save, version) => {
            desk.sent.push({ bundle, save, version });
            const answer = desk.answers.shift() ?? { status: 200 };
            if (answer.status === 200) desk.kept.push(...bundle);
            return answer.status === 200 ? { status: 200, version: version + 1 } : answer;
        },
        onState: state => desk.states.push(state), makeId: () => `save ${++id}`, timers: clock,
    }, 1);
    return desk;
}

test('what is typed in one go is saved at once when the typist pauses, and every few seconds when they do not', async () => {
    const desk = deskOf();
    for (let i = 0; i < 10; i++) { desk.type(i); await desk.clock.pass(100); }
    await desk.clock.pass(pause);
    assert.equal(desk.sent.length, 1);

    for (let i = 0; i < 20; i++) { desk.type(i); await desk.clock.pass(500); }

    assert.ok(desk.sent.length >= 1 + Math.floor(10_000 / patience), `${desk.sent.length}`);
});

test('a saving without an answer is sent again under its own name, and what was typed meanwhile comes after it', async () => {
    const desk = deskOf();
    desk.answers = [{ status: 0 }, { status: 503 }];
    desk.type('a');
    await desk.clock.pass(pause);
    assert.equal(desk.saving.state, 'away');
    desk.type('b');

    await desk.clock.pass(10_000);

    assert.deepEqual(desk.sent.map(s => s.save), ['save 1', 'save 1', 'save 1', 'save 2']);
    assert.deepEqual(desk.kept, ['a', 'b']);
    assert.equal(desk.saving.state, 'saved');
});

test('when somebody else has saved, nothing more is sent, and nothing typed is dropped', async () => {
    const desk = deskOf();
    desk.answers = [{ status: 409, why: 'Changed.' }];
    desk.type('a');
    await desk.clock.pass(pause);
    desk.type('b');

    await desk.clock.pass(60_000);

    assert.equal(desk.sent.length, 1);
    assert.equal(desk.saving.state, 'conflict');
    assert.ok(desk.saving.isUnsaved);
});

test('a pedal’s key is given to one deed alone, and typing keys to none', () => {
    const settings = assign(usual(), 'back', 'F8');

    assert.ok(settings.keys.back.includes('F8'));
    assert.ok(!settings.keys.toggle.includes('F8'));
    assert.ok(canBe('toggle', 'MediaPlayPause') && canBe('next', 'Enter'));
    for (const key of ['a', 'Space', 'Enter', 'Ctrl+v', 'Alt+3', 'Ctrl+Control']) assert.ok(!canBe('toggle', key) || key === 'Ctrl+Control', key);
});

test('kept settings that make no sense are left alone', () => {
    const settings = settingsFrom({ keys: { toggle: ['F13', 'a', 7], back: 'F1' }, step: 900, rewind: 2 });

    assert.deepEqual(settings.keys.toggle, ['F13']);
    assert.deepEqual(settings.keys.back, usual().keys.back);
    assert.equal(settings.step, 5);
    assert.equal(settings.rewind, 2);
    assert.deepEqual(settingsFrom(null), usual());
});

test('digits with Alt mean speakers, whatever sign the keyboard makes of them', () => {
    const press = { key: '¡', code: 'Digit1', ctrlKey: false, metaKey: false, altKey: true, shiftKey: false };

    assert.deepEqual(deedOf(usual(), press), { deed: 'speaker', speaker: 0 });
    assert.deepEqual(deedOf(usual(), { ...press, shiftKey: true }), { deed: 'turnOf', speaker: 0 });
    assert.deepEqual(deedOf(usual(), { ...press, key: 'F8', code: 'F8', altKey: false }), { deed: 'toggle' });
});
