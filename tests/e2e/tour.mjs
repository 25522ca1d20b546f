// The tour: ten scenes on the sample city, in Kazakh, on a screen as small as a phone's. Writes docs/tour.md and its pictures; a
// scene that does not work ends the run with its name, and nothing is written.
//
//   make tour
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { chromium, expect as plain } from '@playwright/test';
import settings from './playwright.config.mjs';
import { get, signIn } from './people.mjs';

const expect = plain.configure({ timeout: 20_000 });
const docs = new URL('../../docs/', import.meta.url);
const LIMIT = 80_000;
const phone = {
  baseURL: settings.use.baseURL, locale: 'kk-KZ', timezoneId: 'Asia/Almaty', viewport: { width: 390, height: 844 },
  hasTouch: true, colorScheme: 'light', reducedMotion: 'reduce',
};

/** Pictures by file name, kept until every scene has worked. */
const pictures = new Map();

const browser = await chromium.launch(settings.use.launchOptions);

/** A person with a phone of their own, signed in where a name is given. */
async function person(app, who, more) {
  const page = await (await browser.newContext({ ...phone, ...more })).newPage();
  if (who) await signIn(page, app, who);
  return page;
}

async function settled(page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(page.locator('main .loading')).toHaveCount(0);
}

async function open(page, path) {
  await page.goto(path);
  await settled(page);
}

/** Takes a picture with this thing near the upper edge. */
async function shot(page, name, thing, above = 16) {
  await page.waitForLoadState('networkidle');
  if (thing) {
    await expect(thing).toBeVisible();
    await thing.evaluate((node, gap) => window.scrollTo(0, node.getBoundingClientRect().top + window.scrollY - gap), above);
  } else {
    await page.evaluate(() => window.scrollTo(0, 0));
  }
  for (const quality of [60, 45, 30]) {
    const picture = await page.screenshot({ type: 'jpeg', quality });
    pictures.set(`${name}.jpg`, picture);
    if (picture.length <= LIMIT) return;
  }
  throw new Error(`${name}: more than ${LIMIT} bytes`);
}

/** Cycles, districts and all projects of the cycle that votes, as anybody reads them. */
async function world(request) {
  const { items: cycles } = await get(request, '/cycles');
  const own = (phase) => cycles.find((one) => one.city === 'almaty' && one.phase === phase);
  const { districts } = await get(request, '/cities/almaty');
  const numbers = async (state) => {
    const { items } = await get(request, `/projects?cycle_id=${own('voting').id}&state=${state}&limit=100`);
    return items.map((one) => one.number);
  };
  return {
    voting: own('voting'), review: own('review'), proposals: own('proposals'), building: own('delivery'), closed: own('closed'),
    districts, numbers,
  };
}

const scenes = [];
/** Declares a scene: its title, and what plays it and answers with its paragraph. */
const scene = (title, play) => scenes.push({ title, play });

scene('The first page says until when', async () => {
  const page = await person();
  await open(page, '/kk/');
  const now = page.locator('section.now');
  await expect(now).toContainText('Дауыс беру');
  await expect(now).toContainText(/\d+ (күн|сағат) қалды/);
  const works = page.locator('main a[href*="/kk/works/"]');
  await expect(works).toHaveCount(2);
  await expect(page.getByRole('heading', { name: /қалай салынып жатыр/ })).toBeVisible();
  await shot(page, '01-home', now);
  return ['A resident opens the site: the vote is on, so many days are left, one button leads to it. Below it stand the works of the last cycle, so that nobody votes without seeing what became of the votes before.'];
});

scene('The desk of a district\'s akimat', async ({ request, districts }) => {
  let best;
  for (const { code } of districts) {
    const page = await person('/desk/kk', `executor.${code}`);
    const { items } = await page.request.get('/api/v1/me/duties').then((answer) => answer.json());
    const overdue = items.filter((one) => one.overdue).length;
    // Its form stands on the page of the duties.
    const here = items.some((one) => one.kind === 'answer_dispute');
    if (here && items.length === 4 && overdue === 1) {
      best = page;
      break;
    }
    await page.context().close();
  }
  plain(best, 'no desk with four duties, one of them overdue').toBeTruthy();
  const page = best;
  await settled(page);
  await expect(page.locator('main ol.cards > li')).toHaveCount(4);
  await shot(page, '02-desk');
  const duty = page.locator('main ol.cards > li', { hasText: 'Дауға жауап беру' }).first();
  await duty.locator('summary').click();
  const texts = duty.locator('textarea');
  await texts.first().fill('Назарға алынды');
  await texts.last().fill('Принято к сведению');
  await duty.locator('button[type=submit]').click();
  await expect(duty.locator('.field.wrong > .fault').first()).toContainText('ештеңені аяқтамайды');
  await shot(page, '02-refused', duty.locator('.field.wrong').first(), 150);
  await expect(texts.first()).toBeInViewport();
  return [
    'Whoever works at the akimat sees what is owed: four duties, the oldest first, one of them overdue and marked so.',
    '“Taken into consideration” («назарға алынды») ends none of them: the refusal stands beside the field.',
  ];
});

