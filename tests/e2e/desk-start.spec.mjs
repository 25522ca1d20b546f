// A cycle from nothing to open proposals, by clicking alone: programme, cycle, calendar, last cycle's rules, envelopes, money.
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

const stamp = Date.now().toString(36);
const letters = String.fromCharCode(...[26, 1].map((base) => 65 + (Math.floor(Date.now() / 1000 / base) % 26)));
/** Local midnight of Almaty so many days from now. */
const midnight = (days) => new Date(Date.now() + days * 86_400_000 + 5 * 3_600_000).toISOString().slice(0, 10) + 'T00:00';

test('an organiser sets a cycle up from nothing and opens its proposals', async ({ page, request }) => {
  test.setTimeout(120_000);
  const { items: before } = await get(request, '/cycles');
  const model = before.find((one) => one.city === 'almaty' && one.phase === 'voting');
  await signIn(page, '/desk/ru', 'organiser');
  await page.goto('/desk/ru/cycles');

  const programme = page.locator('details', { hasText: 'Новая программа' });
  await programme.locator('summary').click();
  await programme.getByRole('button', { name: 'Новая программа' }).click();
  await expect(page.locator('#programme-name-kk-fault')).toBeVisible();
  await expect(page.locator('#programme-code-fault')).toBeVisible();
  await page.locator('#programme-name-kk').fill(`Мектеп бюджеті ${stamp}`);
  await page.locator('#programme-name-ru').fill(`Школьный бюджет ${stamp}`);
  await page.locator('#programme-code').fill(`start-${stamp}`);
  await programme.getByRole('button', { name: 'Новая программа' }).click();
  await expect(programme.getByRole('status')).toContainText('Программа создана');

  const begun = page.locator('details', { hasText: 'Новый цикл' });
  await begun.locator('summary').click();
  await page.locator('#cycle-programme_id').selectOption({ label: `Школьный бюджет ${stamp}` });
  await page.locator('#cycle-name-kk').fill('Мектеп бюджеті, 2028 жыл');
  await page.locator('#cycle-name-ru').fill('Школьный бюджет, 2028 год');
  await page.locator('#cycle-fiscal_years').fill('двадцать восьмой');
  await page.locator('#cycle-code').fill('2028');
  await page.locator('#cycle-number_prefix').fill(`SH${letters}-28`);
  await begun.getByRole('button', { name: 'Новый цикл' }).click();
  await expect(page.locator('#cycle-fiscal_years-fault')).toBeVisible();
  await page.locator('#cycle-fiscal_years').fill('2028');
  await begun.getByRole('button', { name: 'Новый цикл' }).click();
  await expect(page).toHaveURL(/\/desk\/ru\/cycles\/[0-9a-f-]{36}$/);
  const address = page.url();
  const id = address.split('/').pop();
  const steps = page.locator('section', { has: page.getByRole('heading', { name: 'Подготовка цикла' }) }).locator('li');
  await expect(steps).toHaveCount(4);
  await expect(page.locator('li.met a')).toHaveCount(0);

  await page.getByRole('link', { name: 'Составить календарь' }).click();
  let day = -1;
  for (const phase of ['proposals', 'review', 'rework', 're_review', 'appeals', 'frozen', 'voting', 'results', 'delivery']) {
    await page.locator(`#f-start-${phase}`).fill(midnight(day));
    day += 6;
  }
  await page.getByRole('button', { name: 'Сохранить календарь' }).click();
  await expect(page.locator('main').getByRole('status')).toContainText('Календарь сохранён');

  await page.goto(address);
  await page.getByRole('link', { name: 'Опубликовать правила' }).click();
  await page.locator('#copy-from').selectOption(model.id);
  await page.getByRole('button', { name: 'Взять эти правила' }).click();
  await expect(page.locator('#f-document')).toHaveValue(/"fiscal_years": \[\n\s*2028\n/);
  await expect(page.locator('#f-document')).toHaveValue(/Школьный бюджет, 2028 год/);
  await expect(page.locator('#f-document')).toHaveValue(new RegExp(midnight(-1)));
  await page.getByRole('button', { name: 'Проверить' }).click();
  await expect(page.locator('main')).toContainText('В документе нет ошибок');
  await page.getByRole('button', { name: 'Опубликовать правила' }).click();
  await expect(page.locator('main')).toContainText('Новая версия правил опубликована');

  await page.goto(address);
  await page.getByRole('link', { name: 'Завести конверты' }).click();
  const { districts } = await get(request, '/cities/almaty');
  await page.getByRole('button', { name: 'Завести конверт каждому району' }).click();
  await expect(page.locator('table tbody tr')).toHaveCount(districts.length);
  await page.locator('summary', { hasText: 'Записать акт' }).click();
  const act = page.locator('details[open]');
  await page.locator('#act-body_id').selectOption({ index: 1 });
  await page.locator('#act-number').fill(`${stamp}-б`);
  await page.locator('#act-title-kk').fill('Бюджет туралы');
  await page.locator('#act-title-ru').fill('О бюджете');
  await act.getByRole('button', { name: 'Записать акт' }).click();
  await expect(page.locator('#approve-act_id option', { hasText: `${stamp}-б` })).toHaveCount(1);
  const approve = page.getByRole('button', { name: 'Объявить и утвердить' });
  await approve.click();
  await expect(page.locator('#approve-act_id-fault')).toBeVisible();
  await page.locator('#approve-act_id').selectOption({ index: 1 });
  await page.locator('input[id^="approve-amount-"]').first().fill('500 000 000');
  await page.getByRole('button', { name: 'Первую сумму — всем' }).click();
  await approve.click();
  await expect(page.locator('main')).toContainText('У каждого конверта уже есть средства');
  const { envelopes } = await get(request, `/cycles/${id}`);
  expect(envelopes.map((one) => one.available)).toEqual(districts.map(() => 50_000_000_000));

  await page.goto(address);
  // The calendar opens by itself when all is met; who is quicker presses the button.
  await expect(page.getByRole('heading', { name: 'Что может быть дальше' })).toBeVisible();
  const open = page.getByRole('button', { name: 'Открыть приём заявок' });
  if (await open.isVisible()) await open.click();
  await expect.poll(async () => (await get(request, `/cycles/${id}`)).phase).toBe('proposals');

  // What the other stories see as the running cycle is again the demo's own.
  const { items: acts } = await get(request, `/acts?cycle_id=${id}`);
  const origin = new URL(address).origin;
  const reason = { kk: 'Тексеру аяқталды.', ru: 'Проверка закончена.' };
  const over = await page.request.post(`/api/v1/cycles/${id}/transitions`, { data: { event: 'cancel', reason, act_id: acts[0].id }, headers: { origin } });
  expect(over.ok(), await over.text()).toBeTruthy();
});
