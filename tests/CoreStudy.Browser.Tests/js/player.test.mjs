import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, nextSpeed, readClock, speeds, spokenTime, timeline, turnAt } from '../../../src/CoreStudy.Web/wwwroot/js/player/times.js';
import { types } from '../../../src/CoreStudy.Web/wwwroot/js/player/player.js';
import { chance } from './random.mjs';

test('the spoken turn is the last that has started, as a walk through all of them finds it', () => {
    const random = chance(41).below;
    for (let round = 0; round < 300; round++) {
        const starts = Array.from({ length: random(40) }, () => (random(5) === 0 ? null : random(20) * 500));
        const ms = random(22) * 500 - 250;

        const found = turnAt(timeline(starts), ms);

        const walked = starts.reduce((best, at, i) => (at !== null && at <= ms && (best < 0 || at >= starts[best]) ? i : best), -1);
        assert.equal(found, walked, `${JSON.stringify(starts)} at ${ms}`);
    }
});

test('no turn is spoken before the first, and turns without a time are never', () => {
    assert.equal(turnAt(timeline([1000, 2000]), 999), -1);
    assert.equal(turnAt(timeline([1000, null, 3000]), 2500), 0);
    assert.equal(turnAt(timeline([]), 5), -1);
});

test('a clock is read back as it is written', () => {
    for (const ms of [0, 5000, 59_000, 60_000, 3_599_000, 3_600_000, 7_325_000]) assert.equal(readClock(clock(ms)), ms);
    assert.equal(clock(7_325_999), '2:02:05');
    assert.equal(readClock('2:05.5'), 125_500);
});

test('what is no time is not taken for one', () => {
    for (const typed of ['', '5', '2:61', '1:75:00', 'two', '1:2:3:4', '-1:00']) assert.equal(readClock(typed), null, typed);
});

test('a time is said in words, without parts that are nought', () => {
    assert.equal(spokenTime(0), '0 seconds');
    assert.equal(spokenTime(3_661_000), '1 hour 1 minute 1 second');
    assert.equal(spokenTime(7_200_000), '2 hours');
    assert.equal(spokenTime(NaN), '0 seconds');
});

test('speed goes in steps from a half to double and stops there', () => {
    assert.equal(nextSpeed(1, 1), 1.1);
    assert.equal(nextSpeed(1, -1), 0.9);
    assert.equal(nextSpeed(2, 1), 2);
    assert.equal(nextSpeed(0.5, -1), 0.5);
    assert.ok(speeds.includes(1));
});

test('keys that would type in a field are told from those of pedals and keyboards for media', () => {
    for (const key of ['a', 'Space', 'Shift+A', 'Enter', 'ArrowLeft', 'Tab']) assert.ok(types(key), key);
    for (const key of ['F4', 'F12', 'Ctrl+ArrowLeft', 'Alt+p', 'MediaPlayPause', 'Escape', 'Pause']) assert.ok(!types(key), key);
});