/** Opens a proposal at the desk by its number in the queue. */
async function fromQueue(page, number) {
  await open(page, '/desk/kk/queue');
  await page.locator('#f-words').fill(number);
  const row = page.locator('main ol.cards > li');
  await expect(row).toHaveCount(1);
  await row.getByRole('link').click();
  await settled(page);
}

scene('Why a project was rejected, and who decided otherwise', async () => {
  const page = await person('/kk', 'resident.medeu');
  const { items: [mine] } = await page.request.get('/api/v1/me/proposals').then((answer) => answer.json());
  plain(mine.state).toBe('rejected');
  const found = await get(page.request, `/projects/${mine.number}`);
  plain(found.appeal, 'appealed before').toBeFalsy();
  await open(page, '/kk/projects');
  await page.locator('#f-q').fill(found.number);
  await page.locator('#f-q').press('Enter');
  const link = page.locator(`main .cards a[href="/kk/projects/${found.number}"]`);
  await expect(link).toBeVisible();
  await settled(page);
  await shot(page, '03-number', page.locator('#f-q'), 60);
  await link.click();
  await settled(page);
  const panel = page.locator('section[aria-labelledby=author-title]');
  await expect(panel).toContainText(found.fact.kk);
  await expect(panel).toContainText(found.clause);
  const words = 'Кадастр картасы ескірген: учаске былтыр қалаға қайтарылған, анықтамасы қолымда.';
  await panel.locator('#appeal-text-text').fill(words);
  await shot(page, '03-appeal', panel);
  await panel.locator('form', { has: page.locator('#appeal-text-text') }).locator('button[type=submit]').click();
  await expect(panel).toContainText('басқа орган');
  await expect(page.locator('main')).toContainText(words);

  const commission = await person('/desk/kk', 'appeals');
  await fromQueue(commission, found.number);
  await commission.locator('#f-body_id').selectOption({ index: 1 });
  await commission.getByLabel(/^Шағымды қанағаттандыру/).check();
  const reason = 'Қала кадастрынан анықтама алынды: учаске ортақ пайдаланудағы жерде. Кеңестің шешімі күшін жойды.';
  await commission.locator('#f-reason-kk').fill(reason);
  await commission.locator('#f-reason-ru').fill('Получена справка кадастра: участок на землях общего пользования. Решение совета отменено.');
  await shot(commission, '03-commission', commission.getByRole('heading', { name: 'Шағымды шешу' }), 90);
  await commission.locator('form', { has: commission.locator('#f-reason-kk') }).locator('button[type=submit]').click();
  await expect(commission.locator('main').getByRole('status').first()).toContainText(found.number);

  await open(page, `/kk/projects/${found.number}`);
  const decisions = page.locator('main section', { has: page.getByRole('heading', { name: 'Шешімдер' }) }).last();
  await expect(decisions).toContainText('Шағым қанағаттандырылды');
  await expect(decisions).toContainText(reason);
  await shot(page, '03-overturned', decisions);
  return [
    'A resident types the number that a project has on every paper and finds it.',
    'Its page shows the rejection with the clause of the rules and the fact that does not meet it. As its author the resident appeals, here and now.',
    'Another body than the one that rejected, the appeal commission, decides and says why.',
    'The project\'s page shows all of it: who rejected it and on what fact, the appeal, and that it was overturned.',
  ];
});

