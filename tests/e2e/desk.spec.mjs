// The officials' desk: a queue without a mouse, words that are no answer, an appeal, a count and its act.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

/** The element that has the focus. */
const focused = (page) => page.evaluate(() => document.activeElement?.id ?? '');

test('a reviewer works through the queue by keyboard', async ({ page }) => {
  await signIn(page, '/desk/ru', 'department');
  await page.goto('/desk/ru/queue');
  await page.getByRole('link', { name: 'Начать с самой давней' }).click();
  await expect(page.locator('.keys')).toContainText('Ctrl+Enter');
  await expect(page.getByRole('heading', { name: 'Решение', exact: true })).toBeVisible();
  await expect(page.locator('main > p.meta strong').first()).toHaveText(/^1 из \d+$/);

  // Accepted: the usual reason stands there in both languages; the next proposal comes by itself, the focus at its beginning.
  const heading = page.getByRole('heading', { level: 1 });
  // While a proposal is on its way its page is called like the queue.
  const moved = async (before) => {
    await expect(heading).not.toHaveText(before);
    await expect(heading).not.toHaveText('Очередь проверки');
  };
  const first = await heading.innerText();
  await page.keyboard.press('a');
  await expect(page.locator('#f-reason-kk')).toHaveValue(/өлшемдеріне сай/);
  await expect(page.locator('#f-reason-ru')).toHaveValue(/соответствует критериям/);
  await page.keyboard.press('Control+Enter');
  await moved(first);
  await expect(page.locator('main').getByRole('status').first()).toContainText('Решение опубликовано');
  expect(await focused(page)).toBe('main');

  // Rejected: the clause by its digit, the focus where words are missing, published out of the field.
  const second = await heading.innerText();
  await expect(page.getByLabel('Отклонить')).toBeVisible();
  await page.keyboard.press('x');
  await page.keyboard.press('1');
  await expect(page.locator('#f-fact-kk')).toBeFocused();
  await page.keyboard.type('Жер учаскесі жеке меншікте.');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Участок в частной собственности.');
  await page.keyboard.press('Control+Enter');
  await moved(second);

  // There and back; letters in a field are letters.
  const third = await heading.innerText();
  await page.keyboard.press('j');
  await moved(third);
  await page.keyboard.press('k');
  await expect(heading).toHaveText(third);
  await page.locator('#f-reason-kk').fill('');
  await page.locator('#f-reason-kk').press('j');
  await expect(page.locator('#f-reason-kk')).toHaveValue('j');
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe('main');

  // Whoever speaks to the computer switches single letters off, and they stay off.
  await page.getByRole('button', { name: 'Выключить клавиши' }).click();
  await page.locator('main').press('j');
  await expect(heading).toHaveText(third);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Включить клавиши' })).toBeVisible();
});

test('"taken into consideration" is no answer, said beside the field', async ({ page }) => {
  await signIn(page, '/desk/kk', 'reviewer.alatau');
  await page.locator('section.now a.button').click();
  const form = page.locator('main ol.cards form').first();
  await form.locator('textarea').fill('Сұрағыңыз үшін рахмет, назарға алынды.');
  await form.locator('button[type=submit]').click();
  await expect(form.locator('.field.wrong .fault')).toContainText('ештеңені аяқтамайды');
  // The server says the same to whoever asks it directly, and a declined duty needs more than that, too.
  const { items } = await page.request.get('/api/v1/me/duties').then((answer) => answer.json());
  const note = { kk: 'Назарға алынды', ru: 'Принято к сведению' };
  const answer = await page.request.post(`/api/v1/duties/${items[0].id}/end`, {
    data: { ending: 'done', note }, headers: { origin: new URL(page.url()).origin },
  });
  expect(answer.status()).toBe(422);
  const problem = await answer.json();
  expect(problem.errors.map((one) => [one.pointer, one.code])).toEqual([
    ['/note/kk', 'acknowledgement'], ['/note/ru', 'acknowledgement'],
  ]);
});

test('another body decides an appeal', async ({ page }) => {
  await signIn(page, '/desk/ru', 'appeals');
  await page.goto('/desk/ru/queue');
  await page.locator('select[name=kind]').selectOption('decide_appeal');
  const first = page.locator('main ol.cards > li').first();
  const number = (await first.innerText()).match(/[A-Z]+-\d+-\d+/)[0];
  await first.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Решить по жалобе' })).toBeVisible();
  const publish = page.getByRole('button', { name: 'Опубликовать решение' });
  await publish.click();
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveText(
    ['Выберите решение.', 'Напишите текст на казахском.', 'Напишите текст на русском.']);
  await page.getByLabel(/^Удовлетворить жалобу/).check();
  const reason = `Участок в городской собственности, справка есть. ${Date.now()}`;
  await page.locator('#f-reason-kk').fill('Учаске қала меншігінде, анықтама бар.');
  await page.locator('#f-reason-ru').fill(reason);
  await publish.click();
  await expect(page.locator('main').getByRole('status').first()).toContainText(number);
  await page.goto(`/ru/projects/${number}`);
  await expect(page.locator('main')).toContainText(reason);
  await expect(page.locator('main')).toContainText('Апелляционная комиссия');
});

