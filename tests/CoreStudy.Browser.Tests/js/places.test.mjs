import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf, formOf, groupByForm, moveBorder, turnAt } from '../../../src/CoreStudy.Web/wwwroot/js/review/places.js';

const turnsOf = (...texts) => {
    let start = 0;
    return texts.map((text, number) => {
        const turn = { number, start, text, released: text, pieces: [], speaker: 'PSW-01', isInterviewer: false };
        start += text.length + 1;
        return turn;
    });
};
const placeOf = (turns, words, status = 'proposed', category = 'person') => {
    const start = turns.map(t => t.text).join('\n').indexOf(words);
    return { id: words, start, end: start + words.length, status, category, entry: null, score: 1, reason: '', replacement: null };
};

test('a form leaves the possessive out', () => {
    assert.deepEqual(['Sarah’s', "Sarah's", "James'", "'s", 'Ross'].map(formOf), ['Sarah', 'Sarah', 'James', "'s", 'Ross']);
});

test('a position finds its turn, the line feed after it too', () => {
    const turns = turnsOf('one', 'two', 'three');
    assert.deepEqual([0, 3, 4, 7, 8, 12].map(at => turnAt(turns, at).number), [0, 0, 1, 1, 2, 2]);
});

test('what is written alike is one group, whatever its capitals', () => {
    const turns = turnsOf('Sarah and sarah and Leeds and Sarah’s');
    const places = [placeOf(turns, 'Sarah'), placeOf(turns, 'sarah'), placeOf(turns, 'Leeds'), placeOf(turns, 'Sarah’s')];
    assert.deepEqual(groupByForm(turns, places).map(g => [g.form, g.places.length]), [['Sarah', 3], ['Leeds', 1]]);
});

test('a border moves by a word and stays within its turn and off the other border', () => {
    const turns = turnsOf('I met Karen Whitlow there.');
    const karen = placeOf(turns, 'Karen');
    const wide = moveBorder(turns[0], karen, 'end', 1);
    assert.equal(turns[0].text.slice(wide.start, wide.end), 'Karen Whitlow');
    assert.equal(turns[0].text.slice(...Object.values(moveBorder(turns[0], karen, 'start', -1))), 'met Karen');
    assert.equal(moveBorder(turns[0], karen, 'start', 1), karen);
    assert.equal(moveBorder(turns[0], { start: 0, end: 1 }, 'start', -1).start, 0);
});

test('a context is cut at words', () => {
    const turns = turnsOf('It was a long time ago that Karen rang me about the job in the town.');
    const { before, words, after } = contextOf(turns, placeOf(turns, 'Karen'), 12);
    assert.deepEqual([before, words, after], ['…ago that ', 'Karen', ' rang me…']);
});