scene('Proposals merge, a part splits off', async ({ request, districts, review }) => {
  const district = districts.find((one) => one.code === 'turksib');
  const { items } = await get(request, `/projects?cycle_id=${review.id}&district_id=${district.id}&limit=100`);
  const grounds = items.filter((one) => one.category === 'playgrounds' && one.state === 'under_review');
  const [small, lit] = ['Шағын балалар алаңы', 'Ойын алаңы мен шамдар'].map((words) => grounds.find((one) => one.title.text.startsWith(words)));
  plain(small && lit, 'two playgrounds').toBeTruthy();

  const page = await person('/desk/kk', 'department');
  await fromQueue(page, small.number);
  const merging = page.locator('details', { has: page.locator('#merge-into') });
  await merging.locator('summary').click();
  await page.locator('#merge-into').fill(lit.number);
  await page.locator('#merge-reason-text').fill('Екі көрші бір аулаға бір алаң сұрайды: авторлары бірге жүргізеді.');
  await shot(page, '04-merge', merging);
  await merging.locator('button[type=submit]').click();
  await expect(page.locator('main').getByRole('status').first()).toContainText(small.number);

  await fromQueue(page, lit.number);
  const splitting = page.locator('details', { has: page.locator('#split-part-title') });
  await splitting.locator('summary').click();
  await page.locator('#split-part-title').fill('Алаңға апаратын жолдың шамдары');
  await page.locator('#split-part-body').fill('Алаңға апаратын жол кешке қараңғы: алты шам мен кабель қажет.');
  await page.locator('#split-part-category').selectOption('lighting');
  for (const line of [/шам/, /кабел/]) await splitting.getByLabel(line).last().check();
  await page.locator('#split-reason-text').fill('Жарықты басқа қызмет жүргізеді: бөлек тексеріліп, бөлек дауысқа түседі.');
  await shot(page, '04-splitting', splitting);
  await splitting.locator('button[type=submit]').click();
  const said = splitting.getByRole('status');
  await expect(said).toContainText(/JAS-\d+-\d{4}/);
  const number = (await said.innerText()).match(/JAS-\d+-\d{4}/)[0];

  const whole = await get(request, `/projects/${lit.number}`);
  plain(new Set(whole.authors).size).toBe(2);
  const reader = await person();
  await open(reader, `/kk/projects/${whole.number}`);
  const facts = reader.locator('.facts-card');
  for (const author of whole.authors) await expect(facts).toContainText(author);
  await expect(facts).toContainText(small.title.text);
  await shot(reader, '04-merged', reader.locator('main h1'), 60);
  await open(reader, `/kk/projects/${number}`);
  await expect(facts).toContainText(whole.title.text);
  for (const author of whole.authors) await expect(facts).toContainText(author);
  await shot(reader, '04-split', reader.locator('main h1'), 60);
  return [
    'Two neighbours ask for a playground in the same yard: a reviewer merges one proposal into the other, with a public reason.',
    'One of them asked for lamps as well: the lighting is split off, with its lines of the estimate.',
    'Both authors are credited on the one that goes on.',
    'The lighting goes its own way under its own number and names what it came from.',
  ];
});

scene('A reviewer needs no mouse', async () => {
  // Where only fingers can touch it the page does not speak of keys.
  const page = await person('/desk/kk', 'department', { hasTouch: false });
  await open(page, '/desk/kk/queue');
  await shot(page, '05-queue');
  await page.locator('main section, main').getByRole('link', { name: /бастау/ }).first().click();
  const place = page.locator('main > p.meta strong').first();
  await expect(place).toHaveText(/\d+/);
  const count = (await place.innerText()).match(/\d+/g).map(Number).sort((a, b) => b - a)[0];
  plain(count).toBeGreaterThanOrEqual(100);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(page.locator('.keys')).toContainText('Ctrl+Enter');
  const reason = page.locator('#f-reason-kk');
  for (let done = 0; done < 100; done += 1) {
    const address = page.url();
    await expect(page.getByRole('heading', { name: 'Шешім', exact: true })).toBeVisible();
    await page.keyboard.press('a');
    await expect(reason).toHaveValue(/өлшемдеріне сай/);
    if (done === 0) await shot(page, '05-decision', page.getByRole('heading', { name: 'Шешім', exact: true }));
    await page.keyboard.press('Control+Enter');
    await expect(page).not.toHaveURL(address);
    await expect(reason).toHaveValue('');
  }
  await expect(heading).toBeVisible();
  await expect(page.locator('main').getByRole('status').first()).toBeVisible();
  await shot(page, '05-hundred');
  return [
    `${count} proposals of the sample's second programme wait for the departments.`,
    'A accepts with the usual reason in both languages, X and a digit reject under a clause, Ctrl+Enter publishes.',
    'The next proposal comes by itself, with word of what was published. The tour decided a hundred of them one after the other, by keys alone; this is the one after.',
  ];
});

