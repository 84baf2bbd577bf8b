// @ts-check
import { createPace, leftInWords, sizeInWords } from '../../js/recordings/pace.js';
import { createServer } from '../../js/recordings/server.js';
import { createUpload } from '../../js/recordings/upload.js';

const Steps = {
    reading: 'Reading the file', sending: 'Uploading', waiting: 'Waiting for the connection', paused: 'Paused', finishing: 'Looking at the recording', done: 'The recording is here', failed: 'It did not arrive', cancelled: 'Cancelled',
};

/** @param {HTMLElement} root @param {string} study @param {string} interview */
export function attach(root, study, interview) {
    const leaving = new AbortController();
    const parts = /** @type {Record<string, HTMLElement>} */ (Object.fromEntries([...root.querySelectorAll('[data-part]')].map(e => [e.getAttribute('data-part'), e])));
    const input = /** @type {HTMLInputElement} */ (parts.file);
    const bar = /** @type {HTMLProgressElement} */ (parts.bar);
    const pace = createPace();
    /** @type {ReturnType<typeof createUpload> | null} */
    let upload = null;
    let quarter = -1;

    /** @param {string} words */
    function wrong(words) {
        parts.wrong.textContent = words;
        parts.wrong.hidden = words === '';
    }

    /** @param {boolean} moving */
    function show(moving) {
        parts.moving.hidden = !moving;
        parts.drop.hidden = moving;
        input.disabled = moving;
        parts.sure.hidden = true;
    }

    /** @param {import('../../js/recordings/upload.js').State} state */
    function draw(state) {
        const over = state.step === 'done' || state.step === 'failed' || state.step === 'cancelled';
        if (state.step === 'sending') pace.add(state.sent, performance.now());
        else pace.rest();
        const left = state.step === 'sending' ? leftInWords(pace.left(state.bytes - state.sent)) : '';
        parts.step.textContent = state.step === 'sending' && state.resumed ? 'Uploading, from where it broke off' : Steps[state.step];
        parts.far.textContent = `${sizeInWords(state.sent)} of ${sizeInWords(state.bytes)}${left === '' ? '' : `, ${left}`}`;
        bar.value = state.bytes === 0 ? 0 : state.sent / state.bytes;
        parts.pause.hidden = state.step === 'paused';
        parts.resume.hidden = state.step !== 'paused';
        wrong(state.step === 'waiting' || !state.why ? '' : state.why);
        const now = Math.floor(bar.value * 4);
        if (over || state.step === 'paused' || state.step === 'waiting') parts.said.textContent = state.step === 'failed' ? '' : Steps[state.step];
        else if (now !== quarter) parts.said.textContent = `${now * 25} per cent`;
        quarter = now;
        if (!over) return;
        upload = null;
        show(false);
        input.value = '';
        if (state.step !== 'done') input.focus();
    }

    /** @param {FileList | null | undefined} files */
    function choose(files) {
        if (upload || !files || files.length === 0) return;
        if (files.length > 1) return wrong('Please choose one recording at a time.');
        if (!globalThis.crypto?.subtle) return wrong('Recordings are brought in over a secure address (https) alone. Please ask who runs this site.');
        wrong('');
        pace.rest();
        quarter = -1;
        show(true);
        upload = createUpload({ file: files[0], server: createServer(study, interview), tell: draw });
        upload.start();
        parts.pause.focus();
    }

    /** @param {string} part @param {() => void} deed */
    function onClick(part, deed) { parts[part].addEventListener('click', deed, { signal: leaving.signal }); }

    onClick('pause', () => { void upload?.pause().then(() => parts.resume.focus()); });
    onClick('resume', () => { upload?.start(); parts.pause.hidden = false; parts.pause.focus(); });
    onClick('cancel', () => { parts.sure.hidden = false; parts.keep.focus(); });
    onClick('keep', () => { parts.sure.hidden = true; parts.cancel.focus(); });
    onClick('cancel-for-good', () => { void upload?.cancel(); });
    input.addEventListener('change', () => choose(input.files), { signal: leaving.signal });
    for (const kind of ['dragover', 'dragenter']) parts.drop.addEventListener(kind, event => { event.preventDefault(); parts.drop.classList.add('over'); }, { signal: leaving.signal });
    parts.drop.addEventListener('dragleave', () => parts.drop.classList.remove('over'), { signal: leaving.signal });
    parts.drop.addEventListener('drop', event => {
        event.preventDefault();
        parts.drop.classList.remove('over');
        choose(event.dataTransfer?.files);
    }, { signal: leaving.signal });
    addEventListener('beforeunload', event => { if (upload) event.preventDefault(); }, { signal: leaving.signal });
    root.dataset.ready = '';

    return {
        detach() {
            upload?.leave();
            leaving.abort();
        },
    };
}
