// A cycle is set up at the desk: its calendar, its rules; then a clerk brings in what came on paper.
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

/** The programmes of the two stories: one cycle stays in setup, the other one takes proposals. */
const stamp = Date.now().toString(36);
/** Two letters, so that a second run beside the first one has project numbers of its own. */
const letters = String.fromCharCode(...[26, 1].map((base) => 65 + (Math.floor(Date.now() / 1000 / base) % 26)));

/** Local midnight of Almaty so many days from now. */
const midnight = (days) => new Date(Date.now() + days * 86_400_000 + 5 * 3_600_000).toISOString().slice(0, 10) + 'T00:00';

/** Calls the API as whoever is signed in on the page. */
async function call(page, method, path, data) {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers: { origin } });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBeTruthy();
  return answer.json();
}

/** A new cycle in setup, made by the organiser who is signed in. */
async function setUp(page, name) {
  const text = (ru) => ({ kk: ru, ru });
  const programme = await call(page, 'POST', '/cities/almaty/programmes', { code: `${name}-${stamp}`, name: text(name), kind: 'district' });
  return call(page, 'POST', '/cycles', {
    programme_id: programme.id, code: '2028', name: text(`Проверка кабинета: ${name}`), fiscal_years: [2028], currency: 'KZT',
    number_prefix: `${name.toUpperCase()}${letters}-28`,
  });
}

const PHASES = ['proposals', 'review', 'rework', 're_review', 'appeals', 'frozen', 'voting', 'results'];

test('the calendar of a cycle in setup is written, each fault at its date', async ({ page }) => {
  await signIn(page, '/desk/ru', 'organiser');
  const cycle = await setUp(page, 'cal');
  await page.goto(`/desk/ru/cycles/${cycle.id}/calendar`);
  await page.locator('#f-zone').fill('Asia/Almaty');
  let day = 10;
  for (const phase of PHASES) {
    await page.locator(`#f-start-${phase}`).fill(midnight(day));
    // One day for appeals is too little.
    day += phase === 'appeals' ? 1 : 5;
  }
  const save = page.getByRole('button', { name: 'Сохранить календарь' });
  await save.click();
  await expect(page.locator('#f-start-delivery-fault')).toContainText('Выберите день и время');
  await page.locator('#f-start-delivery').fill(midnight(day));
  await page.locator('#f-start-rework').fill(midnight(11));
  await save.click();
  await expect(page.locator('#f-start-rework-fault')).toContainText('позже начала предыдущего этапа');
  await expect(page.locator('#f-start-frozen-fault')).toContainText('На жалобы мало времени');
  await page.locator('#f-start-rework').fill(midnight(20));
  await page.locator('#f-start-frozen').fill(midnight(32));
  await page.locator('#f-zone').fill('Asia/Alma');
  await save.click();
  // Which zones there are only the server knows.
  await expect(page.locator('#f-zone-fault')).toBeVisible();
  await page.locator('#f-zone').fill('Asia/Almaty');
  await save.click();
  await expect(page.locator('main').getByRole('status')).toContainText('Календарь сохранён');
  await expect(page.locator('table tbody tr')).toHaveCount(PHASES.length);
});

