// What became of what residents chose: the works beside the vote, the board, the money, a project through its delivery, reports, the
// rules in plain words. Every figure on a page is compared with what the API says.
import { expect, test } from '@playwright/test';
import { get } from './people.mjs';

async function cycleIn(request, phase) {
  const { items } = await get(request, '/cycles');
  return items.find((one) => one.sample && one.phase === phase);
}

/** Amounts of the table with this caption, row by row, without what only looks nice. */
const digits = (text) => text.replace(/[^\d]/g, '');

test('the first page shows the works of the last cycles beside the vote', async ({ page, request }) => {
  await page.goto('/ru/');
  await expect(page.locator('section.now')).toContainText('Голосование');
  for (const phase of ['delivery', 'closed']) {
    const cycle = await cycleIn(request, phase);
    const { items } = await get(request, `/cycles/${cycle.id}/works/summary`);
    const late = items.reduce((sum, row) => sum + row.late, 0);
    const link = page.locator(`main a[href="/ru/works/${cycle.id}"]`);
    await expect(link).toContainText(cycle.name.ru);
    await expect(link).toContainText(`отстаёт ${late}`);
  }
});

test('the board of works: by district, by state, the late ones first', async ({ page, request }) => {
  const cycle = await cycleIn(request, 'delivery');
  await page.goto(`/ru/works/${cycle.id}`);
  const cards = page.locator('main ul.cards > li.card');
  await expect(cards.first().locator('.badge.bad')).toContainText('Отстаёт');
  // Once a card is in time none after it is late.
  const late = await cards.evaluateAll((all) => all.map((one) => !!one.querySelector('.badge.bad')));
  expect(late.indexOf(false) === -1 || !late.slice(late.indexOf(false)).includes(true)).toBeTruthy();

  const { items } = await get(request, `/cycles/${cycle.id}/works/summary`);
  const { districts } = await get(request, '/cities/almaty');
  const rows = page.locator('table.chart tbody tr');
  await expect(rows).toHaveCount(districts.length);
  for (const { id, name } of districts) {
    const mine = items.filter((row) => row.district_id === id);
    const cells = rows.filter({ hasText: name.ru }).locator('td.number');
    await expect(cells.nth(2)).toHaveText(String(mine.reduce((sum, row) => sum + row.late, 0)));
    const shown = (await cells.allInnerTexts()).reduce((sum, text) => sum + Number(text), 0);
    expect(shown, name.ru).toBe(mine.reduce((sum, row) => sum + row.works, 0));
  }

  // By district and state: exactly those that the API has.
  const { id, name } = districts[1];
  await page.locator('#f-district').selectOption({ label: name.ru });
  await page.locator('#f-state').selectOption({ label: 'Принята' });
  await page.getByRole('button', { name: 'Показать' }).click();
  await expect(page).toHaveURL(new RegExp(`district=${id}.*state=accepted`));
  const want = await get(request, `/cycles/${cycle.id}/works?district_id=${id}&state=accepted`);
  await expect(cards).toHaveCount(want.items.length);
  for (const card of await cards.all()) {
    await expect(card).toContainText(name.ru);
    await expect(card.locator('.badge').first()).toHaveText('Принята');
  }
  const file = await request.get(await page.getByRole('link', { name: /CSV/ }).getAttribute('href'));
  expect((await file.text()).trim().split('\n').length).toBeGreaterThan(40);
});

test('the money of an envelope as a picture and as a table, and what the end of a year took', async ({ page, request }) => {
  const cycle = await cycleIn(request, 'closed');
  const { envelopes } = await get(request, `/cycles/${cycle.id}/money`);
  await page.goto(`/ru/money/${cycle.id}`);
  const rows = page.locator('table.chart').first().locator('tbody tr');
  await expect(rows).toHaveCount(envelopes.length);
  for (const envelope of envelopes) {
    const paid = envelope.years.reduce((sum, year) => sum + year.paid, 0);
    const row = rows.filter({ hasText: envelope.name.ru });
    expect(digits(await row.locator('td.number').first().innerText()), envelope.code).toBe(String(paid / 100));
    await expect(row.locator('svg')).toBeVisible();
  }
  const carried = envelopes.find((one) => one.year_ends.some((end) => end.carried));
  const lapsed = envelopes.find((one) => one.year_ends.some((end) => !end.carried));
  for (const [envelope, words] of [[carried, 'перенесено'], [lapsed, 'сгорел']]) {
    await page.goto(`/ru/money/${cycle.id}?envelope=${envelope.code}`);
    const section = page.locator('main section', { has: page.getByRole('heading', { name: envelope.name.ru }) });
    await expect(section.locator('svg').first()).toBeVisible();
    await expect(section.locator('table').first()).toBeVisible();
    await expect(section.locator('ul').first()).toContainText(new RegExp(words, 'i'));
  }
  const { carried: act } = carried.year_ends.find((end) => end.carried);
  await page.goto(`/ru/money/${cycle.id}?envelope=${carried.code}`);
  await expect(page.locator('main')).toContainText(act.number);
});

