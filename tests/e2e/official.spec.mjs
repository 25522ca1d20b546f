// An official's morning: answer, review, and a step that is refused with its reasons before one that is taken.
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

test('an answer ends the oldest overdue duty', async ({ page }) => {
  await signIn(page, '/desk/ru', 'department');
  const now = page.locator('section.now');
  await expect(now).toContainText('просроченная');
  const heading = await now.getByRole('heading').innerText();
  await now.getByRole('link', { name: 'Ответить на вопрос' }).click();
  const questions = page.locator('main ol.cards > li');
  await expect(questions.first()).toBeVisible();
  const count = await questions.count();
  const words = `Освещение установим до 1 июня, отвечает отдел благоустройства. ${Date.now()}`;
  await questions.first().locator('textarea').first().fill(words);
  await questions.first().getByRole('button', { name: 'Опубликовать ответ' }).click();
  await expect(questions).toHaveCount(count - 1);

  // The public reads it at once.
  const number = heading.match(/[A-Z]+-\d+-\d+/)[0];
  await page.goto(`/ru/projects/${number}`);
  await expect(page.locator('article.comment.official', { hasText: words })).toBeVisible();
});

test('a review is published with clause, reason and the body that decided', async ({ page }) => {
  await signIn(page, '/desk/ru', 'reviewer.alatau');
  await page.getByRole('link', { name: 'Очередь проверки' }).click();
  const first = page.locator('main ol.cards > li').first();
  const number = (await first.innerText()).match(/[A-Z]+-\d+-\d+/)[0];
  await first.getByRole('link').click();
  await page.getByLabel(/^Вернуть/).check();
  // Without clause and reason nothing is sent, and every gap is named.
  const publish = page.getByRole('button', { name: 'Опубликовать решение' });
  await publish.click();
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveCount(3);
  await page.locator('#f-clause').selectOption({ index: 1 });
  const reason = `Уточните, кто будет содержать объект. ${Date.now()}`;
  await page.locator('#f-reason-kk').fill('Нысанды кім күтетінін нақтылаңыз.');
  await page.locator('#f-reason-ru').fill(reason);
  await publish.click();
  await expect(page.locator('main').getByRole('status').first()).toContainText(number);

  await page.goto(`/ru/projects/${number}`);
  await expect(page.locator('main li.card', { hasText: reason })).toContainText('Возвращено на доработку');
});

test('a step that is not ready cannot be pressed and says why; an allowed one is taken', async ({ page, request }) => {
  const { items } = await get(request, '/cycles');
  const cycle = items.find((one) => one.phase === 'review');
  await signIn(page, '/desk/ru', 'organiser');
  await page.goto(`/desk/ru/cycles/${cycle.id}`);
  const step = page.locator('li.card', { has: page.getByRole('heading', { name: 'Открыть доработку' }) });
  await expect(step.locator('.checklist li')).toHaveCount(2);
  await expect(step.locator('.checklist')).toContainText(/провер/);
  const dead = step.getByRole('button', { name: 'Открыть доработку' });
  await expect(dead).toBeDisabled();
  await expect(dead).toHaveAccessibleDescription(/провер/);
  // Not of this page alone: the server refuses it with the same two reasons.
  const origin = new URL(page.url()).origin;
  const refused = await page.request.post(`/api/v1/cycles/${cycle.id}/transitions`, { data: { event: 'open_rework' }, headers: { origin } });
  expect([refused.status(), (await refused.json()).blockers.length]).toEqual([409, 2]);

  const before = (await get(request, `/cycles/${cycle.id}`)).windows.find((one) => one.phase === 'review');
  await page.getByRole('link', { name: 'Продлить срок' }).click();
  const end = new Date(Date.parse(before.ends_at) + 29 * 3_600_000);
  await page.locator('#f-new_end').fill(end.toISOString().slice(0, 10) + 'T00:00');
  await page.locator('#f-reason-kk').fill('Сараптама кешікті.');
  await page.locator('#f-reason-ru').fill('Экспертиза задержалась.');
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/transitions'));
  await page.getByRole('button', { name: 'Продлить срок' }).click();
  expect((await answered).status()).toBe(200);
  const after = (await get(request, `/cycles/${cycle.id}`)).windows.find((one) => one.phase === 'review');
  expect(Date.parse(after.ends_at)).toBeGreaterThan(Date.parse(before.ends_at));
  await page.goto(`/desk/ru/cycles/${cycle.id}`);
  await expect(page.locator('main')).toContainText('Экспертиза задержалась.');
});