scene('A pensioner\'s proposal comes on paper', async ({ request, proposals, districts }) => {
  const district = districts.find((one) => one.code === 'auezov');
  const page = await person('/desk/kk', `clerk.${district.code}`);
  await open(page, '/desk/kk/counter');
  await page.locator('main details summary').first().click();
  await page.locator('#new-family_name').fill('Үлгібаева');
  await page.locator('#new-given_name').fill('Рахима');
  await page.locator('#new-birth_date').fill('1951-03-08');
  await page.locator('#new-registered_since').fill('1990-01-01');
  await page.locator('form', { has: page.locator('#new-family_name') }).locator('button[type=submit]').click();
  const now = page.locator('section.now');
  await expect(now).toContainText('Рахима Үлгібаева');
  await settled(page);
  await page.locator('#f-lang').selectOption('kk');
  await page.locator('#f-district_id').selectOption(district.id);
  await page.locator('#f-category').selectOption({ index: 1 });
  const title = 'Емхана жанына қарттарға арналған орындықтар';
  const { items: near } = await get(request, `/projects?district_id=${district.id}&cycle_id=${proposals.id}&limit=1`);
  const { revision } = await get(request, `/projects/${near[0].number}`);
  await page.locator('#f-title').fill(title);
  await page.locator('#f-body').fill('Аялдамадан емханаға дейін отыратын жер жоқ. Арқалығы бар бес орындық қоюды сұраймын.');
  await page.locator('#f-place-address').fill(revision.place.address);
  await page.locator('#f-place').fill(`${revision.place.lat / 1e6}, ${revision.place.lon / 1e6}`);
  await page.locator('#f-estimate-lines-0-item').fill('Арқалығы бар орындық');
  await page.locator('#f-estimate-lines-0-quantity_milli').fill('5');
  await page.locator('#f-estimate-lines-0-unit').fill('дана');
  await page.locator('#f-estimate-lines-0-unit_price').fill('137000');
  await page.locator('#f-estimate-preparer').fill('Автор, сатушының айтуы бойынша');
  await shot(page, '06-counter', now);
  await page.locator('main form button[type=submit]').last().click();
  await expect(page.locator('.tracking')).toHaveText(/^AUL-\d\d-\d{4}$/);
  const number = await page.locator('.tracking').innerText();
  const made = await get(request, `/projects/${number}`);
  plain(made.channel).toBe('counter');
  plain(made.title.text).toBe(title);
  await shot(page, '06-number', page.locator('section', { has: page.locator('.tracking') }).last());
  return [
    'A pensioner comes to the counter with a sheet of paper. The clerk sees her document, enters her once and writes down her proposal; all the while the page says for whom. (The sample\'s third programme still takes proposals.)',
    'She leaves with her number. The proposal is hers, and its page says that it came over the counter.',
  ];
});

scene('A vote, another mind, a receipt', async () => {
  const page = await person('/kk', 'resident.alatau');
  const vote = async (numbers) => {
    for (const number of numbers) await page.locator(`#item-${number}`).check();
    await page.getByRole('button', { name: 'Таңдауды тексеру' }).click();
    await expect(page.locator('main ol.cards li')).toHaveCount(numbers.length);
    await page.locator('main form button[type=submit]').click();
    await expect(page.locator('.receipt .tracking')).toHaveText(/^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/);
    return page.locator('.receipt .tracking').innerText();
  };
  await open(page, '/kk/vote');
  await page.locator('main .card a.button').first().click();
  await expect(page.locator('.ballot-item').first()).toBeVisible();
  const items = await page.locator('.ballot-item input').evaluateAll((all) => all.map((one) => one.id.slice(5)));
  await page.locator(`#item-${items[0]}`).check();
  await shot(page, '07-ballot', page.locator('.ballot-item').first(), 90);
  const before = await vote(items.slice(0, 2));
  await page.goto('/kk/vote');
  await page.getByRole('link', { name: 'Таңдауды өзгерту' }).click();
  await expect(page.locator('main')).toContainText('Сіз дауыс беріп қойғансыз');
  const after = await vote(items.slice(1, 3));
  plain(after).not.toBe(before);
  await shot(page, '07-receipt');
  await open(page, '/kk/vote');
  const receipts = page.locator('main section .card');
  await expect(receipts).toHaveCount(2);
  await expect(receipts.last()).toContainText('ауыстырылды');
  await shot(page, '07-changed', receipts.first(), 120);
  return [
    'A resident of Alatau chooses on the ballot of the district and sees how many more may be chosen and what they cost together.',
    'After the vote there is a receipt: with its code one checks, once the ballots are published, that one\'s own was counted.',
    'Until the vote ends one may change one\'s mind: the new ballot counts, the old receipt says that it was replaced.',
  ];
});

