// @ts-check
// Signs out who has left: warns two minutes before in a dialog that takes the focus, so that a screen reader says it; any key or click stays.
// All tabs count together. What was typed and not saved is sealed by the server for its account, kept by this tab, and handed back after signing in.

const rest = Number(document.body.dataset.rest) * 1000;
const warning = Math.min(120_000, rest / 2);
const betweenTellings = 60_000;
const [actedKey, overKey, typedKey] = ['corestudy-acted', 'corestudy-rested', 'corestudy-typed'];

let told = Date.now();
let isOver = false;
/** @type {HTMLDialogElement | null} */
let dialog = null;
/** @type {Set<HTMLElement>} */
const typedIn = new Set();

/** @param {string} what @param {string} [body] */
const ask = (what, body) => fetch(`/session/${what}`, { method: 'POST', headers: { 'X-CoreStudy': 'rest' }, body, credentials: 'same-origin' });
const lastActed = () => Number(localStorage.getItem(actedKey)) || 0;

function acted() {
    if (isOver) return;
    const now = Date.now();
    if (now - lastActed() > 1000) localStorage.setItem(actedKey, String(now));
    if (dialog) stay();
    if (now - told < betweenTellings) return;
    told = now;
    ask('seen').then(answer => { if (answer.status === 401) over(); }, () => { /* the line is down: it will be told again */ told = now - betweenTellings + 5000; });
}

function look() {
    if (isOver) return;
    const idle = Date.now() - lastActed();
    if (idle >= rest) over();
    else if (idle >= rest - warning) warn();
    else if (dialog) stay();
}

function warn() {
    if (dialog) return;
    const minutes = Math.round(warning / 60_000) || 1;
    dialog = document.createElement('dialog');
    dialog.className = 'rest';
    dialog.setAttribute('role', 'alertdialog');
    dialog.setAttribute('aria-labelledby', 'rest-heading');
    dialog.setAttribute('aria-describedby', 'rest-words');
    dialog.append(
        element('h2', 'Are you still there?', 'rest-heading'),
        element('p', `Nothing has happened here for a while. In ${minutes === 1 ? 'a minute' : `${minutes} minutes`} you will be signed out, so that nobody else reads this. Press any key to stay. What you have typed stays as it is.`, 'rest-words'));
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'primary';
    button.textContent = 'Stay signed in';
    dialog.append(button);
    document.body.append(dialog);
    dialog.showModal();
    button.focus();
}

function stay() {
    dialog?.close(); // gives the focus back to where it was
    dialog?.remove();
    dialog = null;
}

/** @param {string} name @param {string} words @param {string} [id] */
function element(name, words, id) {
    const made = document.createElement(name);
    made.textContent = words;
    if (id) made.id = id;
    return made;
}

async function over() {
    if (isOver) return;
    isOver = true;
    localStorage.setItem(overKey, String(Date.now())); // other tabs keep what was typed in them too
    try {
        await keepTyped();
        await new Promise(done => setTimeout(done, 1500));
        await ask('rest');
    } catch {
        // not reached: the server ends the session by itself
    }

    location.assign(`/sign-in?Done=rested&ReturnUrl=${encodeURIComponent(location.pathname + location.search)}`);
}

async function keepTyped() {
    const fields = [...typedIn].filter(f => f.isConnected).map(f => ({ label: labelOf(f), words: wordsOf(f) })).filter(f => f.words.trim().length > 0);
    if (fields.length === 0) return;
    const answer = await ask('seal', JSON.stringify({ page: document.title, fields }));
    if (answer.ok) sessionStorage.setItem(typedKey, await answer.text());
}

/** @param {HTMLElement} field */
const wordsOf = field => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : field.innerText;

/** @param {HTMLElement} field */
const labelOf = field =>
    field.getAttribute('aria-label') || (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.labels?.[0]?.textContent?.trim() : '') || 'A field without a name';

/** Shows what was typed before the rest, to be copied; it is put back nowhere by itself, for the page may have moved on. */
async function handBack() {
    const sealed = sessionStorage.getItem(typedKey);
    if (!sealed) return;
    const answer = await ask('unseal', sealed);
    if (!answer.ok) {
        if (answer.status === 404) sessionStorage.removeItem(typedKey); // somebody else is signed in now
        return;
    }

    /** @type {{ page: string, fields: { label: string, words: string }[] }} */
    const kept = await answer.json();
    const shown = document.createElement('dialog');
    shown.className = 'rest';
    shown.setAttribute('aria-labelledby', 'typed-heading');
    shown.append(element('h2', 'What you had typed', 'typed-heading'), element('p', `You were signed out with words that were not saved, on “${kept.page}”. Copy what you need, then close this: the words are kept nowhere else.`));
    for (const [i, field] of kept.fields.entries()) {
        const label = document.createElement('label');
        label.textContent = field.label;
        label.htmlFor = `typed-${i}`;
        const area = document.createElement('textarea');
        area.id = `typed-${i}`;
        area.readOnly = true;
        area.rows = Math.min(8, 2 + field.words.length / 60);
        area.value = field.words;
        shown.append(label, area);
    }

    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'primary';
    button.textContent = 'I have what I need';
    button.addEventListener('click', () => shown.close());
    shown.addEventListener('cancel', event => event.preventDefault()); // not thrown away by Escape
    shown.addEventListener('close', () => { sessionStorage.removeItem(typedKey); shown.remove(); });
    shown.append(button);
    document.body.append(shown);
    shown.showModal();
}

document.addEventListener('keydown', event => {
    if (dialog && !event.ctrlKey && !event.metaKey && !event.altKey) event.preventDefault(); // the key that stays does nothing else
    acted();
}, { capture: true });
for (const kind of ['pointerdown', 'wheel', 'touchstart']) document.addEventListener(kind, acted, { capture: true, passive: true });
document.addEventListener('input', event => {
    const field = event.target;
    if (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && ['text', 'search', ''].includes(field.type)) || (field instanceof HTMLElement && field.isContentEditable)) typedIn.add(field);
}, { capture: true });
document.addEventListener('visibilitychange', look);
addEventListener('storage', event => {
    if (event.key === overKey) over();
    else if (event.key === actedKey) look();
});

localStorage.setItem(actedKey, String(Date.now())); // a page was opened
setInterval(look, 1000);
handBack();
