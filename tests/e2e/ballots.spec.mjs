// Ballots of the other kinds, filled in by keyboard alone. The demo's votes are by approval, so that the answer about the
// contest says another kind; what the page sends is the thing looked at (the API's side: tests/api/ballots.rs, tests/story/cities).
import { expect, test } from '@playwright/test';
import { signIn } from './people.mjs';

/// Opens a ballot under another rule; what the page will send, and the ballot numbers that it offers.
async function open(page, rule, items = (all) => all) {
  await page.route(/\/api\/v1\/contests\/[0-9a-f-]+$/, async (route) => {
    const answer = await route.fetch();
    const contest = await answer.json();
    contest.ballot_rule = { ...contest.ballot_rule, ...rule };
    contest.ballot = items(contest.ballot);
    await route.fulfill({ json: contest });
  });
  const box = {};
  await page.route('**/ballot', (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    box.sent = route.request().postDataJSON();
    return route.abort();
  });
  await signIn(page, '/ru', 'resident.alatau');
  await page.goto('/ru/vote');
  await page.locator('main .card a.button').first().click();
  await expect(page.locator('.ballot-item').first()).toBeVisible();
  const ids = await page.locator('.ballot-item').evaluateAll((all) => all.map((one) => one.querySelector('input').id));
  box.numbers = ids.map((id) => Number(id.split('-')[1]));
  return box;
}

async function cast(page) {
  await page.getByRole('button', { name: 'Проверить выбор' }).click();
  await expect(page.locator('main ol.cards li').first()).toBeVisible();
}

async function send(page) {
  await page.locator('main form button[type=submit]').click();
  await expect(page.getByRole('alert')).toBeVisible();
}

test('projects are put in order without a mouse', async ({ page }) => {
  const box = await open(page, { kind: 'ranked', max: 3 });
  await expect(page.locator('main')).toContainText('Расставьте по порядку не больше 3 проектов.');
  const numbers = box.numbers.slice(0, 3);
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
  await cast(page);
  await expect(page.locator('main ol.cards li').first()).toContainText('Место: 1');
  await send(page);
  expect(box.sent.choices).toEqual([numbers[2], numbers[0], numbers[1]]);
});

test('points are shared out, and no more than there are', async ({ page }) => {
  const box = await open(page, { kind: 'cumulative', max: null, points: 5 });
  await expect(page.locator('main')).toContainText('5 баллов');
  const [first, second, third] = box.numbers;
  const give = async (number, points) => {
    await page.locator(`#item-${number}`).fill(points);
    await page.keyboard.press('Tab');
  };
  await give(second, '4');
  await give(first, '2');
  await expect(page.locator('.basket [role=status]')).toContainText('6 из 5');
  await page.getByRole('button', { name: 'Проверить выбор' }).click();
  await expect(page.locator('.basket [role=alert]')).toContainText('5');
  await give(first, '1');
  await give(third, '3');
  await give(third, '');
  await expect(page.locator('.basket [role=status]')).toContainText('5 из 5');
  await cast(page);
  await expect(page.locator('main ol.cards li').last()).toContainText('4 балла');
  await send(page);
  expect(box.sent).toMatchObject({ choices: [first, second], points: [1, 4] });
});

test('projects are graded by keyboard', async ({ page }) => {
  const grades = ['Отлично', 'Хорошо', 'Сойдёт', 'Плохо'].map((ru) => ({ kk: ru, ru }));
  const box = await open(page, { kind: 'graded', max: null, grades });
  await page.locator(`#item-${box.numbers[0]}-0`).waitFor();
  await page.locator(`#item-${box.numbers[0]}-1`).focus();
  await page.keyboard.press('Space');
  await page.locator(`#item-${box.numbers[1]}-0`).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.basket [role=status]')).toContainText('Оценено проектов: 2');
  // The third one is graded and then not.
  await page.locator(`#item-${box.numbers[2]}-3`).check();
  await page.locator(`#item-${box.numbers[2]}-none`).check();
  await cast(page);
  await expect(page.locator('main ol.cards li')).toHaveCount(2);
  await expect(page.locator('main ol.cards li').first()).toContainText('Хорошо');
  await send(page);
  expect(box.sent).toMatchObject({ choices: box.numbers.slice(0, 2), grades: [1, 1] });
});

test('a class of the ballot has its own limit', async ({ page }) => {
  const classes = [['large', 'Большие'], ['small', 'Малые']].map(([id, ru]) => ({ id, name: { kk: ru, ru }, max: 1 }));
  const halves = (all) => all.map((item, at) => ({ ...item, class: at % 2 ? 'small' : 'large' }));
  const box = await open(page, { kind: 'approval', max: 2, classes }, halves);
  await expect(page.locator('.ballot h3')).toHaveText(['Большие: 0 из 1', 'Малые: 0 из 1']);
  // The page shows class by class, so the first two are both large.
  const [first, second] = box.numbers;
  await page.locator(`#item-${first}`).check();
  await page.locator(`#item-${second}`).click();
  await expect(page.locator('.basket [role=alert]')).toContainText('«Большие»');
  await expect(page.locator(`#item-${second}`)).not.toBeChecked();
  const small = box.numbers.at(-1);
  await page.locator(`#item-${small}`).check();
  await expect(page.locator('.ballot h3')).toHaveText(['Большие: 1 из 1', 'Малые: 1 из 1']);
  await cast(page);
  await send(page);
  expect(box.sent.choices).toEqual([first, small].sort((a, b) => a - b));
});