scene('Lost by so many votes; where the act deviates', async ({ request, building }) => {
  const { items: contests } = await get(request, `/cycles/${building.id}/contests`);
  let found;
  for (const { id } of contests) {
    const result = await get(request, `/contests/${id}/result`);
    if (result.items.some((item) => item.deviation)) found = result;
  }
  plain(found, 'no result with a deviation').toBeTruthy();
  const page = await person();
  await open(page, `/kk/contests/${found.contest_id}/result`);
  const deviations = page.locator('main section.notice');
  await expect(page.locator('main')).toContainText(found.act.number);
  for (const item of found.items.filter((one) => one.deviation)) await expect(deviations).toContainText(item.deviation.kk);
  await shot(page, '08-deviation', page.locator('main h1'), 40);
  const lost = page.locator('main li', { hasText: '12 дауыс жетпей' }).last();
  await shot(page, '08-lost', lost, 200);
  return [
    'The result of a vote names the act that confirms it, and where the act deviates from the count: which project, and why.',
    'Each project that lost says by how much: this one lost by 12 votes.',
  ];
});

scene('The year ends, and every tenge is somewhere', async ({ request, building, closed }) => {
  const ends = await get(request, `/cycles/${closed.id}/money`);
  const both = ends.envelopes.find((one) => one.year_ends.some((end) => end.carried) && one.year_ends.some((end) => !end.carried));
  const page = await person();
  await open(page, `/kk/money/${closed.id}?envelope=${both.code}`);
  await shot(page, '09-balances', page.locator('main h1'), 60);
  await expect(page.locator('main .notice.good')).toContainText('Есеп кітабы теңеседі');
  const year = both.year_ends[0].fiscal_year;
  const heading = page.getByRole('heading', { name: new RegExp(`${year} жылдың соңы`) });
  const list = page.locator('main section ul', { hasText: 'күйіп кетті' });
  await expect(list).toContainText('ауыстырылды');
  await expect(list).toContainText(both.year_ends.find((end) => end.carried).carried.number);
  await shot(page, '09-year-end', heading, 300);

  const { envelopes } = await get(request, `/cycles/${building.id}/money`);
  const gave = envelopes.find((one) => one.years.some((its) => its.moves.some((move) => move.to === 'surrendered')));
  await open(page, `/kk/money/${building.id}?envelope=${gave.code}`);
  const section = page.locator('main section', { has: page.getByRole('heading', { name: gave.name.kk }) }).last();
  await expect(section).toContainText('айтарыл');
  await shot(page, '09-surrendered', section);

  // Nothing appears, nothing disappears: what came from outside lies in the accounts, to the tiyn.
  for (const { years, code } of [...ends.envelopes, ...envelopes]) {
    const balance = new Map();
    for (const { from, to, amount } of years.flatMap((one) => one.moves)) {
      balance.set(from, (balance.get(from) ?? 0) - amount);
      balance.set(to, (balance.get(to) ?? 0) + amount);
    }
    plain([...balance.values()].reduce((sum, one) => sum + one, 0), code).toBe(0);
    for (const [account, amount] of balance) if (account !== 'outside') plain(amount, `${code} ${account}`).toBeGreaterThanOrEqual(0);
  }

  const { items: works } = await get(request, `/cycles/${building.id}/works?limit=100`);
  let failed;
  for (const { id } of works.filter((one) => one.projects.length > 0)) {
    const work = await get(request, `/works/${id}`);
    failed ??= work.events.some((one) => one.event === 'fail_tender') ? work : undefined;
    if (failed) break;
  }
  plain(failed, 'no tender failed').toBeTruthy();
  const number = works.find((one) => one.id === failed.id).projects[0].number;
  await open(page, `/kk/projects/${number}`);
  const reason = failed.events.find((one) => one.event === 'fail_tender').reason.kk;
  const told = page.getByText(reason).first();
  const folded = page.locator('main section details', { has: told }).first();
  if (!(await told.isVisible())) await folded.locator('summary').first().click();
  await shot(page, '09-tender', told, 300);
  return [
    'Where the money of a cycle came from and where it went. The page says that the ledger balances: on that day all its entries were replayed.',
    'The closed cycle at the end of its first year: what was under contract was carried by an act of the maslikhat, which is named; the rest lapsed.',
    'In the cycle that is being built a contract came out below its estimate: what was saved went back to the budget. (The script adds all accounts of both cycles up, too: none is below zero.)',
    'A tender to which nobody came is told on the project\'s page with its reason, and so is the one that followed.',
  ];
});

