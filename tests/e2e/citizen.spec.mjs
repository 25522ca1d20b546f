// A resident's evening: look around, talk, vote, change one's mind; and an author's correction.
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

test('find a project on the map, comment, vote, change the vote, keep the receipt', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/ru\/?$/);
  await page.getByRole('link', { name: 'Қазақша' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'kk');
  await expect(page.locator('.site-footer')).toContainText('үлгі');

  // The map is of links: a district leads to its projects.
  await page.getByRole('link', { name: /^Алатау/ }).first().click();
  await expect(page).toHaveURL(/\/kk\/projects\?district=alatau/);
  const first = page.locator('main .cards h3 a').first();
  const title = await first.innerText();
  await first.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.getByRole('heading', { name: 'Смета' })).toBeVisible();
  const project = page.url();

  await signIn(page, '/kk', 'resident.alatau');
  await page.goto(project);
  const words = `Кешке осы жерде жарық керек. ${Date.now()}`;
  await page.locator('#f-text-text').fill(words);
  await page.getByRole('button', { name: 'Жіберу' }).click();
  const said = page.locator('article.comment', { hasText: words });
  await expect(said).toContainText('Олжас');
  await said.getByRole('button', { name: /^Жауап беру/ }).click();
  await expect(page.locator('#f-text-text')).toBeFocused();
  await page.keyboard.type('Толықтырамын: екі шам жеткілікті.');
  await page.getByRole('button', { name: 'Жіберу' }).click();
  await expect(page.locator('.thread .thread article', { hasText: 'екі шам' })).toBeVisible();

  await page.goto('/kk/vote');
  await page.locator('main .card a.button').first().click();
  const vote = async (numbers) => {
    for (const number of numbers) await page.locator(`#item-${number}`).check();
    await page.getByRole('button', { name: 'Таңдауды тексеру' }).click();
    await expect(page.locator('main ol.cards li')).toHaveCount(2);
    await page.locator('main form button[type=submit]').click();
    await expect(page.locator('.receipt .tracking')).toHaveText(/^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/);
    return page.locator('.receipt .tracking').innerText();
  };
  const items = await page.locator('.ballot-item input').evaluateAll((all) => all.map((one) => one.id.slice(5)));
  const before = await vote(items.slice(0, 2));

  await page.goto('/kk/vote');
  await page.getByRole('link', { name: 'Таңдауды өзгерту' }).click();
  await expect(page.locator('main')).toContainText('Сіз дауыс беріп қойғансыз');
  const after = await vote(items.slice(1, 3));
  expect(after).not.toBe(before);

  await page.goto('/kk/vote');
  const receipts = page.locator('main section .card');
  await expect(receipts).toHaveCount(2);
  await expect(receipts.first()).toContainText(after);
  await expect(receipts.last()).toContainText('ауыстырылды');
  // What was chosen stays on no device.
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).not.toContain('choices');
});

test('my page says who I am; the way out is in the header', async ({ page }) => {
  await signIn(page, '/ru', 'resident.alatau');
  await page.getByRole('link', { name: 'Моя страница' }).click();
  await expect(page.locator('dl.facts')).toContainText('Алатауский район');
  await expect(page.locator('dl.facts')).toContainText('Постоянная регистрация');
  await page.locator('header').getByRole('button', { name: 'Выйти' }).click();
  await expect(page.locator('header').getByRole('link', { name: 'Войти' })).toBeVisible();
});

test('who is not in the register is told how to get there', async ({ page }) => {
  await signIn(page, '/ru', 'moderator');
  await page.goto('/ru/me');
  await page.locator('#f-iin').fill('12345');
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await expect(page.getByRole('alert')).toContainText('ИИН состоит из 12 цифр');
  await page.locator('#f-iin').fill('900101300017');
  await page.locator('#f-code').fill('AAAA-BBBB-CCCC');
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await expect(page.getByRole('alert')).not.toContainText('12 цифр');
});

test('support outside its season is refused, and the page says why', async ({ page, request }) => {
  // This programme of the demo is past its proposals, and with them past its support.
  const { items } = await get(request, '/projects?state=under_review&limit=100');
  const open = items.find((one) => one.number.startsWith('JAS-'));
  await signIn(page, '/ru', 'resident.alatau');
  await page.goto(`/ru/projects/${open.number}`);
  await page.getByRole('button', { name: 'Поддержать' }).click();
  await expect(page.locator('aside').getByRole('alert')).toContainText('Не на этом этапе');
  await expect(page.getByRole('button', { name: 'Отозвать поддержку' })).toHaveCount(0);
  const after = await get(request, `/projects/${open.number}`);
  expect(after.supports).toBe(open.supports);
});