test('a project\'s page goes on through its delivery', async ({ page, request }) => {
  const cycle = await cycleIn(request, 'delivery');
  const { items } = await get(request, `/cycles/${cycle.id}/works?state=in_progress&late=true`);
  const work = await get(request, `/works/${items[0].id}`);
  const { number } = work.projects[0];
  await page.goto(`/ru/projects/${number}`);
  const delivery = page.locator('main section', { has: page.getByRole('heading', { name: 'Как идут работы' }) });
  for (const milestone of work.milestones) {
    await expect(delivery).toContainText(milestone.name.ru);
    for (const delay of milestone.delays) await expect(delivery).toContainText(delay.reason.ru);
  }
  for (const contract of work.contracts) await expect(delivery).toContainText(contract.number);
  await expect(delivery).toContainText('сначала обещали');
  for (const news of work.updates) {
    await expect(delivery).toContainText(news.text.ru);
    for (const photo of news.photos) await expect(delivery.locator(`img[src*="${photo.id}"]`)).toBeVisible();
  }
  await delivery.getByText('Что уже было').click();
  await expect(delivery.locator('ol.timeline li')).toHaveCount(work.events.length);
});

test('a report says what was promised and what was delivered, with the hash of its figures', async ({ page, request }) => {
  const cycle = await cycleIn(request, 'closed');
  const { items } = await get(request, `/reports?cycle_id=${cycle.id}`);
  expect(items).toHaveLength(9);
  const report = await get(request, `/reports/${items.find((one) => one.kind === 'city').id}`);
  await page.goto(`/ru/report/${report.brief.id}`);
  await expect(page.locator('main')).toContainText(report.text.ru);
  await expect(page.locator('main')).toContainText(report.brief.hash);
  const promises = page.locator('table', { hasText: 'Каждое обещание' }).locator('tbody tr');
  await expect(promises).toHaveCount(report.figures.promises.length);
  const promised = page.locator('dl.facts dt', { hasText: /^Обещано$/ }).locator('xpath=following-sibling::dd[1]');
  expect(digits(await promised.innerText())).toBe(String(report.figures.promised / 100));
  const passport = await promises.first().getByRole('link', { name: 'паспорт' }).getAttribute('href');
  await page.goto(passport);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the duties of each district, and the rules in plain words: own ones run, and those of three other cities', async ({ page, request }) => {
  const cycle = await cycleIn(request, 'voting');
  const { items } = await get(request, `/cycles/${cycle.id}/duties/summary`);
  const { districts } = await get(request, '/cities/almaty');
  await page.goto('/ru/duties');
  for (const { id, name } of districts) {
    const mine = items.filter((row) => row.district_id === id);
    const sum = (key) => mine.reduce((all, row) => all + row[key], 0);
    const card = page.locator('ul.cards.tight > li.card', { hasText: name.ru });
    await expect(card).toContainText(`Выполнено в срок ${sum('met')} из ${sum('due')}`);
    if (sum('overdue') > 0) await expect(card.locator('.badge.bad')).toContainText(`Просрочено: ${sum('overdue')}`);
  }
  await page.goto(`/ru/rules/${cycle.id}`);
  await expect(page.locator('main .notice.good')).toBeVisible();
  await expect(page.locator('main')).toContainText('25 000 МРП');
  await expect(page.locator('main')).toContainText('Выберите не больше 3 проектов');
  await page.goto('/ru/other-cities');
  for (const city of ['Париж', 'Порту-Алегри', 'Сеул']) {
    const model = page.locator('main details.model', { hasText: city });
    await model.locator('summary').click();
    await expect(model.locator('.notice.good')).toBeVisible();
  }
});