scene('A journalist compares', async ({ request, building }) => {
  const page = await person();
  await open(page, `/kk/reports/${building.id}`);
  await expect(page.locator('main')).toContainText('Уәде етілді');
  await expect(page.locator('main')).toContainText('Төленді');
  await shot(page, '10-report');
  const promises = page.locator('table', { hasText: 'Әр уәде және оның тағдыры' });
  await shot(page, '10-promises', promises);
  const csv = page.getByRole('link', { name: 'Жұмыстарды жүктеу (CSV)' });
  const coming = page.waitForEvent('download');
  await csv.click();
  const file = await coming;
  plain(file.suggestedFilename()).toMatch(/\.csv$/);
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\n').length - 1;
  plain(lines).toBeGreaterThan(40);

  const { items: works } = await get(request, `/cycles/${building.id}/works?limit=100`);
  const { projects: [{ number }] } = works.find((one) => one.disputes > 0 && one.projects.length > 0);
  await open(page, `/kk/projects/${number}`);
  const disputed = page.locator('main .comment', { hasText: 'Келіспеймін' }).filter({ has: page.locator('img') }).first();
  await disputed.scrollIntoViewIfNeeded();
  await expect.poll(() => disputed.locator('img').first().evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
  await shot(page, '10-dispute', disputed, 60);

  await open(page, `/kk/projects/${number}/passport`);
  await expect(page.locator('main')).toContainText('Жоба паспорты');
  await page.emulateMedia({ media: 'print' });
  const pdf = (await page.pdf({ format: 'A4', margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' } })).toString('latin1');
  plain(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: 'screen' });
  await shot(page, '10-passport');
  return [
    'Promised beside ordered, paid and accepted, for the city and each district, with how many works are late or disputed.',
    `Each promise and what became of it; below, the same to download as CSV (${lines} works here).`,
    'On a project\'s page a resident disputes what was accepted, with a photo; the office answers in public, and nobody\'s money moves by it.',
    'The project\'s passport fits on one printed page.',
  ];
});

let failure;
try {
  const nobody = await person();
  const at = { request: nobody.request, ...(await world(nobody.request)) };
  const texts = new Array(scenes.length);
  const only = process.env.SCENES?.split(',').map(Number);
  for (const index of scenes.keys()) {
    if (only && !only.includes(index + 1)) continue;
    const before = [...pictures.keys()];
    try {
      const paragraphs = await scenes[index].play(at);
      const names = [...pictures.keys()].filter((name) => !before.includes(name));
      plain(names, 'a picture for each paragraph').toHaveLength(Math.max(paragraphs.length, names.length));
      texts[index] = { paragraphs, names };
      console.log(`ok ${index + 1} ${scenes[index].title}`);
    } catch (error) {
      failure = error;
      console.error(`FAILED ${index + 1} ${scenes[index].title}\n${error.stack ?? error}`);
      if (!only) break;
    }
  }
  if (process.env.TOUR_DRAFT) for (const [name, picture] of pictures) writeFileSync(`${process.env.TOUR_DRAFT}/${name}`, picture);
  if (!failure && !only) write(texts);
} finally {
  await browser.close();
}
if (failure) process.exit(1);

function write(texts) {
  let page = '# Tour: ten scenes in the sample city\n\nWritten by `make tour` (`tests/e2e/tour.mjs`), which loads the demo, walks through these scenes in Kazakh on a screen of 390 × 844\n'
    + 'and fails where one does not work: do not edit. Try it yourself: `make run` prints the sign-ins.\n';
  texts.forEach(({ paragraphs, names }, index) => {
    page += `\n## ${index + 1}. ${scenes[index].title}\n`;
    // The first paragraph has the pictures that are more than there are paragraphs.
    const extra = names.length - paragraphs.length;
    paragraphs.forEach((words, n) => {
      page += `\n${words}\n\n`;
      const own = n === 0 ? names.slice(0, extra + 1) : names.slice(extra + n, extra + n + 1);
      page += own.map((name) => `![${scenes[index].title}](tour/${name})`).join(' ') + '\n';
    });
  });
  const folder = new URL('tour/', docs);
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (!pictures.has(old)) rmSync(new URL(old, folder));
  for (const [name, picture] of pictures) writeFileSync(new URL(name, folder), picture);
  writeFileSync(new URL('tour.md', docs), page);
}
