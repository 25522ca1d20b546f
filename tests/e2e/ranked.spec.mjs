// A ballot where the order is the message, filled in by keyboard alone. The demo has none, so that the answer about the
// contest says "ranked"; what the page sends is the thing looked at.
import { expect, test } from '@playwright/test';
import { signIn } from './people.mjs';

test('projects are put in order without a mouse', async ({ page }) => {
  await page.route(/\/api\/v1\/contests\/[0-9a-f-]+$/, async (route) => {
    const answer = await route.fetch();
    const contest = await answer.json();
    contest.ballot_rule = { ...contest.ballot_rule, kind: 'ranked', max: 3 };
    await route.fulfill({ json: contest });
  });
  let sent;
  await page.route('**/ballot', (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    sent = route.request().postDataJSON();
    return route.abort();
  });
  await signIn(page, '/ru', 'resident.alatau');
  await page.goto('/ru/vote');
  await page.locator('main .card a.button').first().click();
  await expect(page.locator('main')).toContainText('Расставьте по порядку не больше 3 проектов.');
  const numbers = await page.locator('.ballot-item input').evaluateAll((all) => all.slice(0, 3).map((one) => Number(one.id.slice(5))));
  for (const number of numbers) {
    await page.locator(`#item-${number}`).focus();
    await page.keyboard.press('Space');
  }
  const rows = page.locator('.basket li');
  await expect(rows).toHaveCount(3);
  await expect(rows.last()).toContainText('Место: 3');
  // The last one becomes the first: two steps up.
  for (const at of [2, 1]) {
    await rows.nth(at).getByRole('button', { name: /^Поднять/ }).focus();
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'Проверить выбор' }).click();
  await expect(page.locator('main ol.cards li').first()).toContainText('Место: 1');
  await page.locator('main form button[type=submit]').click();
  await expect(page.getByRole('alert')).toBeVisible();
  expect(sent.choices).toEqual([numbers[2], numbers[0], numbers[1]]);
});
