// Finance decides what the end of the fiscal year carries, sees it, and takes a decision back while nothing was moved.
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

test('finance carries unpaid money to the next year by an act and withdraws it with a reason', async ({ page, request }) => {
  const { items: cycles } = await get(request, '/cycles');
  const own = cycles.filter((one) => one.city === 'almaty' && !one.source);
  // A cycle with unpaid money of a fiscal year in progress that nothing carries.
  let found;
  for (const cycle of own) {
    const { items } = await get(request, `/cycles/${cycle.id}/year-end`);
    const line = items.find((one) => one.contract_id && !one.carried);
    if (line) { found = { cycle, line }; break; }
  }
  expect(found, 'a contract with unpaid money').toBeTruthy();
  const { cycle, line } = found;
  const lines = async () => (await get(request, `/cycles/${cycle.id}/year-end`)).items.filter((one) => one.contract_id === line.contract_id && one.work_id === line.work_id);
  await signIn(page, '/desk/ru', 'finance');
  await page.goto(`/desk/ru/cycles/${cycle.id}`);
  await page.getByRole('link', { name: 'Конец года' }).click();
  const card = page.locator('ol.cards > li', { has: page.locator('summary', { hasText: 'Перенести на следующий год' }) })
    .filter({ has: page.locator(`a[href$="/contracts/${line.contract_id}"]`) }).filter({ has: page.locator(`a[href$="/works/${line.work_id}"]`) });
  await expect(card).toContainText('Сгорит');
  await expect(card).toContainText('₸');

  // The act of the maslikhat, which is the only one that can be chosen.
  const number = `${Date.now().toString(36)}-м`;
  await page.locator('summary', { hasText: 'Записать акт' }).click();
  await expect(page.locator('#act-body_id option')).toHaveCount(2);
  await page.locator('#act-body_id').selectOption({ index: 1 });
  await page.locator('#act-number').fill(number);
  await page.locator('#act-title-kk').fill('Қаражатты ауыстыру туралы');
  await page.locator('#act-title-ru').fill('О переносе средств');
  await page.getByRole('button', { name: 'Записать акт' }).click();
  await card.locator('summary').click();
  const form = card.locator('details[open]');
  await expect(form.locator('select option', { hasText: number })).toHaveCount(1);
  await form.getByRole('button', { name: 'Записать решение' }).click();
  await expect(form.locator('[id^="carry-act_id-"][id$="-fault"]')).toBeVisible();
  await form.locator('select').selectOption({ label: await form.locator('select option', { hasText: number }).innerText() });
  await expect(form.locator('input[id^="carry-amount-"]')).not.toHaveValue('');
  await form.getByRole('button', { name: 'Записать решение' }).click();
  const decision = page.locator('ol.cards > li', { hasText: number }).filter({ has: page.locator('summary', { hasText: 'Отозвать решение' }) });
  await expect(decision).toContainText('не больше');
  expect((await lines()).map((one) => one.carried?.number)).toEqual([number]);

  await decision.locator('summary').click();
  await decision.getByRole('button', { name: 'Отозвать и опубликовать причину' }).click();
  await expect(decision.locator('[id$="-kk-fault"]')).toBeVisible();
  await decision.locator('textarea').first().fill('Акт қайта қаралды.');
  await decision.locator('textarea').last().fill('Акт пересмотрен.');
  await decision.getByRole('button', { name: 'Отозвать и опубликовать причину' }).click();
  const gone = page.locator('ol.cards > li', { hasText: 'Акт пересмотрен.' });
  await expect(gone).toContainText('Отозвано');
  await expect(gone.locator('summary')).toHaveCount(0);
  expect((await lines()).map((one) => one.carried)).toEqual([null]);
});