// The demo's authors of returned proposals have no password, so that the answers about "mine" are put in the server's mouth;
// what the form sends is the thing looked at.
test('a returned proposal is corrected in the form of a new one and handed in again', async ({ page, request }) => {
  const { items } = await get(request, '/projects?limit=1');
  const project = await get(request, `/projects/${items[0].number}`);
  project.state = 'needs_changes';
  await signIn(page, '/ru', 'resident.alatau');
  const sent = [];
  await page.route('**/api/v1/me/proposals/*', (route) =>
    route.fulfill({ json: project, headers: { etag: '"v7"' } }));
  await page.route(`**/api/v1/proposals/${project.id}**`, (route) => {
    // Who is invited to sign it, too, is only asked.
    if (route.request().method() === 'GET') return route.continue();
    sent.push(route.request());
    route.fulfill({ json: { id: project.id, number: project.number, state: 'submitted', version: 8 }, headers: { etag: '"v8"' } });
  });
  await page.route(`**/api/v1/proposals/${project.id}/resubmit`, (route) => {
    sent.push(route.request());
    route.fulfill({ json: { id: project.id, number: project.number, state: 'submitted', version: 9 } });
  });
  await page.goto(`/ru/me/proposals/${project.id}`);
  await expect(page.locator('#f-title')).toHaveValue(project.revision.title);
  await page.locator('#f-title').fill('Исправленное название заявки');
  await page.locator('#f-estimate-vat_rate').selectOption('0');
  await page.getByRole('button', { name: 'Отправить на повторную проверку' }).click();
  await expect(page).toHaveURL(new RegExp(`/ru/projects/${project.number}`));
  expect(sent.map((one) => one.method())).toEqual(['PUT', 'POST']);
  expect(sent[0].headers()['if-match']).toBe('"v7"');
  const body = sent[0].postDataJSON();
  expect(body.title).toBe('Исправленное название заявки');
  expect(body.lang).toBe(project.revision.lang);
  expect(body.estimate.vat_rate).toBe(0);
  const plain = ({ item, unit, quantity_milli, unit_price }) => ({ item, unit, quantity_milli, unit_price });
  expect(body.estimate.lines).toEqual(project.revision.estimate.lines.map(plain));
});

test('a proposal goes to the cycle that takes proposals, and is asked where there are two', async ({ page, request }) => {
  const { items } = await get(request, '/cycles');
  const open = items.filter((one) => one.phase === 'proposals' && !one.source);
  const voting = items.find((one) => one.phase === 'voting' && !one.source);
  expect(open).toHaveLength(1);
  await signIn(page, '/kk', 'resident.alatau');
  // Another cycle votes and is the first page's; the way to a proposal stands there, too.
  await page.locator('section.now').getByRole('link', { name: 'Өтінім беру' }).click();
  await expect(page).toHaveURL(/\/kk\/propose$/);
  const read = page.waitForRequest((one) => one.url().endsWith(`/cycles/${open[0].id}`));
  await page.reload();
  await read;
  await expect(page.locator('#f-title')).toBeVisible();
  await expect(page.locator('#cycle-cycle')).toHaveCount(0);

  const two = items.map((one) => (one.id === voting.id ? { ...one, phase: 'proposals' } : one));
  await page.route('**/api/v1/cycles', (route) => route.fulfill({ json: { items: two } }));
  await page.reload();
  // Nothing is chosen for the resident.
  await expect(page.locator('#cycle-cycle')).toBeVisible();
  await expect(page.locator('#f-title')).toHaveCount(0);
  for (const one of [voting, open[0]]) {
    const asked = page.waitForRequest((request) => request.url().endsWith(`/cycles/${one.id}`));
    await page.locator('#cycle-cycle').selectOption(one.id);
    await asked;
    await expect(page.locator('#f-title')).toBeVisible();
  }

  await page.route('**/api/v1/cycles', (route) => route.fulfill({ json: { items: [voting] } }));
  await page.reload();
  await expect(page.locator('main .notice')).toContainText('өтінім қабылданып жатқан цикл жоқ');
  await expect(page.locator('main form')).toHaveCount(0);
});

test('a phone shows the flow of money without scrolling sideways, and an estimate', async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const cycle = (await get(request, '/cycles')).items.find((one) => one.phase === 'delivery' && !one.source);
  const { number } = (await get(request, `/projects?cycle_id=${cycle.id}`)).items[0];
  for (const [address, table] of [[`money/${cycle.id}`, '.flow table'], [`projects/${number}`, 'main table tfoot']]) {
    await page.goto(`/kk/${address}`);
    await expect(page.locator(table).first()).toBeVisible();
    const wider = await page.locator('.table-wrap').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    expect(wider, address).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});

test('an address without a page says so, to people and to machines', async ({ page }) => {
  for (const [address, title, home] of [
    ['/kk/nowhere', 'Бет табылмады', '/kk/'],
    ['/ru/projects/1/2', 'Страница не найдена', '/ru/'],
    ['/desk/kk/nowhere', 'Бет табылмады', '/desk/kk/'],
  ]) {
    const answer = await page.goto(address);
    expect(answer.status(), address).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.locator('main a.button')).toHaveAttribute('href', home);
  }
  expect((await page.goto('/kk/projects')).status()).toBe(200);
  expect((await page.goto('/desk/')).status()).toBe(200);
});