test('rules are checked before they are published; a clerk enters a pensioner\'s paper proposal', async ({ page, request }) => {
  test.setTimeout(120_000);
  await signIn(page, '/desk/ru', 'organiser');
  const cycle = await setUp(page, 'pap');
  const { items } = await get(request, '/cycles');
  const model = items.find((one) => one.city === 'almaty' && one.code !== '2028');
  const { rules_number } = await get(request, `/cycles/${model.id}`);
  const { document } = await get(request, `/cycles/${model.id}/rules/${rules_number}`);
  let day = -1;
  for (const window of document.calendar.windows) {
    window.starts = `${midnight(day)}:00`;
    day += 6;
    window.ends = `${midnight(day)}:00`;
  }

  await page.goto(`/desk/ru/cycles/${cycle.id}/rules`);
  const area = page.locator('#f-document');
  const check = page.getByRole('button', { name: 'Проверить' });
  await area.fill('{ "title": ');
  await check.click();
  await expect(page.locator('#f-document-fault')).toContainText('Это не JSON');
  await area.fill(JSON.stringify({ ...document, criteria: [] }));
  await check.click();
  await expect(page.locator('#f-document-fault')).toContainText('/criteria');
  await page.locator('#f-file').setInputFiles({ name: 'rules.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document, null, 1)) });
  await expect(area).toHaveValue(/"criteria": \[\n/);
  await check.click();
  await expect(page.locator('main')).toContainText('В документе нет ошибок');
  await page.getByRole('button', { name: 'Опубликовать правила' }).click();
  await expect(page.locator('main')).toContainText('Новая версия правил опубликована');
  expect((await get(request, `/cycles/${cycle.id}`)).rules_number).toBe(1);

  // Money, then the intake opens.
  const [district] = (await get(request, '/cities/almaty')).districts;
  const bodies = (await get(request, '/bodies')).items;
  const akimat = bodies.find((body) => body.kind === 'city_akimat');
  const year = document.fiscal_years[0];
  const act = await call(page, 'POST', '/acts', {
    body_id: akimat.id, cycle_id: cycle.id, number: `${stamp}-д`, date: midnight(-1).slice(0, 10),
    title: { kk: 'Қаражат туралы', ru: 'О средствах' },
  });
  const envelope = await call(page, 'POST', `/cycles/${cycle.id}/envelopes`, { district_id: district.id, code: district.code, name: district.name });
  await call(page, 'POST', `/envelopes/${envelope.id}/entries`, { kind: 'announce', fiscal_year: year, amount: 50_000_000_000 });
  await call(page, 'POST', `/envelopes/${envelope.id}/entries`, { kind: 'approve', fiscal_year: year, amount: 50_000_000_000, act_id: act.id });
  if ((await get(request, `/cycles/${cycle.id}`)).phase === 'setup') {
    await call(page, 'POST', `/cycles/${cycle.id}/transitions`, { event: 'open_proposals' });
  }

  const clerk = await page.context().browser().newContext({ baseURL: new URL(page.url()).origin, locale: 'ru-RU', timezoneId: 'Asia/Almaty' });
  const desk = await clerk.newPage();
  await signIn(desk, '/desk/ru', `clerk.${district.code}`);
  await desk.getByRole('link', { name: 'Приём жителей' }).click();
  await desk.locator('#f-iin').fill('123');
  await desk.getByRole('button', { name: 'Документ видел, продолжить' }).click();
  await expect(desk.locator('#f-iin-fault')).toContainText('12 цифр');
  await desk.getByText('ИИН нет: внести жителя').click();
  await desk.getByRole('button', { name: 'Внести и продолжить' }).click();
  await expect(desk.locator('#new-family_name-fault')).toBeVisible();
  await desk.locator('#new-family_name').fill('Проверочная');
  await desk.locator('#new-given_name').fill('Бабушка');
  await desk.locator('#new-birth_date').fill('1951-03-08');
  await desk.locator('#new-registered_since').fill('1990-01-01');
  await desk.getByRole('button', { name: 'Внести и продолжить' }).click();
  await expect(desk.locator('section.now')).toContainText('Бабушка Проверочная');
  await expect(desk.locator('section.now')).toContainText('Документ показан лично');

  const cycles = desk.locator('#cycle-cycle');
  await expect(cycles.or(desk.locator('#f-lang'))).toBeVisible();
  if (await cycles.isVisible()) await cycles.selectOption(cycle.id);
  const { items: near } = await get(request, `/projects?district_id=${district.id}&limit=1`);
  const { revision } = await get(request, `/projects/${near[0].number}`);
  await desk.locator('#f-lang').selectOption('ru');
  await desk.locator('#f-district_id').selectOption(district.id);
  await desk.locator('#f-category').selectOption({ index: 1 });
  const title = 'Скамейки у поликлиники для пожилых';
  await desk.locator('#f-title').fill(title);
  await desk.locator('#f-body').fill('От остановки до поликлиники негде присесть. Прошу поставить пять скамеек со спинками.');
  await desk.locator('#f-place-address').fill(revision.place.address);
  await desk.locator('#f-place').fill(`${revision.place.lat / 1e6}, ${revision.place.lon / 1e6}`);
  await desk.locator('#f-estimate-lines-0-item').fill('Скамейка со спинкой');
  await desk.locator('#f-estimate-lines-0-quantity_milli').fill('5');
  await desk.locator('#f-estimate-lines-0-unit').fill('шт.');
  await desk.locator('#f-estimate-lines-0-unit_price').fill('137000');
  await desk.locator('#f-estimate-preparer').fill('Автор со слов продавца');
  await desk.locator('main form button[type=submit]').last().click();
  await expect(desk.locator('.tracking')).toHaveText(/^PAP[A-Z]{2}-28-\d{4}$/);
  const number = await desk.locator('.tracking').innerText();
  const project = await get(request, `/projects/${number}`);
  expect(project.title.text).toBe(title);
  expect(JSON.stringify(project)).toContain('counter');

  // The next resident is nobody's business of the last one's.
  await desk.getByRole('button', { name: 'Следующий житель' }).click();
  await expect(desk.locator('section.now')).toHaveCount(0);
  const asks = desk.waitForRequest((one) => one.url().includes('/residents/confirm'));
  await desk.locator('#f-iin').fill('900101300017');
  await desk.getByRole('button', { name: 'Документ видел, продолжить' }).click();
  expect((await asks).headers()['qatysu-on-behalf-of']).toBeUndefined();
  await clerk.close();

  // What the other stories see as the running cycle is again the demo's own.
  await page.goto(`/desk/ru/cycles/${cycle.id}`);
  const cancel = page.locator('li.card', { has: page.getByRole('heading', { name: 'Отменить цикл' }) });
  await cancel.getByText('Исключение').click();
  await cancel.locator('select').selectOption(act.id);
  await cancel.locator('textarea').first().fill('Тексеру аяқталды.');
  await cancel.locator('textarea').last().fill('Проверка закончена.');
  await cancel.getByRole('button', { name: 'Отменить цикл' }).click();
  await expect(page.locator('section.now')).toContainText('Отменено');
});

test('the register is compared first, its faults by line, then written with codes that show once', async ({ page }) => {
  await signIn(page, '/desk/ru', 'organiser');
  await page.getByRole('link', { name: 'Реестр жителей' }).click();
  const compare = page.getByRole('button', { name: 'Сравнить' });
  await compare.click();
  await expect(page.locator('.field.wrong')).toContainText('Выберите файл');
  const header = 'iin,family_name,given_name,birth_date,district,registration,registered_since\n';
  const upload = (lines) => page.locator('#f-file').setInputFiles({ name: 'register.csv', mimeType: 'text/csv', buffer: Buffer.from(header + lines) });
  await upload('123,Тест,Тест,1990-01-01,nowhere,permanent,\n');
  await compare.click();
  await expect(page.getByRole('alert').getByRole('listitem').first()).toContainText('Строка 2, столбец iin');
  await upload('900101300017,Проверочный,Житель,1990-01-01,almaly,permanent,2015-05-05\n');
  await compare.click();
  await expect(page.locator('main')).toContainText('Ничего не записано');
  const facts = page.locator('main dl.facts');
  await expect(facts).toContainText('Больше нет в файле');

  // Written for real, this one line would take the vote from everybody else of the district: the server's answer is put in its mouth.
  const report = { id: '019ab0c4-5f0e-7c3e-9a50-0d6b8f6d0b11', rows: 1, added: 1, changed: 0, unchanged: 0, left: 0, codes: [{ line: 2, code: '7KQ4-M2XD-9TZB' }] };
  let sent;
  await page.route('**/api/v1/residents/imports?**', (route) => {
    sent = new URL(route.request().url()).searchParams;
    route.fulfill({ json: report });
  });
  await page.getByRole('button', { name: 'Записать в реестр' }).click();
  await expect(page.locator('main')).toContainText('Реестр обновлён');
  expect([sent.get('dry_run'), sent.get('source')]).toEqual(['false', 'register.csv']);
  const codes = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Скачать коды' }).click();
  const file = await (await codes).createReadStream();
  let text = '';
  for await (const part of file) text += part;
  expect(text).toBe('line,code\n2,7KQ4-M2XD-9TZB\n');
});