// The demo's vote is still open, so that a finished election stands in for the count; what the desk sends is the thing looked at.
async function counted(page, request, ties) {
  const { items: cycles } = await get(request, '/cycles');
  const { items: contests } = await get(request, `/cycles/${cycles.find((one) => one.source).id}/contests`);
  const contest = await get(request, `/contests/${contests[0].id}`);
  const result = await get(request, `/contests/${contests[0].id}/result`);
  for (const one of [contest, result]) one.state = 'counted';
  result.act = null;
  result.open_ties = ties ? [{ numbers: result.items.slice(0, 2).map((item) => item.number) }] : [];
  await page.route(`**/api/v1/contests/${contest.id}`, (route) => route.fulfill({ json: contest }));
  const cycle = { ...(await get(request, `/cycles/${contest.cycle_id}`)), phase: 'results' };
  await page.route(`**/api/v1/cycles/${cycle.id}`, (route) => route.fulfill({ json: cycle }));
  await page.route(`**/api/v1/contests/${contest.id}/result`, (route) => route.fulfill({ json: result }));
  return { contest, result };
}

test('an act confirms a count and gives the reason of each deviation', async ({ page, request }) => {
  await signIn(page, '/desk/ru', 'organiser');
  const { contest, result } = await counted(page, request, false);
  let sent;
  await page.route(`**/api/v1/contests/${contest.id}/decision`, (route) => {
    sent = route.request().postDataJSON();
    route.fulfill({ json: result });
  });
  await page.goto(`/desk/ru/contests/${contest.id}`);
  await expect(page.locator('table tbody tr')).toHaveCount(result.items.length);
  await expect(page.locator('main')).toContainText('Порог по правилам');
  const confirm = page.getByRole('button', { name: 'Утвердить итоги' });
  await confirm.click();
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveCount(2);
  await page.locator('select[name=body_id]').selectOption({ label: 'Акимат города' });
  await page.locator('#f-act_number').fill('214-р');
  const won = result.items.find((item) => item.outcome === 'funded');
  await page.locator('select[name=deviation]').selectOption(String(won.number));
  await page.getByRole('button', { name: 'Добавить отклонение' }).click();
  await confirm.click();
  const reason = page.locator(`#f-deviations-${won.number}-reason-kk`);
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await reason.fill('Учаске басқа нысанға берілді.');
  await page.locator(`#f-deviations-${won.number}-reason-ru`).fill('Участок отведён под другой объект.');
  await confirm.click();
  await expect.poll(() => sent?.act_number).toBe('214-р');
  expect(sent.deviations).toEqual([{
    number: won.number, outcome: 'not_funded',
    reason: { kk: 'Учаске басқа нысанға берілді.', ru: 'Участок отведён под другой объект.' },
  }]);
});

test('a tie is put in order with a reason before any act', async ({ page, request }) => {
  await signIn(page, '/desk/ru', 'organiser');
  const { contest, result } = await counted(page, request, true);
  let sent;
  await page.route(`**/api/v1/contests/${contest.id}/tie-decision`, (route) => {
    sent = route.request().postDataJSON();
    route.fulfill({ json: result });
  });
  await page.goto(`/desk/ru/contests/${contest.id}`);
  await expect(page.getByRole('button', { name: 'Утвердить итоги' })).toHaveCount(0);
  const [one, two] = result.open_ties[0].numbers;
  const submit = page.getByRole('button', { name: 'Записать решение и пересчитать' });
  await page.locator(`#f-place-${one}`).selectOption('2');
  await page.locator(`#f-place-${two}`).selectOption('2');
  await submit.click();
  await expect(page.locator(`#f-place-${two}-fault`)).toContainText('уже занято');
  await page.locator(`#f-place-${two}`).selectOption('1');
  await page.locator('#f-reason-kk').fill('Жеребе тартылды.');
  await page.locator('#f-reason-ru').fill('Тянули жребий.');
  await submit.click();
  await expect.poll(() => sent?.order).toEqual([two, one]);
});

test('axe finds nothing serious at the desk', async ({ page, request }) => {
  test.setTimeout(120_000);
  const check = async (path) => {
    await page.goto(`/desk/kk${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expect(page.locator('main .loading')).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    const grave = violations.filter((one) => ['serious', 'critical'].includes(one.impact));
    expect(grave.map((one) => `${path}: ${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
  };
  const { items } = await get(request, '/cycles');
  const own = items.find((one) => one.city === 'almaty' && one.phase === 'review');
  await signIn(page, '/desk/kk', 'organiser');
  const { contest } = await counted(page, request, false);
  const pages = ['/', '/cycles', `/contests/${contest.id}`, '/residents'];
  for (const part of ['', '/calendar', '/rules', '/works', '/contracts', '/money', '/reports']) pages.push(`/cycles/${own.id}${part}`);
  for (const path of pages) await check(path);
  await page.locator('header').getByRole('button', { name: 'Шығу' }).click();
  await signIn(page, '/desk/kk', 'council.medeu');
  await check('/queue');
  const { items: duties } = await page.request.get('/api/v1/me/duties').then((answer) => answer.json());
  if (duties.length > 0) await check(`/proposals/${duties[0].project.id}`);
  await page.locator('header').getByRole('button', { name: 'Шығу' }).click();
  await signIn(page, '/desk/kk', 'clerk.medeu');
  await check('/counter');
});
